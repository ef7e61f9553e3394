"""`/api/v1/featured_tags`: hashtags on the viewer's profile."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.owned import own_row
from trunkline.sandbox.api.tags import feature_tag
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import refuse, validation_message
from trunkline.sandbox.rules.lookup import require_account
from trunkline.sandbox.rules.tags import ensure_tag, find_tag, name_problems
from trunkline.sandbox.rules.text import strip
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import serialize_featured_tags, serialize_tags
from trunkline.sandbox.store.database import Store

_OFTEN_USED = """
SELECT t.* FROM tags t JOIN (
    SELECT tag_id, count(*) AS uses FROM statuses_tags WHERE account_id = :viewer GROUP BY tag_id
) u ON u.tag_id = t.id
WHERE t.id NOT IN (SELECT tag_id FROM featured_tags WHERE account_id = :viewer)
ORDER BY u.uses DESC, t.id LIMIT 10
"""


@requires("read:accounts")
async def index(request: Request) -> Response:
    """GET /api/v1/featured_tags."""
    account = require_account(store_of(request), viewer_of(request).account_id)
    return answer(serialize_featured_tags(serializer_of(request), account))


@requires("write:accounts")
async def create(request: Request) -> Response:
    """POST /api/v1/featured_tags."""
    params = await params_of(request)
    store, viewer_id = store_of(request), viewer_of(request).account_id
    sent = params.required("name")
    found = store.row("SELECT * FROM featured_tags WHERE account_id = ? AND name = ?", (viewer_id, sent))
    name = strip(sent).removeprefix("#")
    refuse(name_problems(name))
    with store.transaction():
        if found is None:
            _refuse_taken(store, viewer_id, name)
        tag = ensure_tag(store, name)
        feature_tag(store, viewer_id, tag, name)
    account = require_account(store, viewer_id)
    made = store.value("SELECT id FROM featured_tags WHERE account_id = ? AND tag_id = ?", (viewer_id, tag))
    shown = serialize_featured_tags(serializer_of(request), account)
    return answer(next(one for one in shown if one["id"] == str(made)))


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/featured_tag.rb
def _refuse_taken(store: Store, account_id: int, name: str) -> None:
    """Refuse a tag that is featured in another spelling."""
    tag = find_tag(store, name)
    values = (account_id, tag["id"] if tag is not None else 0)
    if store.value("SELECT 1 FROM featured_tags WHERE account_id = ? AND tag_id = ?", values):
        raise validation_message("Tag has already been taken")


@requires("write:accounts")
async def destroy(request: Request) -> Response:
    """DELETE /api/v1/featured_tags/:id."""
    found = own_row(request, "featured_tags")
    store_of(request).execute("DELETE FROM featured_tags WHERE id = ?", (found["id"],))
    return empty()


@requires("read:accounts")
async def suggestions(request: Request) -> Response:
    """GET /api/v1/featured_tags/suggestions: the hashtags that the viewer uses most and does not feature."""
    rows = store_of(request).rows(_OFTEN_USED, {"viewer": viewer_of(request).account_id})
    return answer(serialize_tags(serializer_of(request), rows))


routes = [
    Route("/api/v1/featured_tags", index, methods=["GET"]),
    Route("/api/v1/featured_tags", create, methods=["POST"]),
    Route("/api/v1/featured_tags/suggestions", suggestions, methods=["GET"]),
    Route("/api/v1/featured_tags/{id}", destroy, methods=["DELETE"]),
]
