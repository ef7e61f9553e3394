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
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.store.database import Row, Store

_SENDERS = (
    "for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions", "for_limited_accounts",
    "for_bots",
)  # fmt: skip
_SENDERS_V1 = ("not_following", "not_followers", "new_accounts", "private_mentions", "bots")
VERDICTS = ("accept", "filter", "drop")
_PENDING = """
SELECT count(*) AS requests, coalesce(sum(r.notifications_count), 0) AS notifications
FROM notification_requests r JOIN accounts a ON a.id = r.from_account_id WHERE r.account_id = ? AND NOT a.suspended
"""


def _policy(store: Store, account_id: int) -> Row:
    """Return the account's policy; create it with the defaults if there is none."""
    store.execute("INSERT OR IGNORE INTO notification_policies (account_id) VALUES (?)", (account_id,))
    return require_row(store, "SELECT * FROM notification_policies WHERE account_id = ?", (account_id,))


def _summary(store: Store, account_id: int) -> dict[str, int]:
    row = require_row(store, _PENDING, (account_id,))
    return {"pending_requests_count": row["requests"], "pending_notifications_count": row["notifications"]}


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
    changes = {name: _verdict(params, name) for name in _SENDERS if params.filled(name) is not None}
    _change(request, changes)
    return _shown(request)


def _verdict(params: Params, name: str) -> str:
    """Read a verdict, which may also be sent as its number."""
    sent = params.get(name)
    if type(sent) is int and 0 <= sent < len(VERDICTS):
        return VERDICTS[sent]
    verdict = params.text(name) or ""
    if verdict not in VERDICTS:
        raise ApiError(422, f"'{verdict}' is not a valid policy")
    return verdict


@requires("read:notifications")
async def show_v1(request: Request) -> Response:
    """GET /api/v1/notifications/policy: the older form, with booleans."""
    return _shown_v1(request)


@requires("write:notifications")
async def update_v1(request: Request) -> Response:
    """PATCH /api/v1/notifications/policy."""
    params = await params_of(request)
    _change(
        request, {f"for_{name}": _old_verdict(params, name) for name in _SENDERS_V1 if params.has(f"filter_{name}")}
    )
    return _shown_v1(request)


def _old_verdict(params: Params, name: str) -> str:
    """Read a boolean as Ruby does, to which all texts are true."""
    return "accept" if params.get(f"filter_{name}") in (None, False) else "filter"


routes = [
    Route("/api/v2/notifications/policy", show, methods=["GET"]),
    Route("/api/v2/notifications/policy", update, methods=["PATCH", "PUT"]),
    Route("/api/v1/notifications/policy", show_v1, methods=["GET"]),
    Route("/api/v1/notifications/policy", update_v1, methods=["PATCH", "PUT"]),
]
