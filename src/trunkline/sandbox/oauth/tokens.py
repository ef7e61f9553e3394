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
WHERE app_id IS :app AND account_id IS :account AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > :now)
ORDER BY id DESC
"""


def matching_token(store: Store, app_id: int | None, account_id: int | None, scopes: str) -> Row | None:
    """Return the newest valid token with exactly these scopes, in any order."""
    rows = store.rows(_REUSABLE, {"app": app_id, "account": account_id, "now": store.now()})
    return next((row for row in rows if set(row["scopes"].split()) == set(scopes.split())), None)


def issue_token(store: Store, app_id: int | None, account_id: int | None, scopes: str) -> Row:
    """Return the valid token with these scopes, or issue one; without `account_id`, a token of the app itself."""
    known = matching_token(store, app_id, account_id, scopes)
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
        with store.transaction():
            row = _GRANTS[grant](store, find_client(request, params), params)
    except OAuthError as error:
        return error_answer(error)
    return answer(token_body(row), headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def find_client(request: Request, params: Params) -> Row | None:
    """Return the app whose id and secret the request has, `None` if there is none."""
    client_id, client_secret = _credentials(request, params)
    app = find_app(store_of(request), client_id)
    return app if app is not None and same_text(app["client_secret"], client_secret) else None


def _require_client(app: Row | None) -> Row:
    if app is None:
        raise OAuthError("invalid_client")
    return app


def _credentials(request: Request, params: Params) -> tuple[str, str]:
    """Return client id and secret, from the Authorization header or the body."""
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            text = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        client_id, _, secret = text.partition(":")
        return client_id, secret
    return params.text("client_id", "") or "", params.text("client_secret", "") or ""


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/oauth/authorization_code_request.rb
def _by_code(store: Store, app: Row | None, params: Params) -> Row:
    """Exchange an authorization code (grant authorization_code)."""
    if params.filled("code") is None:
        raise missing_parameter("code")
    code = store.row("SELECT * FROM authorization_codes WHERE code = ?", (params.text("code"),))
    verifier = params.filled("code_verifier")
    if code is not None and code["code_challenge"] is not None and verifier is None:
        raise missing_parameter("code_verifier")
    if params.filled("redirect_uri") is None:
        raise missing_parameter("redirect_uri")
    app = _require_client(app)
    if code is None or code["app_id"] != app["id"] or code["used_at"] is not None:
        raise OAuthError("invalid_grant")
    if code["expires_at"] <= store.now() or code["redirect_uri"] != params.text("redirect_uri"):
        raise OAuthError("invalid_grant")
    if verifier is not None and not same_text(_challenge(verifier), code["code_challenge"] or ""):
        raise OAuthError("invalid_grant")
    store.execute("UPDATE authorization_codes SET used_at = ? WHERE code = ?", (store.now(), code["code"]))
    return issue_token(store, app["id"], code["account_id"], code["scopes"])


def _challenge(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _by_client(store: Store, app: Row | None, params: Params) -> Row:
    """Issue a token for the app itself (grant client_credentials)."""
    app = _require_client(app)
    return issue_token(store, app["id"], None, requested_scopes(params.filled("scope"), app["scopes"]))


def _by_refresh_token(store: Store, app: Row | None, params: Params) -> Row:
    """Replace an expiring token (grant refresh_token); the old one is revoked."""
    app = _require_client(app)
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
    app = find_client(request, params)
    if app is None:
        return _not_revoked()
    row = known_token(store, params.filled("token"))
    if row is None:
        return empty()
    if row["app_id"] != app["id"]:
        return _not_revoked()
    store.update("access_tokens", row["id"], {"revoked_at": store.now()})
    hub_of(request).publish(KILL, "", [revocation_channel(row["id"])])
    return empty()


def known_token(store: Store, text: str | None) -> Row | None:
    """Return the access token that `text` is, or that it refreshes."""
    return store.row("SELECT * FROM access_tokens WHERE token = ?1 OR refresh_token = ?1", (text,))


def _not_revoked() -> Response:
    error = OAuthError("unauthorized_client")
    return answer({"error": error.code, "error_description": error.description}, error.status)


routes = [
    Route("/oauth/token", _token, methods=["POST"]),
    Route("/oauth/revoke", _revoke, methods=["POST"]),
]
