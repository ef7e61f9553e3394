"""`/api/v1/admin/domain_allows`: servers that are allowed in limited federation mode."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.admin.table import AdminTable
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.rules.domains import required_domain
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso


def _shown(_store: Store, row: Row) -> dict[str, Any]:
    return {"id": str(row["id"]), "domain": row["domain"], "created_at": iso(row["created_at"])}


_ALLOWS = AdminTable("domain_allows", "domain_allows", Permission.MANAGE_FEDERATION, _shown, largest_limit=500)


@moderates(_ALLOWS.write, _ALLOWS.permission)
async def create(request: Request) -> Response:
    """POST /api/v1/admin/domain_allows: an existing entry is returned unchanged."""
    domain, store = required_domain(await params_of(request), domain_of(request)), store_of(request)
    known = store.value("SELECT id FROM domain_allows WHERE domain = ?", (domain,))
    row_id = known or store.insert("domain_allows", {"domain": domain, "created_at": store.now()})
    return _ALLOWS.answer(request, row_id)


routes = [*_ALLOWS.routes(), Route(_ALLOWS.path, create, methods=["POST"])]
