"""`/api/v2/notifications/policy`: senders whose notifications are accepted, filtered or dropped."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.store.database import Row, Store

_SENDERS = (
    "for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions", "for_limited_accounts",
    "for_bots",
)  # fmt: skip
_SENDERS_V1 = ("not_following", "not_followers", "new_accounts", "private_mentions", "bots")
VERDICTS = ("accept", "filter", "drop")


def _policy(store: Store, account_id: int) -> Row:
    """Return the account's policy; create it with the defaults if there is none."""
    store.execute("INSERT OR IGNORE INTO notification_policies (account_id) VALUES (?)", (account_id,))
    return require_row(store, "SELECT * FROM notification_policies WHERE account_id = ?", (account_id,))


def _summary(store: Store, account_id: int) -> dict[str, int]:
    requests = "SELECT count(*) FROM notification_requests WHERE account_id = ?"
    waiting = "SELECT coalesce(sum(notifications_count), 0) FROM notification_requests WHERE account_id = ?"
    return {
        "pending_requests_count": store.value(requests, (account_id,)),
        "pending_notifications_count": store.value(waiting, (account_id,)),
    }


def _shown(request: Request) -> Response:
    store, account_id = store_of(request), viewer_of(request).account_id
    policy = _policy(store, account_id)
    return answer({**{name: policy[name] for name in _SENDERS}, "summary": _summary(store, account_id)})


def _shown_v1(request: Request) -> Response:
    store, account_id = store_of(request), viewer_of(request).account_id
    policy = _policy(store, account_id)
    flags = {f"filter_{name}": policy[f"for_{name}"] != "accept" for name in _SENDERS_V1}
    return answer({**flags, "summary": _summary(store, account_id)})


def _change(request: Request, changes: dict[str, Any]) -> None:
    store, account_id = store_of(request), viewer_of(request).account_id
    _policy(store, account_id)
    for name, verdict in changes.items():
        store.execute(f"UPDATE notification_policies SET {name} = ? WHERE account_id = ?", (verdict, account_id))


@requires("read:notifications")
async def show(request: Request) -> Response:
    """GET /api/v2/notifications/policy."""
    return _shown(request)


@requires("write:notifications")
async def update(request: Request) -> Response:
    """PATCH /api/v2/notifications/policy."""
    params = await params_of(request)
    changes = {name: verdict for name in _SENDERS if (verdict := params.filled(name)) is not None}
    for verdict in changes.values():
        if verdict not in VERDICTS:
            raise ApiError(422, f"'{verdict}' is not a valid policy")
    _change(request, changes)
    return _shown(request)


@requires("read:notifications")
async def show_v1(request: Request) -> Response:
    """GET /api/v1/notifications/policy: the older form, with booleans."""
    return _shown_v1(request)


@requires("write:notifications")
async def update_v1(request: Request) -> Response:
    """PATCH /api/v1/notifications/policy."""
    params = await params_of(request)
    flags = {name: params.maybe_flag(f"filter_{name}") for name in _SENDERS_V1}
    changes = {f"for_{name}": "filter" if flag else "accept" for name, flag in flags.items() if flag is not None}
    _change(request, changes)
    return _shown_v1(request)


routes = [
    Route("/api/v2/notifications/policy", show, methods=["GET"]),
    Route("/api/v2/notifications/policy", update, methods=["PATCH", "PUT"]),
    Route("/api/v1/notifications/policy", show_v1, methods=["GET"]),
    Route("/api/v1/notifications/policy", update_v1, methods=["PATCH", "PUT"]),
]
