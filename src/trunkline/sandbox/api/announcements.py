"""`/api/v1/announcements`: announcements of the server and reactions to them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty, encode
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import base_of, hub_of, path_id, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import Problem, validation_failed
from trunkline.sandbox.live.channels import home
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.text import extract_hashtags, normalise_tag, tag_path
from trunkline.sandbox.serializers.common import Emojis, address, with_base
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso, iso_or_none

_CURRENT = """
SELECT a.*, EXISTS (
    SELECT 1 FROM announcement_mutes m WHERE m.announcement_id = a.id AND m.account_id = :viewer) AS read
FROM announcements a
WHERE a.published_at <= :now AND (a.ends_at IS NULL OR a.ends_at >= :now)
ORDER BY coalesce(a.starts_at, a.published_at), a.id
"""
_REACTIONS = """
SELECT r.name, count(*) AS count, max(r.account_id = :viewer) AS me, e.path, e.static_path
FROM announcement_reactions r
LEFT JOIN custom_emojis e ON e.shortcode = r.name AND e.domain IS NULL
WHERE r.announcement_id = :announcement GROUP BY r.name ORDER BY min(r.id)
"""


def _shown(store: Store, base: str, row: Row, viewer_id: int) -> dict[str, Any]:
    emojis = Emojis(store, base)
    emojis.add(row["text"])
    emojis.load()
    return {
        "id": str(row["id"]),
        "content": with_base(base, row["content"]),
        "starts_at": iso_or_none(row["starts_at"]),
        "ends_at": iso_or_none(row["ends_at"]),
        "all_day": bool(row["all_day"]),
        "published_at": iso(row["published_at"]),
        "updated_at": iso(row["updated_at"]),
        "read": bool(row["read"]),
        "mentions": [],
        "statuses": [],
        "tags": [
            {"name": normalise_tag(name), "url": base + tag_path(normalise_tag(name))}
            for name in extract_hashtags(row["text"])
        ],
        "emojis": emojis.used_in(None, row["text"]),
        "reactions": [
            _reaction(reaction, base)
            for reaction in store.rows(_REACTIONS, {"announcement": row["id"], "viewer": viewer_id})
        ],
    }


def _reaction(row: Row, base: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": row["name"], "count": row["count"], "me": bool(row["me"])}
    if row["path"] is not None:
        shown |= {"url": address(base, row["path"]), "static_url": address(base, row["static_path"])}
    return shown


@requires()
async def index(request: Request) -> Response:
    """GET /api/v1/announcements: dismissed ones only with `with_dismissed`."""
    store, viewer_id = store_of(request), viewer_of(request).account_id
    with_dismissed = (await params_of(request)).flag("with_dismissed")
    rows = store.rows(_CURRENT, {"viewer": viewer_id, "now": store.now()})
    shown = [row for row in rows if with_dismissed or not row["read"]]
    return answer([_shown(store, base_of(request), row, viewer_id) for row in shown])


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
    payload = encode({"name": name, "count": count, "announcement_id": str(announcement_id)})
    everybody = (home(one) for one in store.column("SELECT account_id FROM users"))
    hub_of(request).publish("announcement.reaction", payload.decode(), everybody)


routes = [
    Route("/api/v1/announcements", index, methods=["GET"]),
    Route("/api/v1/announcements/{id}/dismiss", dismiss, methods=["POST"]),
    Route("/api/v1/announcements/{id}/reactions/{name}", react, methods=["PUT"]),
    Route("/api/v1/announcements/{id}/reactions/{name}", take_back, methods=["DELETE"]),
]
