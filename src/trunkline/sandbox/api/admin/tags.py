"""`/api/v1/admin/tags`: moderation of hashtags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import Problem, refuse
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.trend_reviews import decisions, review
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.text import is_tag_name
from trunkline.sandbox.serializers.serializer import Serializer, serializer_of
from trunkline.sandbox.serializers.tags import serialize_tags
from trunkline.sandbox.store.database import Row
from trunkline.text.hashtags import normalise_tag


def admin_tags(serializer: Serializer, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the Admin::Tag entities for rows of `tags`."""
    decided = decisions(serializer.store, "tag", [row["id"] for row in rows])
    return [
        {
            **shown,
            "trendable": decided.get(row["id"], False),
            "usable": bool(row["usable"]),
            "requires_review": row["id"] not in decided,
            "listable": bool(row["listable"]),
        }
        for shown, row in zip(serialize_tags(serializer, rows), rows, strict=True)
    ]


@moderates("admin:read", Permission.MANAGE_TAXONOMIES)
async def index(request: Request) -> Response:
    """GET /api/v1/admin/tags."""
    params = await params_of(request)
    cursor = Cursor.of(params, 100)
    rows = page_rows(store_of(request), "SELECT * FROM tags t WHERE {page}", {}, cursor, "t.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer(admin_tags(serializer_of(request), rows), headers=headers)


def _tag(request: Request) -> Row:
    return require_row(store_of(request), "SELECT * FROM tags WHERE id = ?", (path_id(request),))


def _shown(request: Request) -> Response:
    return answer(admin_tags(serializer_of(request), [_tag(request)])[0])


@moderates("admin:read", Permission.MANAGE_TAXONOMIES, _tag)
async def show(request: Request) -> Response:
    """GET /api/v1/admin/tags/:id."""
    return _shown(request)


@moderates("admin:write", Permission.MANAGE_TAXONOMIES, _tag)
async def update(request: Request) -> Response:
    """PUT and PATCH /api/v1/admin/tags/:id: any request counts as a review of the hashtag."""
    params, store = await params_of(request), store_of(request)
    row = _tag(request)
    # Without a value, Mastodon falls back on its defaults: usable and listed.
    flags = [name for name in ("usable", "listable") if params.has(name)]
    changes: dict[str, Any] = {name: params.maybe_flag(name) is not False for name in flags}
    if params.has("display_name"):
        name = params.text("display_name")
        refuse([] if name is None else _spelling_problems(name, row))
        changes["display_name"] = name
    allowed = decisions(store, "tag", [row["id"]]).get(row["id"], False)
    if params.has("trendable"):
        allowed = params.flag("trendable")
    with store.transaction():
        store.update("tags", row["id"], changes)
        review(store, "tag", row["id"], allowed=allowed)
    return _shown(request)


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/tag.rb
def _spelling_problems(name: str, tag: Row) -> list[Problem]:
    problems = [] if is_tag_name(name) else [Problem("display_name", "ERR_INVALID", "is invalid")]
    if normalise_tag(name) != tag["name"]:
        problems.append(Problem("display_name", "ERR_INVALID", "does not match the previous name"))
    return problems


routes = [
    Route("/api/v1/admin/tags", index, methods=["GET"]),
    Route("/api/v1/admin/tags/{id}", show, methods=["GET"]),
    Route("/api/v1/admin/tags/{id}", update, methods=["PUT", "PATCH"]),
]
