"""`/api/v2/search`: accounts, statuses and hashtags."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, viewer_id_of
from trunkline.sandbox.http.context import base_of, domain_of, store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.offsets import offset_of
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.rules.account_search import search_accounts
from trunkline.sandbox.rules.addresses import own_status_id
from trunkline.sandbox.rules.status_search import search_statuses
from trunkline.sandbox.rules.tags import tag_rows
from trunkline.sandbox.rules.visibility import ACTIVE, visible_statuses
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import serialize_tags
from trunkline.sandbox.store.database import Store
from trunkline.text.hashtags import normalise_tag

_TYPES = ("accounts", "statuses", "hashtags")
_TAGS = """
SELECT t.id FROM tags t WHERE t.name >= :first AND t.name < :after AND (t.listable OR t.name = :first)
ORDER BY t.name = :first DESC, (SELECT count(*) FROM statuses_tags st WHERE st.tag_id = t.id) DESC, t.id
LIMIT :limit OFFSET :offset
"""
_OWN_ACCOUNT = re.compile(r"/(?:@([^/@]+)|ap/users/(\d{1,18})|users/([^/]+))/?")


@accepts("read:search")
async def index(request: Request) -> Response:
    """GET /api/v2/search."""
    params = await params_of(request)
    query = params.required("q").strip()
    if viewer_id_of(request) is None:
        _refuse_anonymous(params)
    if any((params.integer(name) or 0) < 0 for name in ("limit", "offset")):
        raise ApiError(400, "Pagination values for `offset` and `limit` must be positive")
    wanted = [kind for kind in _TYPES if params.text("type") in (None, "", kind)]
    found = _find_url(request, query) if params.flag("resolve") and query.startswith("http") else None
    if found is None:
        found = _find(request, params, query, wanted)
    return answer(_shown(request, {kind: ids if kind in wanted else [] for kind, ids in found.items()}))


def _refuse_anonymous(params: Params) -> None:
    """Refuse resolving and paging to viewers without an account."""
    if params.flag("resolve"):
        raise ApiError(401, "Search queries that resolve remote resources are not supported without authentication")
    if offset_of(params):
        raise ApiError(401, "Search queries pagination is not supported without authentication")


def _find(request: Request, params: Params, query: str, wanted: list[str]) -> dict[str, list[int]]:
    """Return the ids of all results by kind. The offset applies only if a single kind is asked for."""
    store, viewer_id, domain = store_of(request), viewer_id_of(request), domain_of(request)
    limit, offset = limit_of(params, 20), offset_of(params) if len(wanted) == 1 else 0
    found: dict[str, list[int]] = {kind: [] for kind in _TYPES}
    if "accounts" in wanted and not query.startswith("#"):
        following = params.flag("following")
        found["accounts"] = search_accounts(
            store, query, domain, viewer_id=viewer_id, limit=limit, offset=offset, following=following
        )
    if "statuses" in wanted and viewer_id is not None and not query.startswith("#"):
        found["statuses"] = search_statuses(
            store,
            query,
            domain,
            viewer_id,
            account_id=params.integer("account_id"),
            max_id=params.integer("max_id"),
            min_id=params.integer("min_id"),
            limit=limit,
            offset=offset,
        )
    if "hashtags" in wanted and not query.startswith("@"):
        found["hashtags"] = _search_tags(store, query, limit, offset)
    return found


def _search_tags(store: Store, query: str, limit: int, offset: int) -> list[int]:
    """Return the ids of tags that begin with `query`."""
    first = normalise_tag(query.removeprefix("#"))
    if not first:
        return []
    values = {"first": first, "after": first + chr(0x10FFFF), "limit": limit, "offset": offset}
    return store.column(_TAGS, values)


def _find_url(request: Request, url: str) -> dict[str, list[int]]:
    """Return the account or status with this URL or URI, if the server knows it."""
    store = store_of(request)
    statuses = store.column("SELECT id FROM statuses WHERE uri = ?1 OR url = ?1", (url,))
    accounts = store.column(f"SELECT id FROM accounts a WHERE (uri = ?1 OR url = ?1) AND {ACTIVE}", (url,))
    path = url.removeprefix(base_of(request))
    if (status_id := own_status_id(path)) is not None:
        statuses = store.column("SELECT id FROM statuses WHERE id = ? AND local", (status_id,))
    elif own := _OWN_ACCOUNT.fullmatch(path):
        accounts = store.column(
            f"SELECT id FROM accounts a WHERE domain IS NULL AND (lower(username) = lower(?) OR id = ?) AND {ACTIVE}",
            (own[1] or own[3] or "", int(own[2] or 0)),
        )
    visible = visible_statuses(store, statuses[:1], viewer_id_of(request))
    return {"accounts": accounts[:1], "statuses": visible, "hashtags": []}


def _shown(request: Request, found: dict[str, list[int]]) -> dict[str, Any]:
    serializer = serializer_of(request)
    return {
        "accounts": serializer.accounts(found["accounts"]),
        "statuses": serializer.statuses(found["statuses"], listed=False),
        "hashtags": serialize_tags(serializer, tag_rows(store_of(request), found["hashtags"])),
        "collections": [],
    }


routes = [Route("/api/v2/search", index, methods=["GET"])]
