"""`/api/v1/statuses`: reading, posting, editing and deleting statuses."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, requires_client, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import domain_of, path_id, site_of, store_of
from trunkline.sandbox.http.errors import ApiError, forbidden
from trunkline.sandbox.http.idempotency import remember, repeated
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.quirks import has_quirk
from trunkline.sandbox.http.validation import invalid_record
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.rules.drafts import Draft, quote_policy
from trunkline.sandbox.rules.editing import change_quote_policy, draft_of_edit, edit_status, only_version
from trunkline.sandbox.rules.limits import MAX_STATUSES_BY_ID
from trunkline.sandbox.rules.link_cards import attach_card
from trunkline.sandbox.rules.lookup import require_own_status, require_row, require_visible_status
from trunkline.sandbox.rules.posting import UnexpectedMentions, author_of, post_status
from trunkline.sandbox.rules.scheduling import schedule_status
from trunkline.sandbox.rules.threads import ancestors, descendants, self_replies_first
from trunkline.sandbox.rules.visibility import context_statuses
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import parse_time

# Ancestors, descendants and depth: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/statuses_controller.rb
_ANONYMOUS_CONTEXT = (40, 60, 20)
_FULL_CONTEXT = (4096, 4096, 4096)


@accepts("read:statuses")
async def index(request: Request) -> Response:
    """GET /api/v1/statuses: several statuses by id, the newest first."""
    ids = (await params_of(request)).distinct_ids("id", MAX_STATUSES_BY_ID)
    visible = context_statuses(store_of(request), sorted(ids, reverse=True), viewer_id_of(request))
    return answer(serializer_of(request).statuses(visible, listed=False))


@accepts("read:statuses")
async def show(request: Request) -> Response:
    """GET /api/v1/statuses/:id."""
    status = require_visible_status(store_of(request), path_id(request), viewer_id_of(request))
    return answer(serializer_of(request).status(status["id"]))


@requires("write:statuses")
async def create(request: Request) -> Response:
    """POST /api/v1/statuses: post now, or schedule with `scheduled_at`."""
    params = await params_of(request)
    store, viewer = store_of(request), viewer_of(request)
    key = request.headers.get("idempotency-key")
    before = repeated(store, viewer.account_id, key)
    if before is not None:
        if has_quirk(request, "repeated-key-500"):
            raise ApiError(500, "Internal Server Error")
        return _created(request, before)
    scheduled_at = _scheduled_at(store, params)
    try:
        with store.transaction():
            if scheduled_at is None:
                status_id = post_status(store, viewer.account_id, Draft.of(params), domain_of(request), viewer.app_id)
                made = {"status_id": status_id}
            else:
                scheduled_id = schedule_status(store, viewer.account_id, params, scheduled_at, viewer.app_id)
                made = {"scheduled_status_id": scheduled_id}
            remember(store, viewer.account_id, key, made)
    except UnexpectedMentions as error:
        unexpected = serializer_of(request).accounts(error.account_ids)
        return answer({**error.body(), "unexpected_accounts": unexpected}, error.status)
    if scheduled_at is not None:
        return _created(request, made)
    fanout_of(request).status_posted(made["status_id"])
    return _with_card_later(request, made["status_id"], _created(request, made))


def _created(request: Request, made: Mapping[str, int]) -> Response:
    store, serializer = store_of(request), serializer_of(request)
    if "status_id" in made:
        return answer(serializer.status(made["status_id"]))
    row = require_row(store, "SELECT * FROM scheduled_statuses WHERE id = ?", (made["scheduled_status_id"],))
    return answer(serializer.scheduled_statuses([row])[0])


def _scheduled_at(store: Store, params: Params) -> int | None:
    """Return the time of publication in milliseconds. `None`, for at once, if none was sent or it has passed."""
    text = params.filled("scheduled_at")
    if text is None:
        return None
    at = parse_time(text)
    if at is None:
        raise invalid_record()
    return at if at > store.now() else None


@requires("write:statuses")
async def update(request: Request) -> Response:
    """PUT /api/v1/statuses/:id: edit a status."""
    params = await params_of(request)
    store, viewer = store_of(request), viewer_of(request)
    status = require_own_status(store, path_id(request), viewer.account_id)
    if isinstance(params.get("media_attributes"), dict):
        raise invalid_record()
    draft = draft_of_edit(store, status, params)
    with store.transaction():
        new_mentions = edit_status(store, status, draft, params.children("media_attributes"), domain_of(request))
    if new_mentions is not None:
        fanout_of(request).status_edited(status["id"], new_mentions)
    return _with_card_later(request, status["id"], answer(serializer_of(request).status(status["id"])))


def _with_card_later(request: Request, status_id: int, answered: Response) -> Response:
    """Let a status have its card when the request is answered, as from Mastodon's queue."""

    async def attach() -> None:
        attach_card(store_of(request), status_id, site_of(request).host)

    answered.background = BackgroundTask(attach)
    return answered


@requires("write:statuses")
async def destroy(request: Request) -> Response:
    """DELETE /api/v1/statuses/:id: the answer has the source `text`, for posting it again."""
    params = await params_of(request)
    store = store_of(request)
    status = require_own_status(store, path_id(request), viewer_of(request).account_id)
    shown = serializer_of(request).status(status["id"], source=True)
    fanout_of(request).status_deleted(status, keep_media=not params.flag("delete_media"))
    return answer(shown)


@requires("write:statuses")
async def interaction_policy(request: Request) -> Response:
    """PUT /api/v1/statuses/:id/interaction_policy: change the permission to quote, to the author's default if blank."""
    params = await params_of(request)
    store, viewer_id = store_of(request), viewer_of(request).account_id
    status = require_visible_status(store, path_id(request), viewer_id)
    if status["account_id"] != viewer_id:
        raise forbidden()
    change_quote_policy(store, status, quote_policy(params) or author_of(store, viewer_id)["default_quote_policy"])
    return answer(serializer_of(request).status(status["id"]))


@accepts("read:statuses")
async def context(request: Request) -> Response:
    """GET /api/v1/statuses/:id/context: the thread around a status."""
    store, viewer_id = store_of(request), viewer_id_of(request)
    status = require_visible_status(store, path_id(request), viewer_id)
    most_ancestors, most_descendants, deepest = _ANONYMOUS_CONTEXT if viewer_id is None else _FULL_CONTEXT
    above = context_statuses(store, ancestors(store, status["id"], most_ancestors), viewer_id)
    below = context_statuses(store, descendants(store, status["id"], most_descendants, deepest), viewer_id)
    serializer = serializer_of(request)
    return answer(
        {"ancestors": serializer.statuses(above), "descendants": serializer.statuses(self_replies_first(store, below))}
    )


@accepts("read:statuses")
async def history(request: Request) -> Response:
    """GET /api/v1/statuses/:id/history: all versions, oldest first."""
    store = store_of(request)
    status = require_visible_status(store, path_id(request), viewer_id_of(request))
    rows = store.rows("SELECT * FROM status_edits WHERE status_id = ? ORDER BY id", (status["id"],))
    return answer(serializer_of(request).status_edits(rows or [only_version(store, status)], domain_of(request)))


@requires_client("read:statuses")
async def source(request: Request) -> Response:
    """GET /api/v1/statuses/:id/source: the text before formatting."""
    status = require_visible_status(store_of(request), path_id(request), viewer_id_of(request))
    return answer({"id": str(status["id"]), "text": status["text"], "spoiler_text": status["spoiler_text"]})


routes = [
    Route("/api/v1/statuses", index, methods=["GET"]),
    Route("/api/v1/statuses", create, methods=["POST"]),
    Route("/api/v1/statuses/{id}", show, methods=["GET"]),
    Route("/api/v1/statuses/{id}", update, methods=["PUT", "PATCH"]),
    Route("/api/v1/statuses/{id}", destroy, methods=["DELETE"]),
    Route("/api/v1/statuses/{id}/interaction_policy", interaction_policy, methods=["PUT", "PATCH"]),
    Route("/api/v1/statuses/{id}/context", context, methods=["GET"]),
    Route("/api/v1/statuses/{id}/history", history, methods=["GET"]),
    Route("/api/v1/statuses/{id}/source", source, methods=["GET"]),
]
