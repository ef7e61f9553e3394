"""`/api/v1/admin/trends`: reviewing trends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api import trends
from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.admin.tags import admin_tags
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import Handler, accepts, viewer_id_of
from trunkline.sandbox.http.context import base_of, path_id, store_of
from trunkline.sandbox.moderation.permissions import Permission, is_allowed
from trunkline.sandbox.moderation.trend_reviews import decisions, review
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.tags import tag_rows
from trunkline.sandbox.serializers.serializer import serializer_of

Shown = Callable[[Request, Sequence[int]], list[dict[str, Any]]]


def _tags(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    return admin_tags(serializer_of(request), tag_rows(store_of(request), ids))


def _statuses(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    decided = decisions(store_of(request), "status", ids)
    shown = serializer_of(request).statuses(ids, listed=False)
    return [{**status, "requires_review": int(status["id"]) not in decided} for status in shown]


def _links(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    decided = decisions(store_of(request), "link", ids)
    shown = trends.links_json(store_of(request), base_of(request), viewer_id_of(request), list(ids))
    return [
        {**link, "id": card_id, "requires_review": card_id not in decided}
        for link, card_id in zip(shown, ids, strict=True)
    ]


def _index(found: Callable[..., Any], shown: Shown, public: Handler) -> Handler:
    """Build a handler that lists trends with the rejected ones. Viewers without the right get the public list."""

    @accepts("admin:read")
    async def handle(request: Request) -> Response:
        viewer_id = viewer_id_of(request)
        if viewer_id is None or not is_allowed(store_of(request), viewer_id, Permission.MANAGE_TAXONOMIES):
            return await public(request)
        ids, headers = await found(request, rejected=True)
        return answer(shown(request, ids), headers=headers)

    return handle


def _review(kind: str, table: str, shown: Shown, *, allowed: bool) -> Handler:
    """Build a handler that approves or rejects one trend and answers with it."""

    @moderates("admin:write", Permission.MANAGE_TAXONOMIES)
    async def handle(request: Request) -> Response:
        store = store_of(request)
        row = require_row(store, f"SELECT id FROM {table} WHERE id = ?", (path_id(request),))
        review(store, kind, row["id"], allowed=allowed)
        return answer(shown(request, [row["id"]])[0])

    return handle


routes = [
    Route("/api/v1/admin/trends/tags", _index(trends.trending_tags, _tags, trends.tags), methods=["GET"]),
    Route(
        "/api/v1/admin/trends/statuses",
        _index(trends.trending_statuses, _statuses, trends.statuses),
        methods=["GET"],
    ),
    Route("/api/v1/admin/trends/links", _index(trends.trending_links, _links, trends.links), methods=["GET"]),
    *(
        Route(
            f"/api/v1/admin/trends/{path}/{{id}}/{verb}",
            _review(kind, table, shown, allowed=verb == "approve"),
            methods=["POST"],
        )
        for path, kind, table, shown in (
            ("tags", "tag", "tags", _tags),
            ("statuses", "status", "statuses", _statuses),
            ("links", "link", "preview_cards", _links),
        )
        for verb in ("approve", "reject")
    ),
]
