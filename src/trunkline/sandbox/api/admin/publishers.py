"""`/api/v1/admin/trends/links/publishers`: the servers whose links may trend."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import Handler
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.trend_reviews import review
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.store.times import iso_or_none

_PATH = "/api/v1/admin/trends/links/publishers"
_PUBLISHERS = """
SELECT p.*, r.allowed, r.reviewed_at
FROM publishers p LEFT JOIN trend_reviews r ON r.kind = 'publisher' AND r.subject_id = p.id
"""


def _shown(row: Row) -> dict[str, Any]:
    """Build the Admin::PreviewCardProvider entity. Nobody requests reviews of the sandbox's moderators."""
    return {
        "id": row["id"],
        "domain": row["domain"],
        "trendable": None if row["allowed"] is None else bool(row["allowed"]),
        "reviewed_at": iso_or_none(row["reviewed_at"]),
        "requested_review_at": None,
        "requires_review": row["allowed"] is None,
    }


@moderates("admin:read", Permission.MANAGE_TAXONOMIES)
async def index(request: Request) -> Response:
    """GET /api/v1/admin/trends/links/publishers."""
    params = await params_of(request)
    cursor = Cursor.of(params, 100)
    rows = page_rows(store_of(request), f"{_PUBLISHERS} WHERE {{page}}", {}, cursor, "p.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer([_shown(row) for row in rows], headers=headers)


def _review(*, allowed: bool) -> Handler:
    @moderates("admin:write", Permission.MANAGE_TAXONOMIES)
    async def handle(request: Request) -> Response:
        store, one = store_of(request), f"{_PUBLISHERS} WHERE p.id = ?"
        row = require_row(store, one, (path_id(request),))
        review(store, "publisher", row["id"], allowed=allowed)
        return answer(_shown(require_row(store, one, (row["id"],))))

    return handle


routes = [
    Route(_PATH, index, methods=["GET"]),
    Route(f"{_PATH}/{{id}}/approve", _review(allowed=True), methods=["POST"]),
    Route(f"{_PATH}/{{id}}/reject", _review(allowed=False), methods=["POST"]),
]
