"""Validity of tokens: `/oauth/token/info`, and token introspection (RFC 7662)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import AccessToken, find_token, sent_token
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import challenge
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.oauth.errors import OAuthError, error_answer
from trunkline.sandbox.oauth.tokens import find_client, known_token
from trunkline.sandbox.store.database import Row, Store

_WITH_APP = "SELECT t.*, p.client_id FROM access_tokens t LEFT JOIN apps p ON p.id = t.app_id WHERE t.id = ?"
# The number of a user counts the users of this server; it is no account's id.
_USER_NUMBER = "SELECT count(*) FROM users WHERE account_id <= ?"


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/app/controllers/doorkeeper/token_info_controller.rb
async def _info(request: Request) -> Response:
    store = store_of(request)
    token = await _bearer(request)
    row = None if token is None or token.fault is not None else store.row(_WITH_APP, (token.id,))
    if row is None:
        return _invalid_token("The access token is invalid")
    left = None if row["expires_at"] is None else (row["expires_at"] - store.now()) // 1000
    owner = row["account_id"]
    return answer(
        {
            "resource_owner_id": None if owner is None else store.value(_USER_NUMBER, (owner,)),
            "scope": row["scopes"].split(),
            "expires_in": left,
            "application": {"uid": row["client_id"]},
            "created_at": row["created_at"] // 1000,
        }
    )


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/oauth/token_introspection.rb
async def _introspect(request: Request) -> Response:
    """Describe a token to the app that it was issued to, or to whoever has another token of that app."""
    params = await params_of(request)
    store = store_of(request)
    row = known_token(store, params.filled("token"))
    if _has_credentials(request, params):
        app = find_client(request, params)
        if app is None:
            return error_answer(OAuthError("invalid_client"))
        return answer(_described(store, row, app["id"]))
    asking = await _bearer(request)
    if asking is None:
        reason = "Request need to be authorized. Required parameter for authorizing request is missing or invalid."
        return error_answer(OAuthError("invalid_request", reason))
    if asking.fault is not None or row is None or row["id"] == asking.id or row["app_id"] != asking.app_id:
        return _invalid_token(asking.fault or "The access token is invalid")
    return answer(_described(store, row, asking.app_id))


def _has_credentials(request: Request, params: Params) -> bool:
    basic = request.headers.get("authorization", "").lower().startswith("basic ")
    return basic or params.filled("client_id") is not None


def _described(store: Store, row: Row | None, app_id: int | None) -> dict[str, Any]:
    token = None if row is None else find_token(store, row["token"])
    shown = None if token is None or token.fault is not None else store.row(_WITH_APP, (token.id,))
    if shown is None or shown["app_id"] != app_id:
        return {"active": False}
    described = {
        "active": True,
        "scope": shown["scopes"],
        "client_id": shown["client_id"],
        "token_type": "Bearer",
        "iat": shown["created_at"] // 1000,
    }
    return described if shown["expires_at"] is None else {**described, "exp": shown["expires_at"] // 1000}


async def _bearer(request: Request) -> AccessToken | None:
    text = await sent_token(request)
    return None if text is None else find_token(store_of(request), text)


def _invalid_token(description: str) -> Response:
    body = {"error": "invalid_token", "error_description": description, "state": "unauthorized"}
    return answer(body, 401, challenge("invalid_token", description))


routes = [
    Route("/oauth/token/info", _info, methods=["GET"]),
    Route("/oauth/introspect", _introspect, methods=["POST"]),
]
