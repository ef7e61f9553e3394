"""`/api/v1/admin/domain_allows`: servers that this one talks to even if it talked to no others."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mastodon.sandbox.context import store_of
from mastodon.sandbox.domains import required_domain
from mastodon.sandbox.params import params_of
from mastodon.sandbox.permissions import Permission
from mastodon.sandbox.store import Row, Store
from mastodon.sandbox.times import iso

from .guard import moderates
from .table import Table


def _shown(_store: Store, row: Row) -> dict[str, Any]:
    return {"id": str(row["id"]), "domain": row["domain"], "created_at": iso(row["created_at"])}


_ALLOWS = Table("domain_allows", "domain_allows", Permission.MANAGE_FEDERATION, _shown, largest_limit=500)


@moderates(_ALLOWS.write, _ALLOWS.permission)
async def create(request: Request) -> Response:
    """POST /api/v1/admin/domain_allows: one that is there already is answered as it is."""
    domain, store = required_domain(await params_of(request)), store_of(request)
    known = store.value("SELECT id FROM domain_allows WHERE domain = ?", (domain,))
    row_id = known or store.insert("domain_allows", {"domain": domain, "created_at": store.now()})
    return _ALLOWS.answer(request, row_id)


routes = [*_ALLOWS.routes(), Route(_ALLOWS.path, create, methods=["POST"])]
