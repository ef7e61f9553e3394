"""`/api/v1/admin/email_domain_blocks` and `canonical_email_blocks`: e-mail addresses that may not sign up."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.admin.table import AdminTable
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.rules.domains import required_domain
from trunkline.sandbox.rules.sign_up_blocks import canonical_hash
from trunkline.sandbox.serializers.tags import history
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso


def _shown_domain(store: Store, row: Row) -> dict[str, Any]:
    """Build the Admin::EmailDomainBlock entity. Its history is empty: attempts to sign up are not counted."""
    return {
        "id": str(row["id"]),
        "domain": row["domain"],
        "created_at": iso(row["created_at"]),
        "history": history({}, store.now()),
        "allow_with_approval": bool(row["allow_with_approval"]),
    }


def _shown_address(_store: Store, row: Row) -> dict[str, Any]:
    return {"id": str(row["id"]), "canonical_email_hash": row["canonical_email_hash"]}


_DOMAINS = AdminTable("email_domain_blocks", "email_domain_blocks", Permission.MANAGE_BLOCKS, _shown_domain)
_ADDRESSES = AdminTable("canonical_email_blocks", "canonical_email_blocks", Permission.MANAGE_BLOCKS, _shown_address)


@moderates(_DOMAINS.write, _DOMAINS.permission)
async def block_domain(request: Request) -> Response:
    """POST /api/v1/admin/email_domain_blocks."""
    params, store = await params_of(request), store_of(request)
    values = {
        "domain": required_domain(params, domain_of(request)),
        "allow_with_approval": params.flag("allow_with_approval"),
        "created_at": store.now(),
    }
    if store.row("SELECT 1 FROM email_domain_blocks WHERE domain = ?", (values["domain"],)) is not None:
        raise validation_message("Domain has already been taken")
    return _DOMAINS.answer(request, store.insert("email_domain_blocks", values))


@moderates(_ADDRESSES.write, _ADDRESSES.permission)
async def block_address(request: Request) -> Response:
    """POST /api/v1/admin/canonical_email_blocks: an address or its hash."""
    params, store = await params_of(request), store_of(request)
    email = params.text("email")
    digest = params.filled("canonical_email_hash") if email is None else canonical_hash(email)
    if digest is None:
        raise validation_message("Canonical email hash can't be blank")
    if store.row("SELECT 1 FROM canonical_email_blocks WHERE canonical_email_hash = ?", (digest,)) is not None:
        raise validation_message("Canonical email hash has already been taken")
    values = {"canonical_email_hash": digest, "created_at": store.now()}
    return _ADDRESSES.answer(request, store.insert("canonical_email_blocks", values))


@moderates(_ADDRESSES.read, _ADDRESSES.permission)
async def test_address(request: Request) -> Response:
    """POST /api/v1/admin/canonical_email_blocks/test: the blocks that match an address."""
    params, store = await params_of(request), store_of(request)
    email = params.required("email")
    sql = "SELECT * FROM canonical_email_blocks WHERE canonical_email_hash = ?"
    return answer([_shown_address(store, row) for row in store.rows(sql, (canonical_hash(email),))])


routes = [
    *_DOMAINS.routes(),
    Route(_DOMAINS.path, block_domain, methods=["POST"]),
    Route(f"{_ADDRESSES.path}/test", test_address, methods=["POST"]),
    *_ADDRESSES.routes(),
    Route(_ADDRESSES.path, block_address, methods=["POST"]),
]
