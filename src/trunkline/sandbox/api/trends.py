"""`/api/v1/trends`: hashtags, statuses and links of the last six days."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, viewer_id_of
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.http.deprecation import deprecated
from trunkline.sandbox.http.offsets import offset_links, offset_of
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.moderation.trend_reviews import LINK_ALLOWED, STATUS_ALLOWED, TAG_ALLOWED
from trunkline.sandbox.rules.tags import tag_rows
from trunkline.sandbox.rules.visibility import UNRESTRICTED, WANTED
from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.cards import preview_card
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import first_day, history, serialize_tags
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import DAY, SNOWFLAKE_BITS, first_id

# A page: ids and response headers.
Found = tuple[list[int], dict[str, str]]

# Mastodon scores trends with decay (https://github.com/mastodon/mastodon/blob/main/app/models/trends.rb);
# plain counts of the last days suffice for a test server.
_TAGS = f"""
SELECT st.tag_id FROM statuses_tags st JOIN statuses s ON s.id = st.status_id
WHERE st.status_id >= :since AND s.visibility = 'public' AND {UNRESTRICTED}
    AND (:all OR {TAG_ALLOWED.format(id="st.tag_id")})
GROUP BY +st.tag_id ORDER BY count(DISTINCT st.account_id) DESC, count(*) DESC, st.tag_id LIMIT :limit OFFSET :offset
"""
_STATUSES = f"""
SELECT s.id FROM statuses s
WHERE s.in_public_feed = 1 AND s.id >= :since AND s.in_reply_to_id IS NULL AND NOT s.sensitive
    AND s.favourites_count + s.reblogs_count > 0 AND {UNRESTRICTED} AND (:viewer IS NULL OR {WANTED})
    AND (:all OR {STATUS_ALLOWED.format(id="s.id")})
ORDER BY s.favourites_count + 2 * s.reblogs_count DESC, s.id DESC LIMIT :limit OFFSET :offset
"""
_LINKS = f"""
SELECT cs.card_id FROM preview_cards_statuses cs JOIN statuses s ON s.id = cs.status_id
WHERE cs.status_id >= :since AND s.visibility = 'public' AND {UNRESTRICTED}
    AND (:all OR {LINK_ALLOWED.format(id="cs.card_id")})
GROUP BY +cs.card_id ORDER BY count(DISTINCT s.account_id) DESC, cs.card_id DESC LIMIT :limit OFFSET :offset
"""
_LINK_USES = f"""
SELECT cs.card_id, (cs.status_id >> {SNOWFLAKE_BITS}) / {DAY} AS day,
    count(*) AS uses, count(DISTINCT s.account_id) AS accounts
FROM preview_cards_statuses cs JOIN statuses s ON s.id = cs.status_id
WHERE cs.card_id IN (SELECT value FROM json_each(:ids)) AND cs.status_id >= :since AND s.visibility = 'public'
GROUP BY cs.card_id, day
"""


_TRENDING = 6 * DAY  # all within the seven days of the history, at any hour


async def trending_tags(request: Request, *, unreviewed: bool = False) -> Found:
    """Return one page of ids of hashtags; with `unreviewed` also those that moderators rejected or have not seen."""
    return await _page(request, "tags", _TAGS, 10, unreviewed)


async def trending_statuses(request: Request, *, unreviewed: bool = False) -> Found:
    """Return one page of ids of statuses."""
    return await _page(request, "statuses", _STATUSES, 20, unreviewed)


async def trending_links(request: Request, *, unreviewed: bool = False) -> Found:
    """Return one page of ids of preview cards."""
    return await _page(request, "links", _LINKS, 10, unreviewed)


async def _page(request: Request, kind: str, sql: str, default: int, unreviewed: bool) -> Found:
    """Return one page. Its links lead to the public list, whoever asks."""
    params, store = await params_of(request), store_of(request)
    limit = limit_of(params, default)
    values = {
        "since": first_id(store.now() - _TRENDING),
        "viewer": viewer_id_of(request),
        "now": store.now(),
        "limit": limit,
        "offset": offset_of(params),
        "all": unreviewed,
    }
    ids = store.column(sql, values)
    return ids, offset_links(request, params, limit, len(ids), f"/api/v1/trends/{kind}")


@accepts()
async def tags(request: Request) -> Response:
    """GET /api/v1/trends/tags."""
    ids, headers = await trending_tags(request)
    return answer(serialize_tags(serializer_of(request), tag_rows(store_of(request), ids)), headers=headers)


@deprecated(date(2022, 3, 30))
async def old_tags(request: Request) -> Response:
    """GET /api/v1/trends: the older name of trends/tags."""
    return await tags(request)


@accepts()
async def statuses(request: Request) -> Response:
    """GET /api/v1/trends/statuses."""
    ids, headers = await trending_statuses(request)
    return answer(serializer_of(request).statuses(ids, listed=False), headers=headers)


@accepts()
async def links(request: Request) -> Response:
    """GET /api/v1/trends/links."""
    ids, headers = await trending_links(request)
    return answer(links_json(store_of(request), base_of(request), viewer_id_of(request), ids), headers=headers)


def links_json(store: Store, base: str, viewer_id: int | None, ids: list[int]) -> list[dict[str, Any]]:
    """Build the Trends::Link entities for preview cards."""
    now = store.now()
    sql = "SELECT * FROM preview_cards WHERE id IN (SELECT value FROM json_each(?))"
    rows: dict[int, Row] = {row["id"]: row for row in store.rows(sql, (id_list(ids),))}
    authors = [row["author_account_id"] for row in rows.values() if row["author_account_id"] is not None]
    accounts = AccountBatch(store, base, viewer_id, authors)
    uses: dict[int, dict[int, Row]] = {card_id: {} for card_id in ids}
    for row in store.rows(_LINK_USES, {"ids": id_list(ids), "since": first_id(first_day(now))}):
        uses[row["card_id"]][row["day"]] = row
    return [{**preview_card(rows[card_id], base, accounts), "history": history(uses[card_id], now)} for card_id in ids]


routes = [
    Route("/api/v1/trends", old_tags, methods=["GET"]),
    Route("/api/v1/trends/tags", tags, methods=["GET"]),
    Route("/api/v1/trends/statuses", statuses, methods=["GET"]),
    Route("/api/v1/trends/links", links, methods=["GET"]),
]
