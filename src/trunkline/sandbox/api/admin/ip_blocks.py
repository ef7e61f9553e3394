"""`/api/v1/admin/ip_blocks`: IP ranges that may not sign up, or only with approval."""

from __future__ import annotations

import ipaddress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.admin.table import AdminTable
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import blank, inclusion_problems, refuse, validation_message
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso, iso_or_none

SEVERITIES = ("sign_up_requires_approval", "sign_up_block", "no_access")


def _shown(_store: Store, row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "ip": row["ip"],
        "severity": row["severity"],
        "comment": row["comment"],
        "created_at": iso(row["created_at"]),
        "expires_at": iso_or_none(row["expires_at"]),
    }


_BLOCKS = AdminTable("ip_blocks", "ip_blocks", Permission.MANAGE_BLOCKS, _shown)


@moderates(_BLOCKS.write, _BLOCKS.permission)
async def create(request: Request) -> Response:
    """POST /api/v1/admin/ip_blocks."""
    params, store = await params_of(request), store_of(request)
    values = _settings(store, params)
    refuse([blank(name) for name in ("ip", "severity") if values.get(name) is None])
    _check_free(store, values["ip"], 0)
    return _BLOCKS.answer(request, store.insert("ip_blocks", {**values, "created_at": store.now()}))


@moderates(_BLOCKS.write, _BLOCKS.permission, _BLOCKS.find)
async def update(request: Request) -> Response:
    """PUT /api/v1/admin/ip_blocks/:id."""
    params, store, row = await params_of(request), store_of(request), _BLOCKS.find(request)
    changes = _settings(store, params)
    refuse([blank(name) for name in ("ip", "severity") if changes.get(name, "") is None])
    _check_free(store, changes.get("ip"), row["id"])
    store.update("ip_blocks", row["id"], changes)
    return _BLOCKS.answer(request, row["id"])


def _settings(store: Store, params: Params) -> dict[str, Any]:
    """Read the columns of a block from the parameters. An address that is none, and no severity, are null."""
    chosen: dict[str, Any] = {}
    if params.has("ip"):
        chosen["ip"] = _network(params.filled("ip"))
    if params.has("severity"):
        chosen["severity"] = params.filled("severity")
        refuse(inclusion_problems("severity", chosen["severity"], SEVERITIES))
    if params.has("comment"):
        chosen["comment"] = params.text("comment") or ""
    if params.has("expires_in"):
        chosen["expires_at"] = params.end("expires_in", store.now())
    return chosen


def _network(text: str | None) -> str | None:
    """Return an address or a range in CIDR notation, `None` if `text` is neither."""
    try:
        return None if text is None else str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        return None


def _check_free(store: Store, ip: str | None, row_id: int) -> None:
    if store.row("SELECT 1 FROM ip_blocks WHERE ip = ? AND id <> ?", (ip, row_id)) is not None:
        raise validation_message("Ip has already been taken")


routes = [
    *_BLOCKS.routes(),
    Route(_BLOCKS.path, create, methods=["POST"]),
    Route(f"{_BLOCKS.path}/{{id}}", update, methods=["PUT"]),
]
