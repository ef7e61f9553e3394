"""`/api/v1/reports`: reporting accounts to the moderators."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.http.errors import not_found
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import too_long, validation_failed
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.moderation.permissions import Permission, holders
from trunkline.sandbox.moderation.reporting import check_category, check_rules
from trunkline.sandbox.rules.limits import MAX_REPORT_COMMENT
from trunkline.sandbox.rules.lookup import require_account, require_row
from trunkline.sandbox.rules.visibility import visible_statuses
from trunkline.sandbox.serializers.moderation import reports
from trunkline.sandbox.store.database import Row, Store, id_list

_OPEN_SIBLINGS = """
SELECT 1 FROM reports WHERE target_account_id = ? AND id <> ? AND action_taken_at IS NULL
"""


@requires("write:reports")
async def create(request: Request) -> Response:
    """POST /api/v1/reports: nothing is forwarded, because the sandbox does not federate."""
    params, store = await params_of(request), store_of(request)
    viewer_id = viewer_of(request).account_id
    target = require_account(store, params.integer("account_id") or 0)
    if target["suspended"]:
        raise not_found()
    now = store.now()
    values = {
        **_content(store, params, target, viewer_id),
        "account_id": viewer_id,
        "target_account_id": target["id"],
        "forwarded": params.flag("forward") and target["domain"] is not None,
        "created_at": now,
        "updated_at": now,
    }
    report_id = store.insert("reports", values)
    if store.row(_OPEN_SIBLINGS, (target["id"], report_id)) is None:
        for moderator in holders(store, Permission.MANAGE_REPORTS):
            fanout_of(request).notify(moderator, "admin.report", viewer_id, details={"report_id": report_id})
    row = require_row(store, "SELECT * FROM reports WHERE id = ?", (report_id,))
    return answer(reports(store, base_of(request), viewer_id, [row])[0])


def _content(store: Store, params: Params, target: Row, viewer_id: int) -> dict[str, Any]:
    """Read category, comment, rules and statuses of a report from the parameters."""
    comment = params.text("comment") or ""
    if len(comment) > MAX_REPORT_COMMENT:
        raise validation_failed([too_long("comment", MAX_REPORT_COMMENT)])
    rule_ids = params.integers("rule_ids") or None
    category = params.filled("category") or ("violation" if rule_ids else "other")
    return {
        "comment": comment,
        "category": check_category(category),
        "rule_ids": check_rules(store, rule_ids, category),
        "status_ids": _reported_statuses(store, params.integers("status_ids"), target, viewer_id),
        "collection_ids": _reported_collections(store, params.integers("collection_ids"), target),
    }


def _reported_statuses(store: Store, ids: list[int], target: Row, viewer_id: int) -> str:
    """Return the reported statuses as JSON; 404 unless all are by the target and visible to the viewer."""
    wanted = list(dict.fromkeys(ids))
    theirs = "SELECT id FROM statuses WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))"
    found = visible_statuses(store, store.column(theirs, (target["id"], id_list(wanted))), viewer_id)
    if len(found) < len(wanted):
        raise not_found()
    return json.dumps(wanted)


def _reported_collections(store: Store, ids: list[int], target: Row) -> str:
    """Return the reported collections as JSON; 404 unless all are by the target."""
    wanted = list(dict.fromkeys(ids))
    theirs = "SELECT count(*) FROM collections WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))"
    if store.value(theirs, (target["id"], id_list(wanted))) < len(wanted):
        raise not_found()
    return json.dumps(wanted)


routes = [Route("/api/v1/reports", create, methods=["POST"])]
