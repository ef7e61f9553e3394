"""`/api/v1/directory`: accounts that want to be found."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mastodon.sandbox.answers import answer
from mastodon.sandbox.auth import accepts, viewer_id_of
from mastodon.sandbox.context import store_of
from mastodon.sandbox.offsets import offset_of
from mastodon.sandbox.pagination import limit_of
from mastodon.sandbox.params import params_of
from mastodon.sandbox.serializers import serializer_of
from mastodon.sandbox.visibility import UNWANTED_ACCOUNTS, UNWANTED_DOMAINS

_ORDERS = {"active": "a.last_status_at DESC NULLS LAST, a.id DESC", "new": "a.id DESC"}
_ACCOUNTS = f"""
SELECT a.id FROM accounts a
WHERE a.discoverable AND NOT a.limited AND NOT a.suspended AND a.moved_to_id IS NULL
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
