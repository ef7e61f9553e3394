"""Login sessions of the web pages: a signed cookie, and a token against CSRF."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.store.secrets import database_secret, same_text

COOKIE = "_mastodon_session"
_KEY = "session_secret"


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A browser session. `account_id` is `None` before the login."""

    nonce: str
    account_id: int | None
    key: bytes

    @property
    def authenticity_token(self) -> str:
        """CSRF token for the forms of this session."""
        return _sign(self.key, f"form:{self.nonce}")

    def accepts_form(self, token: str | None) -> bool:
        """Return True if `token` is the CSRF token of this session."""
        return same_text(self.authenticity_token, token or "")

    def save(self, response: Response) -> Response:
        """Set the session cookie."""
        value = f"{self.nonce}.{self.account_id or 0}"
        response.set_cookie(COOKIE, f"{value}.{_sign(self.key, value)}", httponly=True, samesite="lax", path="/")
        return response

    def signed_in(self, account_id: int) -> LoginSession:
        """Return a new session for the account."""
        return LoginSession(secrets.token_urlsafe(16), account_id, self.key)


def session_of(request: Request) -> LoginSession:
    """Return the session in the request's cookie, or a new one if the cookie is missing or its signature is wrong."""
    key = database_secret(store_of(request), _KEY)
    value, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
    nonce, _, account = value.rpartition(".")
    if not nonce or not same_text(_sign(key, value), signature):
        return LoginSession(secrets.token_urlsafe(16), None, key)
    return LoginSession(nonce, int(account) or None, key)


def _sign(key: bytes, text: str) -> str:
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
