"""`/api/v1/timelines`, `/api/v1/favourites` and `/api/v1/bookmarks`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.owned import own_row
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.quirks import has_quirk
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.visibility import READABLE, UNRESTRICTED, WANTED
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.times import SECOND, first_id
from trunkline.text.hashtags import normalise_tag

_HOME = "SELECT h.status_id AS id FROM home_feed h WHERE h.account_id = :viewer AND {page}"
_LIST = "SELECT l.status_id AS id FROM list_feed l WHERE l.list_id = :list AND {page}"
_LINK = f"""
SELECT cs.status_id AS id FROM preview_cards_statuses cs JOIN statuses s ON s.id = cs.status_id
WHERE cs.card_id = :card AND s.visibility = 'public' AND s.reblog_of_id IS NULL AND {UNRESTRICTED}
    AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.discoverable AND a.moved_to_id IS NULL)
    AND {{page}}
"""
_MARKED = f"""
SELECT m.id, m.status_id FROM {{table}} m JOIN statuses s ON s.id = m.status_id
WHERE m.account_id = :viewer AND {READABLE} AND {{page}}
"""
# Source: https://github.com/mastodon/mastodon/blob/main/app/models/tag_feed.rb
_TAGS_PER_MODE = 4
_FILTERS = ("local", "remote", "only_media")


@requires("read:statuses")
async def home(request: Request) -> Response:
    """GET /api/v1/timelines/home."""
    sql, values = _HOME, {}
    if has_quirk(request, "home-lag"):
        sql = _HOME.replace("{page}", "h.status_id < :newest AND {page}")
        values = {"newest": first_id(store_of(request).now() - SECOND)}
    return await _timeline(request, sql, "h.status_id", values, keep=("local",))


@requires("read:lists")
async def list_timeline(request: Request) -> Response:
    """GET /api/v1/timelines/list/:list_id: one of the viewer's lists."""
    found = own_row(request, "lists", "list_id")
    return await _timeline(request, _LIST, "l.status_id", {"list": found["id"]})


@accepts("read:statuses")
async def public(request: Request) -> Response:
    """GET /api/v1/timelines/public."""
    params = await params_of(request)
    conditions = ["s.in_public_feed = 1", UNRESTRICTED, *_filters(params)]
    if viewer_id_of(request) is not None:
        conditions.append(WANTED)
    sql = f"SELECT s.id FROM statuses s WHERE {' AND '.join(conditions)} AND {{page}}"
    return await _timeline(request, sql, "s.id", {}, keep=_FILTERS)


def _filters(params: Params) -> list[str]:
    chosen = []
    if params.flag("local"):
        chosen.append("s.local = 1")
    elif params.flag("remote"):
        chosen.append("s.local = 0")
    if params.flag("only_media"):
        chosen.append("s.has_media = 1")
    return chosen


@accepts("read:statuses")
async def hashtag(request: Request) -> Response:
    """GET /api/v1/timelines/tag/:hashtag: statuses with the tag or one of `any`, all of `all` and none of `none`.

    Hashtags in the lists that the server does not know make no difference.
    """
    params = await params_of(request)
    name = request.path_params["hashtag"]
    if not _tag_ids(request, [name]):
        return answer([])
    tags = {mode: params.texts(mode, single=True) for mode in ("any", "all", "none")}
    tags["any"].insert(0, name)
    ids = {mode: _tag_ids(request, names[:_TAGS_PER_MODE]) for mode, names in tags.items()}
    conditions = ["s.visibility = 'public'", UNRESTRICTED, *_filters(params), *_tag_conditions(ids)]
    if viewer_id_of(request) is not None:
        conditions.append(WANTED)
    sql = f"""
        SELECT DISTINCT st.status_id AS id FROM statuses_tags st JOIN statuses s ON s.id = st.status_id
        WHERE {" AND ".join(conditions)} AND {{page}}
    """
    return await _timeline(request, sql, "st.status_id", {}, keep=("local", "only_media"))


def _tag_ids(request: Request, names: Sequence[str]) -> list[int]:
    """Return the ids of the hashtags that exist."""
    store = store_of(request)
    normal = dict.fromkeys(normalise_tag(name.removeprefix("#")) for name in names)
    found = (store.value("SELECT id FROM tags WHERE name = ?", (name,)) for name in normal)
    return [tag_id for tag_id in found if tag_id is not None]


def _tag_conditions(ids: Mapping[str, Sequence[int]]) -> list[str]:
    tagged = "EXISTS (SELECT 1 FROM statuses_tags t WHERE t.status_id = s.id AND t.tag_id = {})"
    wanted = ", ".join(str(tag_id) for tag_id in ids["any"])
    return [
        f"st.tag_id IN ({wanted})",
        *(tagged.format(tag_id) for tag_id in ids["all"]),
        *("NOT " + tagged.format(tag_id) for tag_id in ids["none"]),
    ]


@accepts("read:statuses")
async def link(request: Request) -> Response:
    """GET /api/v1/timelines/link: public statuses with the preview card of one URL."""
    params = await params_of(request)
    card = require_row(store_of(request), "SELECT id FROM preview_cards WHERE url = ?", (params.text("url"),))
    sql = _LINK if viewer_id_of(request) is None else _LINK.replace("{page}", f"{WANTED} AND {{page}}")
    return await _timeline(request, sql, "cs.status_id", {"card": card["id"]}, keep=("url",))


async def _timeline(
    request: Request, sql: str, column: str, values: Mapping[str, Any], *, keep: Sequence[str] = ()
) -> Response:
    """Answer with one page of a query for status ids."""
    params = await params_of(request)
    store = store_of(request)
    cursor = Cursor.of(params, 20)
    named = {**values, "viewer": viewer_id_of(request), "now": store.now()}
    ids = [row["id"] for row in page_rows(store, sql, named, cursor, column)]
    headers = link_header(request, params, cursor, ids, keep=keep, always_next=True)
    return answer(serializer_of(request).statuses(ids), headers=headers)


@requires("read:favourites")
async def favourites(request: Request) -> Response:
    """GET /api/v1/favourites: paged by the id of the favourite."""
    return await _marked(request, "favourites")


@requires("read:bookmarks")
async def bookmarks(request: Request) -> Response:
    """GET /api/v1/bookmarks: paged by the id of the bookmark."""
    return await _marked(request, "bookmarks")


async def _marked(request: Request, table: str) -> Response:
    params = await params_of(request)
    cursor = Cursor.of(params, 20)
    values = {"viewer": viewer_of(request).account_id}
    rows = page_rows(store_of(request), _MARKED.replace("{table}", table), values, cursor, "m.id")
    statuses = serializer_of(request).statuses(row["status_id"] for row in rows)
    return answer(statuses, headers=link_header(request, params, cursor, [row["id"] for row in rows]))


routes = [
    Route("/api/v1/timelines/home", home, methods=["GET"]),
    Route("/api/v1/timelines/public", public, methods=["GET"]),
    Route("/api/v1/timelines/tag/{hashtag}", hashtag, methods=["GET"]),
    Route("/api/v1/timelines/link", link, methods=["GET"]),
    Route("/api/v1/timelines/list/{list_id}", list_timeline, methods=["GET"]),
    Route("/api/v1/favourites", favourites, methods=["GET"]),
    Route("/api/v1/bookmarks", bookmarks, methods=["GET"]),
]
