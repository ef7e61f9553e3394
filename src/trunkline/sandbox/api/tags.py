"""`/api/v1/tags` and `/api/v1/followed_tags`: hashtags, following and featuring them."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.http.errors import nothing_here
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.rules.feeds import remove_tag
from trunkline.sandbox.rules.limits import MAX_FEATURED_TAGS
from trunkline.sandbox.rules.tags import ensure_tag, find_tag, tag_rows
from trunkline.sandbox.rules.text import is_tag_name, tag_path
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import history, serialize_tags
from trunkline.sandbox.store.database import Store
from trunkline.text.hashtags import normalise_tag

_FOLLOWED = "SELECT f.id, f.tag_id FROM followed_tags f WHERE f.account_id = :viewer AND {page}"


def _name(request: Request) -> str:
    name = str(request.path_params["name"])
    if not is_tag_name(name):
        raise nothing_here()
    return name


def _shown(request: Request, tag_id: int) -> Response:
    return answer(serialize_tags(serializer_of(request), tag_rows(store_of(request), [tag_id]))[0])


@accepts()
async def show(request: Request) -> Response:
    """GET /api/v1/tags/:name: also for a tag that nobody has used."""
    store, name = store_of(request), _name(request)
    row = find_tag(store, name)
    if row is not None:
        return _shown(request, row["id"])
    url = base_of(request) + tag_path(normalise_tag(name))
    unused = {"id": "", "name": name, "url": url, "history": history({}, store.now())}
    marks = {} if viewer_id_of(request) is None else {"following": False, "featuring": False}
    return answer({**unused, **marks})


@requires("follow", "write:follows")
async def follow(request: Request) -> Response:
    """POST /api/v1/tags/:name/follow."""
    store = store_of(request)
    with store.transaction():
        tag_id = ensure_tag(store, _name(request))
        store.execute(
            "INSERT OR IGNORE INTO followed_tags (account_id, tag_id, created_at) VALUES (?, ?, ?)",
            (viewer_of(request).account_id, tag_id, store.now()),
        )
    return _shown(request, tag_id)


@requires("follow", "write:follows")
async def unfollow(request: Request) -> Response:
    """POST /api/v1/tags/:name/unfollow."""
    store, account_id = store_of(request), viewer_of(request).account_id
    with store.transaction():
        tag_id = ensure_tag(store, _name(request))
        values = (account_id, tag_id)
        store.execute("DELETE FROM followed_tags WHERE account_id = ? AND tag_id = ?", values)
        remove_tag(store, account_id, tag_id)
    return _shown(request, tag_id)


@requires("write:accounts")
async def feature(request: Request) -> Response:
    """POST /api/v1/tags/:name/feature."""
    store = store_of(request)
    with store.transaction():
        tag_id = ensure_tag(store, _name(request))
        feature_tag(store, viewer_of(request).account_id, tag_id, _name(request))
    return _shown(request, tag_id)


def feature_tag(store: Store, account_id: int, tag_id: int, name: str) -> None:
    """Feature a tag on the account's profile, unless it is featured already."""
    values = (account_id, tag_id)
    if store.value("SELECT 1 FROM featured_tags WHERE account_id = ? AND tag_id = ?", values):
        return
    if store.value("SELECT count(*) FROM featured_tags WHERE account_id = ?", (account_id,)) >= MAX_FEATURED_TAGS:
        raise validation_message("You have already featured the maximum number of hashtags")
    featured = {"account_id": account_id, "tag_id": tag_id, "name": name, "created_at": store.now()}
    store.insert("featured_tags", featured)


@requires("write:accounts")
async def unfeature(request: Request) -> Response:
    """POST /api/v1/tags/:name/unfeature."""
    store = store_of(request)
    with store.transaction():
        tag_id = ensure_tag(store, _name(request))
        values = (viewer_of(request).account_id, tag_id)
        store.execute("DELETE FROM featured_tags WHERE account_id = ? AND tag_id = ?", values)
    return _shown(request, tag_id)


@requires("follow", "read:follows")
async def followed(request: Request) -> Response:
    """GET /api/v1/followed_tags."""
    params, store = await params_of(request), store_of(request)
    cursor = replace(Cursor.of(params, 100), previous="since_id")
    rows = page_rows(store, _FOLLOWED, {"viewer": viewer_of(request).account_id}, cursor, "f.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    tags = tag_rows(store, [row["tag_id"] for row in rows])
    return answer(serialize_tags(serializer_of(request), tags), headers=headers)


routes = [
    Route("/api/v1/tags/{name}", show, methods=["GET"]),
    Route("/api/v1/tags/{name}/follow", follow, methods=["POST"]),
    Route("/api/v1/tags/{name}/unfollow", unfollow, methods=["POST"]),
    Route("/api/v1/tags/{name}/feature", feature, methods=["POST"]),
    Route("/api/v1/tags/{name}/unfeature", unfeature, methods=["POST"]),
    Route("/api/v1/followed_tags", followed, methods=["GET"]),
]
