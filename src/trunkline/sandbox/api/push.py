"""`/api/v1/push/subscription`: Web Push subscriptions. Messages are sent to addresses of this machine alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError, missing_parameter
from trunkline.sandbox.http.params import Params, params_of, to_boolean
from trunkline.sandbox.http.validation import Problem, blank, refuse
from trunkline.sandbox.rules.vapid import can_push, vapid_public_key
from trunkline.sandbox.rules.web_push import is_endpoint, is_key_pair, is_on_this_machine, unsubscribe
from trunkline.sandbox.store.database import Row

logger = logging.getLogger(__name__)

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/notification.rb
_ALERTS = frozenset(
    {
        "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update",
        "severed_relationships", "moderation_warning", "annual_report", "admin.sign_up", "admin.report", "quote",
        "quoted_update", "added_to_collection", "collection_update",
    }
)  # fmt: skip
_INVALID_KEY = Problem("base", "ERR_INVALID", "is not a valid Ed25519 or Curve25519 key")


def _own(request: Request) -> Row:
    """Return the subscription of the token, of which there is at most one; otherwise 404."""
    sql = "SELECT * FROM push_subscriptions WHERE token_id = ?"
    row = store_of(request).row(sql, (viewer_of(request).token.id,))
    if row is None:
        raise ApiError(404, "Not Found")
    return row


def _shown(request: Request) -> Response:
    row = _own(request)
    return answer(
        {
            "id": row["id"],
            "endpoint": row["endpoint"],
            "standard": bool(row["standard"]),
            "alerts": json.loads(row["alerts"]),
            "server_key": vapid_public_key(store_of(request)),
            "policy": row["policy"],
        }
    )


def _data(params: Params) -> dict[str, Any]:
    """Read the columns of `data[alerts]` and `data[policy]` from the parameters. Any policy is kept as it is.

    Raises:
        ApiError: there is something else than an object in the place of one.
    """
    data = params.required_child("data") if params.get("data") else Params()
    if data.get("alerts") and data.child("alerts") is None:
        raise missing_parameter("data")
    alerts = data.child("alerts") or Params()
    return {
        "alerts": json.dumps(
            {name: to_boolean(alerts.scalar(name)) for name in alerts if name in _ALERTS and alerts.has_scalar(name)}
        ),
        "policy": data.text("policy", "all"),
    }


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/web/push_subscription.rb
def _problems(values: Mapping[str, str]) -> list[Problem]:
    """Check the address and the keys of a subscription."""
    problems = [blank(name) for name in ("endpoint",) if not values[name].strip()]
    if not is_endpoint(values["endpoint"]):
        problems.append(Problem("endpoint", "ERR_INVALID", "is invalid"))
    problems += [blank(name) for name in ("key_p256dh", "key_auth") if not values[name].strip()]
    if not is_key_pair(values["key_p256dh"], values["key_auth"]):
        problems.append(_INVALID_KEY)
    return problems


@requires("push")
async def show(request: Request) -> Response:
    """GET /api/v1/push/subscription."""
    return _shown(request)


@requires("push")
async def create(request: Request) -> Response:
    """POST /api/v1/push/subscription: replaces the token's earlier subscription."""
    params, store = await params_of(request), store_of(request)
    subscription = params.required_child("subscription")
    keys = subscription.child("keys") or Params()
    sent = {
        "endpoint": subscription.text("endpoint") or "",
        "key_p256dh": keys.text("p256dh") or "",
        "key_auth": keys.text("auth") or "",
    }
    refuse(_problems(sent))
    data = _data(params)
    token_id = viewer_of(request).token.id
    with store.transaction():
        store.execute("DELETE FROM push_subscriptions WHERE token_id = ?", (token_id,))
        made = {"token_id": token_id, "standard": subscription.flag("standard"), "created_at": store.now()}
        store.insert("push_subscriptions", {**sent, **made, **data})
    _warn(sent["endpoint"])
    return _shown(request)


def _warn(endpoint: str) -> None:
    """Say in the log why a subscription will get no messages. The address itself is a secret of the client."""
    if not can_push():
        logger.warning("nothing is pushed: install cryptography, for example with pip install 'trunkline[webpush]'")
    elif not is_on_this_machine(endpoint):
        logger.warning("nothing is pushed to this subscription: its address is not on this machine")


@requires("push")
async def update(request: Request) -> Response:
    """PATCH /api/v1/push/subscription: change alerts and policy."""
    row = _own(request)
    store_of(request).update("push_subscriptions", row["id"], _data(await params_of(request)))
    return _shown(request)


@requires("push")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/push/subscription."""
    sql = "DELETE FROM push_subscriptions WHERE token_id = ?"
    store_of(request).execute(sql, (viewer_of(request).token.id,))
    return empty()


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/web/push_subscriptions_controller.rb
async def delete_by_token(request: Request) -> Response:
    """DELETE /api/web/push_subscriptions/:id: the address that every push message has as `Unsubscribe-URL`."""
    unsubscribe(store_of(request), request.path_params["token"])
    return Response()


routes = [
    Route("/api/v1/push/subscription", show, methods=["GET"]),
    Route("/api/v1/push/subscription", create, methods=["POST"]),
    Route("/api/v1/push/subscription", update, methods=["PATCH", "PUT"]),
    Route("/api/v1/push/subscription", delete, methods=["DELETE"]),
    Route("/api/web/push_subscriptions/{token}", delete_by_token, methods=["DELETE"]),
]
