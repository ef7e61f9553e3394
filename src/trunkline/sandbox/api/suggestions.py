"""`/api/v1/suggestions` and `/api/v2/suggestions`: accounts to follow."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.deprecation import deprecated
from trunkline.sandbox.http.offsets import offset_of
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.visibility import ACTIVE, UNWANTED_ACCOUNTS, UNWANTED_DOMAINS
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row

# Mastodon has more sources: https://github.com/mastodon/mastodon/blob/main/app/models/account_suggestions.rb
_SUGGESTED = f"""
WITH known AS MATERIALIZED (
    SELECT f.target_account_id AS id, count(*) AS friends
    FROM follows mine JOIN follows f ON f.account_id = mine.target_account_id
    WHERE mine.account_id = :viewer GROUP BY f.target_account_id
)
SELECT a.id, coalesce(k.friends, 0) AS friends
FROM accounts a LEFT JOIN known k ON k.id = a.id
WHERE a.discoverable AND NOT a.limited AND NOT a.suspended AND a.moved_to_id IS NULL AND a.id <> :viewer AND {ACTIVE}
    AND (k.friends IS NOT NULL OR a.followers_count >= 5)
    AND a.id NOT IN (SELECT target_account_id FROM follows WHERE account_id = :viewer)
    AND a.id NOT IN (SELECT target_account_id FROM follow_requests WHERE account_id = :viewer)
    AND a.id NOT IN (SELECT target_account_id FROM suggestion_mutes WHERE account_id = :viewer)
    AND a.id NOT IN ({UNWANTED_ACCOUNTS}) AND a.id NOT IN ({UNWANTED_DOMAINS})
ORDER BY friends DESC, a.followers_count DESC, a.id LIMIT :limit OFFSET :offset
"""


async def _suggested(request: Request) -> list[Row]:
    params, store = await params_of(request), store_of(request)
    values = {
        "viewer": viewer_of(request).account_id,
        "now": store.now(),
        "limit": limit_of(params, 40),
        "offset": offset_of(params),
    }
    return store.rows(_SUGGESTED, values)


@requires("read:accounts")
async def index(request: Request) -> Response:
    """GET /api/v2/suggestions."""
    rows = await _suggested(request)
    accounts = serializer_of(request).accounts(row["id"] for row in rows)
    return answer(
        [
            {
                "source": "past_interactions" if row["friends"] else "global",
                "sources": ["friends_of_friends" if row["friends"] else "most_followed"],
                "account": account,
            }
            for row, account in zip(rows, accounts, strict=True)
        ]
    )


@deprecated(date(2021, 5, 16))
@requires("read:accounts")
async def index_v1(request: Request) -> Response:
    """GET /api/v1/suggestions."""
    rows = await _suggested(request)
    accounts = serializer_of(request).accounts(row["id"] for row in rows)
    return answer(accounts)


@requires("write:accounts")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/suggestions/:account_id."""
    store_of(request).execute(
        "INSERT OR IGNORE INTO suggestion_mutes (account_id, target_account_id)"
        " SELECT ?, id FROM accounts WHERE id = ?",
        (viewer_of(request).account_id, path_id(request)),
    )
    return empty()


routes = [
    Route("/api/v2/suggestions", index, methods=["GET"]),
    Route("/api/v1/suggestions", index_v1, methods=["GET"]),
    Route("/api/v1/suggestions/{id}", delete, methods=["DELETE"]),
]
