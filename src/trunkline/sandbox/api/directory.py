"""`/api/v1/directory`: discoverable accounts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, viewer_id_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.offsets import offset_of
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.visibility import ACTIVE, UNWANTED_ACCOUNTS, UNWANTED_DOMAINS
from trunkline.sandbox.serializers.serializer import serializer_of

# An account of this server is shown once it has posted, followed or been followed: only then are there counts of it.
# Source: https://github.com/mastodon/mastodon/blob/main/app/models/account.rb (discoverable)
_ORDERS = {"active": "a.last_status_at DESC NULLS LAST, a.id DESC", "new": "a.id DESC"}
_ACCOUNTS = f"""
SELECT a.id FROM accounts a
WHERE a.discoverable AND NOT a.limited AND NOT a.suspended AND a.moved_to_id IS NULL AND {ACTIVE}
    AND (a.domain IS NOT NULL OR a.last_status_at IS NOT NULL
        OR a.statuses_count + a.followers_count + a.following_count > 0)
    AND (:local = 0 OR a.domain IS NULL)
    AND (:viewer IS NULL OR (a.id NOT IN ({UNWANTED_ACCOUNTS}) AND a.id NOT IN ({UNWANTED_DOMAINS})))
ORDER BY {{order}} LIMIT :limit OFFSET :offset
"""


@accepts()
async def index(request: Request) -> Response:
    """GET /api/v1/directory."""
    params, store = await params_of(request), store_of(request)
    order = _ORDERS.get(params.text("order") or "active", _ORDERS["active"])
    values = {
        "local": params.flag("local"),
        "viewer": viewer_id_of(request),
        "now": store.now(),
        "limit": limit_of(params, 40),
        "offset": offset_of(params),
    }
    return answer(serializer_of(request).accounts(store.column(_ACCOUNTS.format(order=order), values)))


routes = [Route("/api/v1/directory", index, methods=["GET"])]
