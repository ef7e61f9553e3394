"""Actions on a status: favourite, boost, bookmark, pin, mute, revoke a quote."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.errors import duplicate, forbidden
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.rules.boosting import boost_status, find_boost, may_boost
from trunkline.sandbox.rules.limits import MAX_PINNED_STATUSES
from trunkline.sandbox.rules.lookup import require_row, require_visible_status
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

_MARKS = ("favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered")


def _visible(request: Request) -> Row:
    """Return the status named in the path."""
    return require_visible_status(store_of(request), path_id(request), viewer_of(request).account_id)


def _proper_id(status: Row) -> int:
    """Return the id of the boosted status, or of the status itself if it is no boost."""
    return int(status["reblog_of_id"] or status["id"])


def _shown(request: Request, status_id: int) -> Response:
    return answer(serializer_of(request).status(status_id))


def _shown_undone(request: Request, status_id: int, *undone: str) -> Response:
    """Answer with a status without the marks that were taken away, also if it is a boost of a status that has them."""
    status = serializer_of(request).statuses([status_id])[0]
    return answer(status | dict.fromkeys(undone, False))


@requires("write:favourites")
async def favourite(request: Request) -> Response:
    """POST /api/v1/statuses/:id/favourite: of a boost, the boosted status."""
    store, viewer, status = store_of(request), viewer_of(request), _visible(request)
    if is_related(store, "blocks", viewer.account_id, status["account_id"]):
        raise forbidden()
    proper_id = _proper_id(status)
    with store.transaction():
        added = store.execute(
            "INSERT OR IGNORE INTO favourites (account_id, status_id, created_at) VALUES (?, ?, ?)",
            (viewer.account_id, proper_id, store.now()),
        )
        if added.rowcount:
            store.execute("UPDATE statuses SET favourites_count = favourites_count + 1 WHERE id = ?", (proper_id,))
    if added.rowcount:
        author_id = store.value("SELECT account_id FROM statuses WHERE id = ?", (proper_id,))
        fanout_of(request).notify(author_id, "favourite", viewer.account_id, proper_id)
    return _shown(request, status["id"])


@requires("write:favourites")
async def unfavourite(request: Request) -> Response:
    """POST /api/v1/statuses/:id/unfavourite: works for a status that the viewer may no longer read, not for a boost."""
    store, viewer = store_of(request), viewer_of(request)
    status_id = path_id(request)
    with store.transaction():
        gone = store.execute(
            "DELETE FROM favourites WHERE account_id = ? AND status_id = ?", (viewer.account_id, status_id)
        )
        if gone.rowcount:
            store.execute(
                "UPDATE statuses SET favourites_count = max(favourites_count - 1, 0) WHERE id = ?", (status_id,)
            )
            _unnotify(store, "favourite", viewer.account_id, status_id)
    if not gone.rowcount:
        status_id = _visible(request)["id"]
    return _shown_undone(request, status_id, "favourited")


def _unnotify(store: Store, kind: str, from_account_id: int, status_id: int) -> None:
    store.execute(
        "DELETE FROM notifications WHERE type = ? AND from_account_id = ? AND status_id = ?",
        (kind, from_account_id, status_id),
    )


@requires("write:statuses")
async def reblog(request: Request) -> Response:
    """POST /api/v1/statuses/:id/reblog: a repeated call returns the existing boost."""
    params = await params_of(request)
    store, viewer, named = store_of(request), viewer_of(request), _visible(request)
    status = require_row(store, "SELECT * FROM statuses WHERE id = ?", (_proper_id(named),))
    if not may_boost(store, status, viewer.account_id):
        raise forbidden()
    before = find_boost(store, viewer.account_id, status["id"])
    if before is not None:
        return _shown(request, before["id"])
    with store.transaction():
        boost_id = boost_status(store, viewer.account_id, status, params.text("visibility"))
    fanout_of(request).status_posted(boost_id)
    return _shown(request, boost_id)


@requires("write:statuses")
async def unreblog(request: Request) -> Response:
    """POST /api/v1/statuses/:id/unreblog: `id` is the boosted status, not the boost.

    Without a boost, the status is shown as if the viewer had done nothing with it.
    """
    store, viewer, status_id = store_of(request), viewer_of(request), path_id(request)
    boost = find_boost(store, viewer.account_id, status_id)
    if boost is None:
        shown = serializer_of(request).statuses([_visible(request)["id"]])[0]
        return answer(shown | {name: type(shown[name])() for name in _MARKS if name in shown})
    _unnotify(store, "reblog", viewer.account_id, status_id)
    fanout_of(request).status_deleted(boost, keep_media=False)
    return _shown(request, status_id)


@requires("write:bookmarks")
async def bookmark(request: Request) -> Response:
    """POST /api/v1/statuses/:id/bookmark: of a boost, the boosted status."""
    store, viewer, status = store_of(request), viewer_of(request), _visible(request)
    store.execute(
        "INSERT OR IGNORE INTO bookmarks (account_id, status_id, created_at) VALUES (?, ?, ?)",
        (viewer.account_id, _proper_id(status), store.now()),
    )
    return _shown(request, status["id"])


@requires("write:bookmarks")
async def unbookmark(request: Request) -> Response:
    """POST /api/v1/statuses/:id/unbookmark: works for a status that the viewer may no longer read, not for a boost."""
    store, viewer = store_of(request), viewer_of(request)
    status_id = path_id(request)
    gone = store.execute("DELETE FROM bookmarks WHERE account_id = ? AND status_id = ?", (viewer.account_id, status_id))
    if not gone.rowcount:
        status_id = _visible(request)["id"]
    return _shown_undone(request, status_id, "bookmarked")


@requires("write:accounts")
async def pin(request: Request) -> Response:
    """POST /api/v1/statuses/:id/pin: pin one of the viewer's own statuses."""
    store, viewer_id, status = store_of(request), viewer_of(request).account_id, _visible(request)
    with store.transaction():
        _check_pin(store, status, viewer_id)
        store.execute(
            "INSERT INTO status_pins (account_id, status_id, created_at) VALUES (?, ?, ?)",
            (viewer_id, status["id"], store.now()),
        )
    return _shown(request, status["id"])


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/status_pin_validator.rb
def _check_pin(store: Store, status: Row, viewer_id: int) -> None:
    pinned = store.column("SELECT status_id FROM status_pins WHERE account_id = ?", (viewer_id,))
    problems = {
        "A boost cannot be pinned": status["reblog_of_id"] is not None,
        "Someone else's post cannot be pinned": status["account_id"] != viewer_id,
        "Posts that are only visible to mentioned users cannot be pinned": status["visibility"] == "direct",
        "You have already pinned the maximum number of posts": len(pinned) >= MAX_PINNED_STATUSES,
    }
    if any(problems.values()):
        raise validation_message(", ".join(problem for problem, applies in problems.items() if applies))
    if status["id"] in pinned:
        raise duplicate()


@requires("write:accounts")
async def unpin(request: Request) -> Response:
    """POST /api/v1/statuses/:id/unpin."""
    store, viewer_id, status = store_of(request), viewer_of(request).account_id, _visible(request)
    store.execute("DELETE FROM status_pins WHERE account_id = ? AND status_id = ?", (viewer_id, status["id"]))
    return _shown(request, status["id"])


@requires("write:mutes")
async def mute(request: Request) -> Response:
    """POST /api/v1/statuses/:id/mute: mute notifications from the thread."""
    store, viewer_id, status = store_of(request), viewer_of(request).account_id, _visible(request)
    store.execute("INSERT OR IGNORE INTO conversation_mutes VALUES (?, ?)", (viewer_id, status["conversation_id"]))
    return _shown(request, status["id"])


@requires("write:mutes")
async def unmute(request: Request) -> Response:
    """POST /api/v1/statuses/:id/unmute."""
    store, viewer_id, status = store_of(request), viewer_of(request).account_id, _visible(request)
    store.execute(
        "DELETE FROM conversation_mutes WHERE account_id = ? AND conversation_id = ?",
        (viewer_id, status["conversation_id"]),
    )
    return _shown(request, status["id"])


@requires("write:statuses")
async def revoke_quote(request: Request) -> Response:
    """POST /api/v1/statuses/:id/quotes/:quoting_status_id/revoke: for the author of the quoted status."""
    store, status = store_of(request), _visible(request)
    sql = "SELECT * FROM quotes WHERE quoted_status_id = ? AND status_id = ?"
    quote = require_row(store, sql, (status["id"], path_id(request, "quoting_status_id")))
    if status["account_id"] != viewer_of(request).account_id:
        raise forbidden()
    with store.transaction():
        store.update("quotes", quote["id"], {"state": "revoked"})
        if quote["state"] == "accepted":
            store.execute("UPDATE statuses SET quotes_count = max(quotes_count - 1, 0) WHERE id = ?", (status["id"],))
    fanout_of(request).status_changed(quote["status_id"])
    return _shown(request, quote["status_id"])


routes = [
    Route("/api/v1/statuses/{id}/favourite", favourite, methods=["POST"]),
    Route("/api/v1/statuses/{id}/unfavourite", unfavourite, methods=["POST"]),
    Route("/api/v1/statuses/{id}/reblog", reblog, methods=["POST"]),
    Route("/api/v1/statuses/{id}/unreblog", unreblog, methods=["POST"]),
    Route("/api/v1/statuses/{id}/bookmark", bookmark, methods=["POST"]),
    Route("/api/v1/statuses/{id}/unbookmark", unbookmark, methods=["POST"]),
    Route("/api/v1/statuses/{id}/pin", pin, methods=["POST"]),
    Route("/api/v1/statuses/{id}/unpin", unpin, methods=["POST"]),
    Route("/api/v1/statuses/{id}/mute", mute, methods=["POST"]),
    Route("/api/v1/statuses/{id}/unmute", unmute, methods=["POST"]),
    Route("/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke", revoke_quote, methods=["POST"]),
]
