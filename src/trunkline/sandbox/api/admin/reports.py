"""`/api/v1/admin/reports`: listing, changing, assigning and resolving reports."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import Handler, viewer_of
from trunkline.sandbox.http.context import base_of, path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.reporting import check_category, check_rules, reopen_report, resolve_report
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.moderation import admin_reports
from trunkline.sandbox.store.database import Row, Store

_READ, _WRITE = "admin:read:reports", "admin:write:reports"
_KEPT = ("resolved", "unresolved", "account_id", "target_account_id")
_REPORT = "SELECT * FROM reports WHERE id = ?"

# Arguments: the store, the id of the report, the id of the moderator.
Action = Callable[[Store, int, int], None]


@moderates(_READ, Permission.MANAGE_REPORTS)
async def index(request: Request) -> Response:
    """GET /api/v1/admin/reports: open reports, or with `resolved` the resolved ones."""
    params = await params_of(request)
    conditions = [_state(params)]
    values = {}
    for name in ("account_id", "target_account_id"):
        if params.filled(name) is not None:
            conditions.append(f"r.{name} = :{name}")
            values[name] = params.integer(name)
    cursor = Cursor.of(params, 100)
    sql = f"SELECT * FROM reports r WHERE {' AND '.join(conditions)} AND {{page}}"
    rows = page_rows(store_of(request), sql, values, cursor, "r.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows], keep=_KEPT)
    return answer(_shown(request, rows), headers=headers)


def _state(params: Params) -> str:
    if not params.flag("resolved"):
        return "r.action_taken_at IS NULL"
    return "TRUE" if params.flag("unresolved") else "r.action_taken_at IS NOT NULL"


def _shown(request: Request, rows: list[Row]) -> list[dict[str, object]]:
    return admin_reports(store_of(request), base_of(request), viewer_of(request).account_id, rows)


def _report(request: Request) -> Row:
    return require_row(store_of(request), _REPORT, (path_id(request),))


@moderates(_READ, Permission.MANAGE_REPORTS, _report)
async def show(request: Request) -> Response:
    """GET /api/v1/admin/reports/:id."""
    return answer(_shown(request, [_report(request)])[0])


@moderates(_WRITE, Permission.MANAGE_REPORTS, _report)
async def update(request: Request) -> Response:
    """PUT /api/v1/admin/reports/:id: change category and rules."""
    params, store = await params_of(request), store_of(request)
    row = _report(request)
    category = check_category(params.filled("category") or row["category"])
    known = None if row["rule_ids"] is None else json.loads(row["rule_ids"])
    rules = check_rules(store, params.integers("rule_ids") if params.has("rule_ids") else known, category)
    store.update("reports", row["id"], {"category": category, "rule_ids": rules, "updated_at": store.now()})
    return answer(_shown(request, [_report(request)])[0])


def _handler(action: Action) -> Handler:
    """Build a handler that runs `action` in a transaction and answers with the Admin::Report."""

    @moderates(_WRITE, Permission.MANAGE_REPORTS, _report)
    async def handle(request: Request) -> Response:
        store, row = store_of(request), _report(request)
        with store.transaction():
            action(store, row["id"], viewer_of(request).account_id)
        return answer(_shown(request, [_report(request)])[0])

    return handle


def _assign(store: Store, report_id: int, moderator_id: int) -> None:
    store.update("reports", report_id, {"assigned_account_id": moderator_id, "updated_at": store.now()})


def _unassign(store: Store, report_id: int, _moderator_id: int) -> None:
    store.update("reports", report_id, {"assigned_account_id": None, "updated_at": store.now()})


def _reopen(store: Store, report_id: int, _moderator_id: int) -> None:
    reopen_report(store, report_id)


routes = [
    Route("/api/v1/admin/reports", index, methods=["GET"]),
    Route("/api/v1/admin/reports/{id}", show, methods=["GET"]),
    Route("/api/v1/admin/reports/{id}", update, methods=["PUT"]),
    Route("/api/v1/admin/reports/{id}/assign_to_self", _handler(_assign), methods=["POST"]),
    Route("/api/v1/admin/reports/{id}/unassign", _handler(_unassign), methods=["POST"]),
    Route("/api/v1/admin/reports/{id}/resolve", _handler(resolve_report), methods=["POST"]),
    Route("/api/v1/admin/reports/{id}/reopen", _handler(_reopen), methods=["POST"]),
]
