"""`/api/v2/notifications`: grouped notifications."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError, not_found
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of, to_id
from trunkline.sandbox.rules.notification_groups import Range, page_of_groups, read_groups
from trunkline.sandbox.rules.notification_selection import (
    GROUPABLE,
    NotificationSelection,
    count_limit,
    grouped_types,
    last_read,
)
from trunkline.sandbox.serializers.notification_groups import grouped_results
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row

_KEPT = ("types[]", "exclude_types[]", "include_filtered", "grouped_types[]", "supported_types[]")
_OF_GROUP = "SELECT * FROM notifications n WHERE n.account_id = :viewer AND {group} AND {page}"


@requires("read:notifications")
async def index(request: Request) -> Response:
    """GET /api/v2/notifications."""
    params, store = await params_of(request), store_of(request)
    partial = _partial(params)
    cursor = Cursor.of(params, 40)
    grouped = grouped_types(params)
    selection = NotificationSelection.of(params, viewer_of(request).account_id, by_sender=False)
    rows = page_of_groups(store, selection, grouped, cursor)
    ids = [row["id"] for row in rows]
    headers = link_header(request, params, cursor, ids, keep=_KEPT, always_next=True)
    groups = read_groups(store, rows, selection, grouped, _range(cursor, ids)) if rows else []
    return answer(grouped_results(serializer_of(request), groups, partial=partial), headers=headers)


def _range(cursor: Cursor, ids: Sequence[int]) -> Range:
    """Return the range of ids that the page covers. The last page on the way to newer rows is open at the top."""
    last_page = len(ids) < cursor.limit
    newest = None if last_page and cursor.ascending else ids[0]
    oldest = 0 if last_page and not cursor.ascending else ids[-1]
    return Range(max(oldest, (cursor.since_id or -1) + 1), newest)


def _partial(params: Params) -> bool:
    """Return True if the client wants only the pictures of further accounts."""
    wanted = params.text("expand_accounts", "full")
    if wanted not in ("full", "partial_avatars"):
        allowed = "allowed values are 'full' and 'partial_avatars'"
        raise ApiError(400, f"Invalid value for 'expand_accounts': '{wanted}', {allowed}")
    return wanted == "partial_avatars"


def _members(request: Request, cursor: Cursor) -> list[Row]:
    """Return a page of the notifications in the group named in the path."""
    key = str(request.path_params["group_key"])
    alone = key.removeprefix("ungrouped-")
    notification_id = 0 if alone == key else to_id(alone)
    values = {"viewer": viewer_of(request).account_id, "key": key, "id": notification_id}
    group = "n.id = :id" if notification_id else "n.group_key = :key"
    return page_rows(store_of(request), _OF_GROUP.replace("{group}", group), values, cursor, "n.id")


@requires("read:notifications")
async def show(request: Request) -> Response:
    """GET /api/v2/notifications/:group_key."""
    rows = _members(request, Cursor(limit=1))
    if not rows:
        raise not_found()
    selection = NotificationSelection("n.account_id = :viewer", {"viewer": viewer_of(request).account_id})
    grouped = frozenset() if str(request.path_params["group_key"]).startswith("ungrouped-") else GROUPABLE
    groups = read_groups(store_of(request), rows, selection, grouped, None)
    return answer(grouped_results(serializer_of(request), groups, partial=False))


@requires("read:notifications")
async def accounts(request: Request) -> Response:
    """GET /api/v2/notifications/:group_key/accounts: all senders in a group; none of what stands alone."""
    params = await params_of(request)
    if str(request.path_params["group_key"]).startswith("ungrouped-"):
        return answer([])
    cursor = Cursor.of(params, 40, min_id=False)
    rows = _members(request, cursor)
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    shown = serializer_of(request).accounts(row["from_account_id"] for row in rows)
    return answer(shown, headers=headers)


@requires("write:notifications")
async def dismiss(request: Request) -> Response:
    """POST /api/v2/notifications/:group_key/dismiss."""
    rows = _members(request, Cursor(limit=-1))
    store_of(request).executemany("DELETE FROM notifications WHERE id = ?", [(row["id"],) for row in rows])
    return empty()


@requires("read:notifications")
async def unread_count(request: Request) -> Response:
    """GET /api/v2/notifications/unread_count: groups with a notification after the marker."""
    params, store = await params_of(request), store_of(request)
    viewer_id = viewer_of(request).account_id
    selection = NotificationSelection.of(params, viewer_id, by_sender=False)
    cursor = Cursor(limit=count_limit(params), since_id=last_read(store, viewer_id))
    return answer({"count": len(page_of_groups(store, selection, grouped_types(params), cursor))})


# The path of the pre-release leads to the same controller.
# Source: https://github.com/mastodon/mastodon/blob/main/config/routes/api.rb
_PATHS = ("/api/v2/notifications", "/api/v2_alpha/notifications")

routes = [
    *(Route(path, index, methods=["GET"]) for path in _PATHS),
    *(Route(f"{path}/unread_count", unread_count, methods=["GET"]) for path in _PATHS),
    *(Route(f"{path}/{{group_key}}", show, methods=["GET"]) for path in _PATHS),
    *(Route(f"{path}/{{group_key}}/dismiss", dismiss, methods=["POST"]) for path in _PATHS),
    Route("/api/v2/notifications/{group_key}/accounts", accounts, methods=["GET"]),
]
