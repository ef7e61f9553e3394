"""Sessions of the web pages: a signed cookie, and a token against CSRF."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.store.secrets import database_secret, same_text

COOKIE = "_mastodon_session"
_KEY = "session_secret"


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A browser session.

    Attributes:
        nonce: tells sessions apart.
        key: signs cookie and forms.
        account_id: who signed in, `None` before that.
        attempt: who gave the password and still owes the code of the second factor.
        return_to: path of the page that asked for the sign-in.
        secure: the cookie is sent over TLS only.
    """

    nonce: str
    key: bytes
    secure: bool
    account_id: int | None = None
    attempt: int | None = None
    return_to: str = ""

    @property
    def authenticity_token(self) -> str:
        """CSRF token for the forms of this session."""
        return _sign(self.key, f"form:{self.nonce}")

    def accepts_form(self, token: str | None) -> bool:
        """Return True if `token` is the CSRF token of this session."""
        return same_text(self.authenticity_token, token or "")

    def save(self, response: Response) -> Response:
        """Set the session cookie."""
        content = json.dumps([self.nonce, self.account_id, self.attempt, self.return_to])
        value = base64.urlsafe_b64encode(content.encode()).decode()
        signed = f"{value}.{_sign(self.key, value)}"
        response.set_cookie(COOKIE, signed, secure=self.secure, httponly=True, samesite="lax", path="/")
        return response

    def signed_in(self, account_id: int | None) -> LoginSession:
        """Return a new session for the account; `None` signs out."""
        return _new_session(self.key, self.secure, account_id)

    def attempted_by(self, account_id: int) -> LoginSession:
        """Return the session of somebody who still owes the code of the second factor."""
        return replace(self, attempt=account_id)

    def bound_for(self, path: str) -> LoginSession:
        """Return the session that goes on to `path` after the sign-in."""
        return replace(self, return_to=path)


def session_of(request: Request) -> LoginSession:
    """Return the session in the request's cookie, or a new one if the cookie is missing or its signature is wrong."""
    key, secure = database_secret(store_of(request), _KEY), request.url.scheme == "https"
    value, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
    if not value or not same_text(_sign(key, value), signature):
        return _new_session(key, secure)
    nonce, account_id, attempt, return_to = json.loads(base64.urlsafe_b64decode(value))
    return LoginSession(nonce, key, secure, account_id, attempt, return_to)


def _new_session(key: bytes, secure: bool, account_id: int | None = None) -> LoginSession:
    return LoginSession(secrets.token_urlsafe(16), key, secure, account_id)


def _sign(key: bytes, text: str) -> str:
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
