"""`/api/v1/push/subscription`: Web Push subscriptions. They are stored; nothing is pushed."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError, missing_parameter
from trunkline.sandbox.http.params import Params, params_of, to_boolean
from trunkline.sandbox.http.validation import blank, refuse
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.store.settings import VAPID_PUBLIC_KEY

POLICIES = ("all", "followed", "follower", "none")


def _own(request: Request) -> Row:
    """Return the subscription of the token, of which there is at most one; otherwise 404."""
    sql = "SELECT * FROM push_subscriptions WHERE token_id = ?"
    row = store_of(request).row(sql, (viewer_of(request).token.id,))
    if row is None:
        raise ApiError(404, "Not Found")
    return row


def _shown(row: Row) -> Response:
    return answer(
        {
            "id": row["id"],
            "endpoint": row["endpoint"],
            "standard": bool(row["standard"]),
            "alerts": json.loads(row["alerts"]),
            "server_key": VAPID_PUBLIC_KEY,
            "policy": row["policy"],
        }
    )


def _data(params: Params) -> dict[str, Any]:
    """Read the columns of `data[alerts]` and `data[policy]` from the parameters.

    Raises:
        ApiError: there is something else than an object in the place of one, or no such policy.
    """
    data = params.required_child("data") if params.get("data") else Params()
    if data.get("alerts") and data.child("alerts") is None:
        raise missing_parameter("data")
    alerts = data.child("alerts") or Params()
    policy = data.filled("policy") or "all"
    if policy not in POLICIES:
        raise ApiError(422, "Validation failed: Data is invalid")
    return {
        "alerts": json.dumps({name: to_boolean(value) is True for name, value in alerts.items()}),
        "policy": policy,
    }


@requires("push")
async def show(request: Request) -> Response:
    """GET /api/v1/push/subscription."""
    return _shown(_own(request))


@requires("push")
async def create(request: Request) -> Response:
    """POST /api/v1/push/subscription: replaces the token's earlier subscription."""
    params, store = await params_of(request), store_of(request)
    subscription = params.required_child("subscription")
    keys = subscription.child("keys") or Params()
    values: dict[str, Any] = {
        "endpoint": subscription.filled("endpoint"),
        "key_p256dh": keys.filled("p256dh"),
        "key_auth": keys.filled("auth"),
    }
    refuse(blank(name) for name, value in values.items() if value is None)
    token_id = viewer_of(request).token.id
    with store.transaction():
        store.execute("DELETE FROM push_subscriptions WHERE token_id = ?", (token_id,))
        values |= {"token_id": token_id, "standard": subscription.flag("standard"), "created_at": store.now()}
        store.insert("push_subscriptions", {**values, **_data(params)})
    return _shown(_own(request))


@requires("push")
async def update(request: Request) -> Response:
    """PUT /api/v1/push/subscription: change alerts and policy."""
    row = _own(request)
    store_of(request).update("push_subscriptions", row["id"], _data(await params_of(request)))
    return _shown(_own(request))


@requires("push")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/push/subscription."""
    sql = "DELETE FROM push_subscriptions WHERE token_id = ?"
    store_of(request).execute(sql, (viewer_of(request).token.id,))
    return empty()


routes = [
    Route("/api/v1/push/subscription", show, methods=["GET"]),
    Route("/api/v1/push/subscription", create, methods=["POST"]),
    Route("/api/v1/push/subscription", update, methods=["PUT"]),
    Route("/api/v1/push/subscription", delete, methods=["DELETE"]),
]
