"""`/api/v1/announcements`: announcements of the server and reactions to them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty, encode
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import base_of, hub_of, path_id, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import Problem, validation_failed
from trunkline.sandbox.live.announcing import tell_everybody
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.announcements import serialize_announcement
from trunkline.sandbox.store.database import Row

_CURRENT = """
SELECT a.*, EXISTS (
    SELECT 1 FROM announcement_mutes m WHERE m.announcement_id = a.id AND m.account_id = :viewer) AS read
FROM announcements a
WHERE a.published_at <= :now AND (a.ends_at IS NULL OR a.ends_at >= :now)
ORDER BY coalesce(a.starts_at, a.published_at), a.id
"""


@requires()
async def index(request: Request) -> Response:
    """GET /api/v1/announcements: dismissed ones only with `with_dismissed`."""
    store, viewer_id = store_of(request), viewer_of(request).account_id
    with_dismissed = (await params_of(request)).flag("with_dismissed")
    rows = store.rows(_CURRENT, {"viewer": viewer_id, "now": store.now()})
    shown = [row for row in rows if with_dismissed or not row["read"]]
    return answer([serialize_announcement(store, base_of(request), row, viewer_id) for row in shown])


def _current(request: Request) -> Row:
    store = store_of(request)
    sql = "SELECT * FROM announcements WHERE id = ? AND published_at <= ?"
    return require_row(store, sql, (path_id(request), store.now()))


@requires("write:accounts")
async def dismiss(request: Request) -> Response:
    """POST /api/v1/announcements/:id/dismiss."""
    row = _current(request)
    sql = "INSERT OR IGNORE INTO announcement_mutes (announcement_id, account_id) VALUES (?, ?)"
    store_of(request).execute(sql, (row["id"], viewer_of(request).account_id))
    return empty()


@requires("write:favourites")
async def react(request: Request) -> Response:
    """PUT /api/v1/announcements/:id/reactions/:name: `name` is an emoji or the shortcode of a custom one."""
    store, row, name = store_of(request), _current(request), request.path_params["name"]
    sql = "SELECT 1 FROM custom_emojis WHERE shortcode = ? AND domain IS NULL"
    if name.isascii() and store.value(sql, (name,)) is None:
        raise validation_failed([Problem("name", "ERR_INVALID", "is not a recognized emoji")])
    store.execute(
        "INSERT OR IGNORE INTO announcement_reactions (announcement_id, account_id, name) VALUES (?, ?, ?)",
        (row["id"], viewer_of(request).account_id, name),
    )
    _publish(request, row["id"], name)
    return empty()


@requires("write:favourites")
async def take_back(request: Request) -> Response:
    """DELETE /api/v1/announcements/:id/reactions/:name."""
    store, row, name = store_of(request), _current(request), request.path_params["name"]
    store.execute(
        "DELETE FROM announcement_reactions WHERE announcement_id = ? AND account_id = ? AND name = ?",
        (row["id"], viewer_of(request).account_id, name),
    )
    _publish(request, row["id"], name)
    return empty()


def _publish(request: Request, announcement_id: int, name: str) -> None:
    """Publish the number of reactions with `name` to all local accounts."""
    store = store_of(request)
    sql = "SELECT count(*) FROM announcement_reactions WHERE announcement_id = ? AND name = ?"
    count = store.value(sql, (announcement_id, name))
    payload = encode({"name": name, "count": count, "announcement_id": str(announcement_id)}).decode()
    tell_everybody(store, hub_of(request), "announcement.reaction", payload)


routes = [
    Route("/api/v1/announcements", index, methods=["GET"]),
    Route("/api/v1/announcements/{id}/dismiss", dismiss, methods=["POST"]),
    Route("/api/v1/announcements/{id}/reactions/{name}", react, methods=["PUT"]),
    Route("/api/v1/announcements/{id}/reactions/{name}", take_back, methods=["DELETE"]),
]
