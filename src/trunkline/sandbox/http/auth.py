"""Authentication: access tokens, scopes and the viewer of a request."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError, invalid_token, login_disabled, no_user, outside_scopes
from trunkline.sandbox.store.database import Row, Store

Handler = Callable[[Request], Awaitable[Response]]

PROFILE_SCOPE = "profile"
# The deprecated scope `follow` grants these: https://github.com/mastodon/mastodon/blob/main/config/initializers/doorkeeper.rb
FOLLOW_SCOPES = frozenset({"read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes"})
_FIND = """
SELECT t.id, t.app_id, t.account_id, t.scopes, t.expires_at, t.revoked_at, u.confirmed, u.approved,
    u.disabled OR a.suspended AS disabled, a.moved_to_id IS NOT NULL AS moved
FROM access_tokens t LEFT JOIN users u ON u.account_id = t.account_id LEFT JOIN accounts a ON a.id = t.account_id
WHERE t.token = ?
"""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A valid access token. Without `account_id` it belongs to the app alone; `moved` if the account has moved away."""

    id: int
    app_id: int | None
    account_id: int | None
    scopes: frozenset[str]
    moved: bool = False

    def allows(self, scope: str) -> bool:
        """Return True if the token has `scope` or a scope that contains it."""
        if scope in self.scopes or scope.partition(":")[0] in self.scopes:
            return True
        if scope.startswith("admin:"):
            return ":".join(scope.split(":")[:2]) in self.scopes
        return scope in FOLLOW_SCOPES and "follow" in self.scopes


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account that sent a request, and its token."""

    account_id: int
    token: AccessToken

    @property
    def app_id(self) -> int | None:
        """Id of the app that the token was issued to."""
        return self.token.app_id


def bearer(headers: Headers) -> str | None:
    """Return the token in the Authorization header, `None` if there is none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def find_token(store: Store, text: str) -> AccessToken | None:
    """Look up an access token.

    Returns:
        The token, `None` if it is unknown.

    Raises:
        ApiError: the token was revoked or has expired, or its owner may not sign in.
    """
    row = store.row(_FIND, (text,))
    if row is None:
        return None
    _refuse_unusable(row, store.now())
    return AccessToken(
        row["id"], row["app_id"], row["account_id"], frozenset(row["scopes"].split()), bool(row["moved"])
    )


def _refuse_unusable(row: Row, now: int) -> None:
    if row["revoked_at"] is not None:
        raise invalid_token("The access token was revoked")
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise invalid_token("The access token expired")
    if row["account_id"] is None:
        return
    if not row["confirmed"]:
        raise ApiError(403, "Your login is missing a confirmed e-mail address")
    if not row["approved"]:
        raise ApiError(403, "Your login is currently pending approval")
    if row["disabled"]:
        raise login_disabled()


def _token_of(request: Request, scopes: tuple[str, ...]) -> AccessToken | None:
    text = bearer(request.headers)
    token = None if text is None else find_token(store_of(request), text)
    if token is not None and scopes and not any(token.allows(scope) for scope in scopes):
        raise outside_scopes()
    request.state.token = token
    return token


def requires(*scopes: str) -> Callable[[Handler], Handler]:
    """Require a user's token with one of `scopes`; without scopes, any token of a user.

    People who have moved to another account are refused; they may still read what needs no user.
    """

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            token = _token_of(request, scopes)
            if token is None:
                raise invalid_token()
            if token.account_id is None:
                raise no_user()
            if token.moved:
                raise login_disabled()
            return await handler(request)

        return guarded

    return decorate


def requires_client(*scopes: str) -> Callable[[Handler], Handler]:
    """Require a token of a user or of an app with one of `scopes`."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            if _token_of(request, scopes) is None:
                raise invalid_token()
            return await handler(request)

        return guarded

    return decorate


def accepts(*scopes: str) -> Callable[[Handler], Handler]:
    """Accept requests without a token. A token that is sent must have one of `scopes`."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            _token_of(request, scopes)
            return await handler(request)

        return guarded

    return decorate


def token_of(request: Request) -> AccessToken | None:
    """Return the token that one of the decorators above found."""
    token: AccessToken | None = getattr(request.state, "token", None)
    return token


def optional_viewer_of(request: Request) -> Viewer | None:
    """Return the viewer, `None` for an anonymous request."""
    token = token_of(request)
    if token is None or token.account_id is None:
        return None
    return Viewer(token.account_id, token)


def viewer_of(request: Request) -> Viewer:
    """Return the viewer of a handler that is decorated with `requires`."""
    viewer = optional_viewer_of(request)
    if viewer is None:
        raise invalid_token()
    return viewer


def required_viewer_of(request: Request) -> Viewer:
    """Return the viewer of a handler that is decorated with `accepts`; 422 without a user."""
    viewer = optional_viewer_of(request)
    if viewer is None:
        raise no_user()
    return viewer


def viewer_id_of(request: Request) -> int | None:
    """Return the id of the viewer, `None` for an anonymous request."""
    viewer = optional_viewer_of(request)
    return None if viewer is None else viewer.account_id
