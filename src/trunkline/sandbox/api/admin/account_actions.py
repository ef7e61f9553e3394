"""`POST /api/v1/admin/accounts/:id/action`: moderation actions against an account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import empty
from trunkline.sandbox.http.auth import viewer_of
from trunkline.sandbox.http.context import hub_of, path_id, store_of
from trunkline.sandbox.http.errors import forbidden, not_found
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.live.hub import KILL
from trunkline.sandbox.live.streams import revocation_channel
from trunkline.sandbox.moderation import actions as moderation
from trunkline.sandbox.moderation.permissions import Permission, outranks
from trunkline.sandbox.moderation.reporting import resolve_all, resolve_report
from trunkline.sandbox.rules.lookup import require_account, require_row
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/admin/account_action.rb
ACTION_TYPES = ("none", "disable", "sensitive", "silence", "suspend")


def _account(request: Request) -> Row:
    return require_account(store_of(request), path_id(request))


@moderates("admin:write:accounts", Permission.MANAGE_USERS, _account)
async def create(request: Request) -> Response:
    """POST /api/v1/admin/accounts/:id/action: every action but `none` resolves all reports of the account."""
    params, store = await params_of(request), store_of(request)
    viewer_id = viewer_of(request).account_id
    account = _account(request)
    kind = params.text("type") or ""
    _check(store, viewer_id, account, kind)
    if params.filled("warning_preset_id") is not None:
        raise not_found()  # the sandbox has no presets
    report_id = params.integer("report_id")
    report = None if report_id is None else require_row(store, "SELECT * FROM reports WHERE id = ?", (report_id,))
    with store.transaction():
        _act(store, account, kind)
        values = {
            "account_id": viewer_id,
            "target_account_id": account["id"],
            "action": kind,
            "text": params.text("text") or "",
            "status_ids": None if report is None else report["status_ids"],
            "created_at": store.now(),
        }
        warning_id = store.insert("account_warnings", values)
        if kind != "none":
            resolve_all(store, account["id"], viewer_id)
        elif report is not None:
            resolve_report(store, report["id"], viewer_id)
    if kind in {"disable", "suspend"}:
        _end_streams(request, account)
    if account["domain"] is None and params.maybe_flag("send_email_notification") is not False:
        details = {"warning_id": warning_id}
        fanout_of(request).notify(account["id"], "moderation_warning", account["id"], details=details)
    return empty()


# Source: https://github.com/mastodon/mastodon/blob/main/app/policies/account_policy.rb
def _check(store: Store, viewer_id: int, account: Row, kind: str) -> None:
    if not kind.strip():
        raise validation_message("Type can't be blank, Type is not included in the list")
    if kind not in ACTION_TYPES:
        raise validation_message("Type is not included in the list")
    # A warning without an action needs no higher rank: moderators may note something about themselves.
    if kind != "none" and not outranks(store, viewer_id, account["id"]):
        raise forbidden()
    if kind == "disable" and account["domain"] is not None:
        raise forbidden()


def _act(store: Store, account: Row, kind: str) -> None:
    if kind == "suspend":
        moderation.suspend(store, account["id"])
    elif kind == "disable":
        moderation.set_disabled(store, account["id"], disabled=True)
    elif kind == "silence":
        moderation.set_limited(store, account["id"], limited=True)
    elif kind == "sensitive":
        store.update("accounts", account["id"], {"sensitized": 1})


def _end_streams(request: Request, account: Row) -> None:
    tokens = store_of(request).column("SELECT id FROM access_tokens WHERE account_id = ?", (account["id"],))
    hub_of(request).publish(KILL, "", [revocation_channel(token_id) for token_id in tokens])


routes = [Route("/api/v1/admin/accounts/{id}/action", create, methods=["POST"])]
