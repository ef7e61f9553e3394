"""Follow requests, blocks, mutes and domain blocks of the viewer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.paging import account_page
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import domain_of, path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.rules import relations
from trunkline.sandbox.rules.domains import normalised_domain, required_domain
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row

_REQUESTS = """
SELECT f.id, f.account_id FROM follow_requests f JOIN accounts a ON a.id = f.account_id
WHERE f.target_account_id = :viewer AND NOT a.suspended AND {page}
"""
_BLOCKS = """
SELECT b.id, b.target_account_id AS account_id FROM blocks b JOIN accounts a ON a.id = b.target_account_id
WHERE b.account_id = :viewer AND NOT a.suspended AND {page}
"""
_MUTES = """
SELECT m.* FROM mutes m JOIN accounts a ON a.id = m.target_account_id
WHERE m.account_id = :viewer AND NOT a.suspended AND (m.expires_at IS NULL OR m.expires_at > :now) AND {page}
"""
_DOMAINS = "SELECT d.id, d.domain FROM domain_blocks d WHERE d.account_id = :viewer AND {page}"


@requires("follow", "read:follows")
async def follow_requests(request: Request) -> Response:
    """GET /api/v1/follow_requests: paged by the id of the request."""
    return await account_page(request, _REQUESTS, {"viewer": viewer_of(request).account_id}, "f.id")


@requires("follow", "read:blocks")
async def blocks(request: Request) -> Response:
    """GET /api/v1/blocks: paged by the id of the block."""
    return await account_page(request, _BLOCKS, {"viewer": viewer_of(request).account_id}, "b.id")


@requires("follow", "read:mutes")
async def mutes(request: Request) -> Response:
    """GET /api/v1/mutes: paged by the id of the mute."""
    params = await params_of(request)
    store = store_of(request)
    cursor = Cursor.of(params, 40, min_id=False)
    values = {"viewer": viewer_of(request).account_id, "now": store.now()}
    rows = page_rows(store, _MUTES, values, cursor, "m.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer(serializer_of(request).muted_accounts(rows), headers=headers)


@requires("follow", "write:follows")
async def authorize(request: Request) -> Response:
    """POST /api/v1/follow_requests/:account_id/authorize."""
    store, viewer_id = store_of(request), viewer_of(request).account_id
    wish = _request(request)
    with store.transaction():
        relations.accept_request(store, wish)
    fanout_of(request).notify(viewer_id, "follow", wish["account_id"])
    return answer(serializer_of(request).relationships([wish["account_id"]])[0])


@requires("follow", "write:follows")
async def reject(request: Request) -> Response:
    """POST /api/v1/follow_requests/:account_id/reject."""
    store, wish = store_of(request), _request(request)
    with store.transaction():
        relations.reject_request(store, wish)
    return answer(serializer_of(request).relationships([wish["account_id"]])[0])


def _request(request: Request) -> Row:
    return require_row(
        store_of(request),
        "SELECT * FROM follow_requests WHERE account_id = ? AND target_account_id = ?",
        (path_id(request, "account_id"), viewer_of(request).account_id),
    )


@requires("follow", "read:blocks")
async def domain_blocks(request: Request) -> Response:
    """GET /api/v1/domain_blocks: paged by the id of the block."""
    params = await params_of(request)
    cursor = Cursor.of(params, 100, min_id=False)
    rows = page_rows(store_of(request), _DOMAINS, {"viewer": viewer_of(request).account_id}, cursor, "d.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer([row["domain"] for row in rows], headers=headers)


@requires("follow", "write:blocks")
async def block_domain(request: Request) -> Response:
    """POST /api/v1/domain_blocks."""
    domain = required_domain(await params_of(request), domain_of(request))
    store = store_of(request)
    with store.transaction():
        relations.block_domain(store, viewer_of(request).account_id, domain)
    return empty()


@requires("follow", "write:blocks")
async def unblock_domain(request: Request) -> Response:
    """DELETE /api/v1/domain_blocks: of a domain that is not blocked, or of none, nothing happens."""
    domain = normalised_domain((await params_of(request)).text("domain") or "")
    store_of(request).execute(
        "DELETE FROM domain_blocks WHERE account_id = ? AND domain = ?", (viewer_of(request).account_id, domain)
    )
    return empty()


@requires("follow", "read:blocks")
async def preview_domain_block(request: Request) -> Response:
    """GET /api/v1/domain_blocks/preview: the number of follows that a block would remove."""
    domain = normalised_domain((await params_of(request)).text("domain") or "")
    store, viewer_id = store_of(request), viewer_of(request).account_id
    sql = "SELECT count(*) FROM follows f JOIN accounts a ON a.id = f.{other} WHERE f.{one} = ? AND a.domain = ?"
    following = store.value(sql.format(one="account_id", other="target_account_id"), (viewer_id, domain))
    followers = store.value(sql.format(one="target_account_id", other="account_id"), (viewer_id, domain))
    return answer({"following_count": following, "followers_count": followers})


routes = [
    Route("/api/v1/follow_requests", follow_requests, methods=["GET"]),
    Route("/api/v1/follow_requests/{account_id}/authorize", authorize, methods=["POST"]),
    Route("/api/v1/follow_requests/{account_id}/reject", reject, methods=["POST"]),
    Route("/api/v1/blocks", blocks, methods=["GET"]),
    Route("/api/v1/mutes", mutes, methods=["GET"]),
    Route("/api/v1/domain_blocks", domain_blocks, methods=["GET"]),
    Route("/api/v1/domain_blocks", block_domain, methods=["POST"]),
    Route("/api/v1/domain_blocks", unblock_domain, methods=["DELETE"]),
    Route("/api/v1/domain_blocks/preview", preview_domain_block, methods=["GET"]),
]
