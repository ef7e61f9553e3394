"""Calls on another account: follow, block, mute, endorse, note."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import Handler, requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import too_long, validation_failed, validation_message
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.rules import relations
from trunkline.sandbox.rules.boost_feeds import TimelineEntry
from trunkline.sandbox.rules.limits import MAX_ACCOUNT_NOTE
from trunkline.sandbox.rules.lookup import require_account, require_active_account
from trunkline.sandbox.rules.relations import FollowOptions
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

# Arguments: the store, the viewer's id, the other account, the parameters. Result: what timelines no longer show.
Action = Callable[[Store, int, Row, Params], Sequence[TimelineEntry] | None]


def _handler(action: Action, *scopes: str, find: Callable[[Store, int], Row] = require_active_account) -> Handler:
    """Build a handler that runs `action` in a transaction and answers with the Relationship."""

    @requires(*scopes)
    async def handle(request: Request) -> Response:
        params = await params_of(request)
        store, viewer_id = store_of(request), viewer_of(request).account_id
        target = find(store, path_id(request))
        with store.transaction():
            gone = action(store, viewer_id, target, params)
        fanout_of(request).taken_out(gone or ())
        return answer(serializer_of(request).relationships([target["id"]])[0])

    return handle


@requires("follow", "follow", "write:follows")
async def follow(request: Request) -> Response:
    """POST /api/v1/accounts/:id/follow: a locked account gets a follow request."""
    params = await params_of(request)
    store, viewer_id = store_of(request), viewer_of(request).account_id
    target = require_active_account(store, path_id(request))
    options = FollowOptions(
        reblogs=params.maybe_flag("reblogs"), notify=params.maybe_flag("notify"), languages=_languages(params)
    )
    with store.transaction():
        news = relations.follow(store, viewer_id, target, options)
    if news is not None:
        fanout_of(request).notify(target["id"], news, viewer_id)
    return answer(serializer_of(request).relationships([target["id"]])[0])


def _languages(params: Params) -> list[str] | None:
    """Return the languages; none for a single value in place of the list, `None` if nothing or null was sent."""
    sent = params.get("languages")
    if sent is None:
        return None
    return params.texts("languages") if isinstance(sent, list) else []


def _unfollow(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    relations.unfollow(store, viewer_id, target["id"])


def _remove_from_followers(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    relations.unlink(store, target["id"], viewer_id)


def _block(store: Store, viewer_id: int, target: Row, _params: Params) -> Sequence[TimelineEntry]:
    return () if viewer_id == target["id"] else relations.block(store, viewer_id, target["id"])


def _unblock(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    relations.unblock(store, viewer_id, target["id"])


def _mute(store: Store, viewer_id: int, target: Row, params: Params) -> Sequence[TimelineEntry]:
    if viewer_id == target["id"]:
        return ()
    return relations.mute(
        store,
        viewer_id,
        target["id"],
        notifications=params.maybe_flag("notifications") is not False,
        duration=params.seconds("duration") or 0,
    )


def _unmute(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    relations.unmute(store, viewer_id, target["id"])


def _endorse(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    if not relations.is_related(store, "follows", viewer_id, target["id"]):
        raise validation_message("You must be already following the person you want to endorse")
    store.execute("INSERT OR IGNORE INTO endorsements VALUES (?, ?, ?)", (viewer_id, target["id"], store.now()))


def _unendorse(store: Store, viewer_id: int, target: Row, _params: Params) -> None:
    store.execute("DELETE FROM endorsements WHERE account_id = ? AND target_account_id = ?", (viewer_id, target["id"]))


def _note(store: Store, viewer_id: int, target: Row, params: Params) -> None:
    sent = params.get("comment")
    comment = json.dumps(sent, ensure_ascii=False) if isinstance(sent, list) else params.filled("comment") or ""
    if len(comment) > MAX_ACCOUNT_NOTE:
        raise validation_failed([too_long("comment", MAX_ACCOUNT_NOTE)])
    store.execute("DELETE FROM account_notes WHERE account_id = ? AND target_account_id = ?", (viewer_id, target["id"]))
    if comment:
        store.execute("INSERT INTO account_notes VALUES (?, ?, ?)", (viewer_id, target["id"], comment))


_ACTIONS = {
    "unfollow": _handler(_unfollow, "follow", "write:follows"),
    "remove_from_followers": _handler(_remove_from_followers, "follow", "write:follows"),
    "block": _handler(_block, "follow", "write:blocks"),
    "unblock": _handler(_unblock, "follow", "write:blocks"),
    "mute": _handler(_mute, "follow", "write:mutes"),
    "unmute": _handler(_unmute, "follow", "write:mutes"),
    "pin": _handler(_endorse, "write:accounts", find=require_account),
    "unpin": _handler(_unendorse, "write:accounts", find=require_account),
    "endorse": _handler(_endorse, "write:accounts", find=require_account),
    "unendorse": _handler(_unendorse, "write:accounts", find=require_account),
    "note": _handler(_note, "write:accounts", find=require_account),
}

routes = [
    Route("/api/v1/accounts/{id}/follow", follow, methods=["POST"]),
    *(Route(f"/api/v1/accounts/{{id}}/{name}", handler, methods=["POST"]) for name, handler in _ACTIONS.items()),
]
