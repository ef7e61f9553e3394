"""`/api/v1/admin/trends`: reviewing trends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
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
from trunkline.sandbox.moderation.trend_reviews import review, undecided
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.tags import tag_rows
from trunkline.sandbox.serializers.serializer import serializer_of

Shown = Callable[[Request, Sequence[int]], list[dict[str, Any]]]
Found = Callable[..., Awaitable[trends.Found]]


def _tags(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    return admin_tags(serializer_of(request), tag_rows(store_of(request), ids))


def _statuses(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    waiting = undecided(store_of(request), "status", ids)
    shown = serializer_of(request).statuses(ids, listed=False)
    return [{**status, "requires_review": int(status["id"]) in waiting} for status in shown]


def _links(request: Request, ids: Sequence[int]) -> list[dict[str, Any]]:
    waiting = undecided(store_of(request), "link", ids)
    shown = trends.links_json(store_of(request), base_of(request), viewer_id_of(request), list(ids))
    return [
        {**link, "id": card_id, "requires_review": card_id in waiting} for link, card_id in zip(shown, ids, strict=True)
    ]


def _index(found: Found, shown: Shown, public: Handler) -> Handler:
    """Build a handler that lists all trends, reviewed or not. Viewers without the right get the public list."""

    @accepts("admin:read")
    async def handle(request: Request) -> Response:
        viewer_id = viewer_id_of(request)
        if viewer_id is None or not is_allowed(store_of(request), viewer_id, Permission.MANAGE_TAXONOMIES):
            return await public(request)
        ids, headers = await found(request, unreviewed=True)
        return answer(shown(request, ids), headers=headers)

    return handle


def _review(kind: str, table: str, shown: Shown, found: Found, *, allowed: bool) -> Handler:
    """Build a handler that approves or rejects one trend and answers with it.

    The answer has the Link header of the list, because Mastodon's controller is that of the list.
    """

    @moderates("admin:write", Permission.MANAGE_TAXONOMIES)
    async def handle(request: Request) -> Response:
        store = store_of(request)
        row = require_row(store, f"SELECT id FROM {table} WHERE id = ?", (path_id(request),))
        _, headers = await found(request, unreviewed=True)
        review(store, kind, row["id"], allowed=allowed)
        return answer(shown(request, [row["id"]])[0], headers=headers)

    return handle


_KINDS = (
    ("tags", "tag", "tags", _tags, trends.trending_tags, trends.tags),
    ("statuses", "status", "statuses", _statuses, trends.trending_statuses, trends.statuses),
    ("links", "link", "preview_cards", _links, trends.trending_links, trends.links),
)
routes = [
    *(
        Route(f"/api/v1/admin/trends/{path}", _index(found, shown, public), methods=["GET"])
        for path, _, _, shown, found, public in _KINDS
    ),
    *(
        Route(
            f"/api/v1/admin/trends/{path}/{{id}}/{verb}",
            _review(kind, table, shown, found, allowed=verb == "approve"),
            methods=["POST"],
        )
        for path, kind, table, shown, found, _ in _KINDS
        for verb in ("approve", "reject")
    ),
]
