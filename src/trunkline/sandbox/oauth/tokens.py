"""The token and revocation endpoints."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.context import hub_of, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.live.hub import KILL
from trunkline.sandbox.live.streams import revocation_channel
from trunkline.sandbox.oauth.apps import find_app
from trunkline.sandbox.oauth.errors import OAuthError, error_answer, missing_parameter
from trunkline.sandbox.oauth.scopes import requested_scopes
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.secrets import same_text
from trunkline.sandbox.store.settings import setting

_REUSABLE = """
SELECT * FROM access_tokens
WHERE app_id IS :app AND account_id IS :account AND scopes = :scopes AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > :now)
ORDER BY id DESC LIMIT 1
"""


def issue_token(store: Store, app_id: int | None, account_id: int | None, scopes: str) -> Row:
    """Return the valid token with these scopes, or issue one; without `account_id`, a token of the app itself."""
    values = {"app": app_id, "account": account_id, "scopes": scopes, "now": store.now()}
    known = store.row(_REUSABLE, values)
    return _new_token(store, app_id, account_id, scopes) if known is None else known


def _new_token(store: Store, app_id: int | None, account_id: int | None, scopes: str) -> Row:
    lifetime = None if account_id is None else setting(store, "token_lifetime")
    token = secrets.token_urlsafe(32)
    values = {
        "token": token,
        "refresh_token": None if lifetime is None else secrets.token_urlsafe(32),
        "app_id": app_id,
        "account_id": account_id,
        "scopes": scopes,
        "created_at": store.now(),
        "expires_at": None if lifetime is None else store.now() + int(lifetime * 1000),
    }
    store.insert("access_tokens", values)
    row = store.row("SELECT * FROM access_tokens WHERE token = ?", (token,))
    if row is None:
        raise LookupError("the token was not stored")
    return row


def unusable_token(
    store: Store, app_id: int, account_id: int | None, scopes: str, *, expired: bool, revoked: bool
) -> str:
    """Issue a new token that has expired, or was revoked, a second ago."""
    row = _new_token(store, app_id, account_id, scopes)
    past = store.now() - 1_000
    ended = {"created_at": past, "expires_at": past if expired else None, "revoked_at": past if revoked else None}
    store.update("access_tokens", row["id"], ended)
    return str(row["token"])


def token_body(row: Row) -> dict[str, Any]:
    """Build the Token entity."""
    body: dict[str, Any] = {"access_token": row["token"], "token_type": "Bearer"}
    if row["expires_at"] is not None:
        body["expires_in"] = (row["expires_at"] - row["created_at"]) // 1000
        body["refresh_token"] = row["refresh_token"]
    return {**body, "scope": row["scopes"], "created_at": row["created_at"] // 1000}


async def _token(request: Request) -> Response:
    params = await params_of(request)
    store = store_of(request)
    try:
        grant = params.filled("grant_type")
        if grant is None:
            raise missing_parameter("grant_type")
        if grant not in _GRANTS or (grant == "refresh_token" and setting(store, "token_lifetime") is None):
            raise OAuthError("unsupported_grant_type")
        app = _authenticated_app(store, request, params)
        with store.transaction():
            row = _GRANTS[grant](store, app, params)
    except OAuthError as error:
        return error_answer(error)
    return answer(token_body(row), headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def _authenticated_app(store: Store, request: Request, params: Params) -> Row:
    client_id, client_secret = _credentials(request, params)
    app = find_app(store, client_id)
    if app is None or not same_text(app["client_secret"], client_secret):
        raise OAuthError("invalid_client")
    return app


def _credentials(request: Request, params: Params) -> tuple[str, str]:
    """Return client id and secret, from the Authorization header or the body."""
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            text = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise OAuthError("invalid_client") from None
        client_id, _, secret = text.partition(":")
        return client_id, secret
    return params.text("client_id", "") or "", params.text("client_secret", "") or ""


def _by_code(store: Store, app: Row, params: Params) -> Row:
    """Exchange an authorization code (grant authorization_code)."""
    for name in ("code", "redirect_uri"):
        if params.filled(name) is None:
            raise missing_parameter(name)
    code = store.row("SELECT * FROM authorization_codes WHERE code = ?", (params.text("code"),))
    if code is None or code["app_id"] != app["id"] or code["used_at"] is not None:
        raise OAuthError("invalid_grant")
    if code["expires_at"] <= store.now() or code["redirect_uri"] != params.text("redirect_uri"):
        raise OAuthError("invalid_grant")
    _check_verifier(code["code_challenge"], params.filled("code_verifier"))
    store.execute("UPDATE authorization_codes SET used_at = ? WHERE code = ?", (store.now(), code["code"]))
    return issue_token(store, app["id"], code["account_id"], code["scopes"])


def _check_verifier(challenge: str | None, verifier: str | None) -> None:
    """Check the PKCE verifier (RFC 7636) against an S256 challenge."""
    if challenge is None:
        return
    if verifier is None:
        raise missing_parameter("code_verifier")
    digest = hashlib.sha256(verifier.encode()).digest()
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not same_text(expected, challenge):
        raise OAuthError("invalid_grant")


def _by_client(store: Store, app: Row, params: Params) -> Row:
    """Issue a token for the app itself (grant client_credentials)."""
    return issue_token(store, app["id"], None, requested_scopes(params.filled("scope"), app["scopes"]))


def _by_refresh_token(store: Store, app: Row, params: Params) -> Row:
    """Replace an expiring token (grant refresh_token); the old one is revoked."""
    text = params.filled("refresh_token")
    if text is None:
        raise missing_parameter("refresh_token")
    old = store.row("SELECT * FROM access_tokens WHERE refresh_token = ?", (text,))
    if old is None or old["app_id"] != app["id"] or old["revoked_at"] is not None:
        raise OAuthError("invalid_grant")
    store.update("access_tokens", old["id"], {"revoked_at": store.now()})
    return _new_token(store, app["id"], old["account_id"], old["scopes"])


_GRANTS = {
    "authorization_code": _by_code,
    "client_credentials": _by_client,
    "refresh_token": _by_refresh_token,
}


async def _revoke(request: Request) -> Response:
    params = await params_of(request)
    store = store_of(request)
    try:
        app = _authenticated_app(store, request, params)
    except OAuthError:
        return _not_revoked()
    text = params.filled("token")
    row = store.row("SELECT * FROM access_tokens WHERE token = ?1 OR refresh_token = ?1", (text,))
    if row is None:
        return empty()
    if row["app_id"] != app["id"]:
        return _not_revoked()
    store.update("access_tokens", row["id"], {"revoked_at": store.now()})
    hub_of(request).publish(KILL, "", [revocation_channel(row["id"])])
    return empty()


def _not_revoked() -> Response:
    error = OAuthError("unauthorized_client")
    return answer({"error": error.code, "error_description": error.description}, error.status)


routes = [
    Route("/oauth/token", _token, methods=["POST"]),
    Route("/oauth/revoke", _revoke, methods=["POST"]),
]
