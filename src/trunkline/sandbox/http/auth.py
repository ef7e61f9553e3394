"""Authentication: access tokens, scopes and the viewer of a request."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError, invalid_token, no_user, outside_scopes
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.store.database import Row, Store

Handler = Callable[[Request], Awaitable[Response]]

PROFILE_SCOPE = "profile"
_FIND = """
SELECT t.id, t.app_id, t.account_id, t.scopes, t.expires_at, t.revoked_at, u.confirmed, u.approved,
    u.disabled OR a.memorial OR a.moved_to_id IS NOT NULL AS disabled, a.suspended
FROM access_tokens t LEFT JOIN users u ON u.account_id = t.account_id LEFT JOIN accounts a ON a.id = t.account_id
WHERE t.token = ?
"""
_DISABLED = "Your login is currently disabled"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token that the server knows. Without `account_id` it belongs to the app alone.

    `fault` says why it may not be used for anything that needs a token. `sign_in_fault` says why its owner may not do
    what needs a user; `suspended` owners may do nothing at all.
    """

    id: int
    app_id: int | None
    account_id: int | None
    scopes: frozenset[str]
    fault: str | None = None
    sign_in_fault: str | None = None
    suspended: bool = False

    def allows(self, *scopes: str) -> bool:
        """Return True if the token has one of `scopes` or a scope that contains one."""
        return not self.scopes.isdisjoint(with_parents(scopes))


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account that sent a request, and its token."""

    account_id: int
    token: AccessToken

    @property
    def app_id(self) -> int | None:
        """Id of the app that the token was issued to."""
        return self.token.app_id


def with_parents(scopes: Iterable[str]) -> list[str]:
    """Return `scopes`, each behind the scope that contains it: `read`, `read:statuses`."""
    found: list[str] = []
    for scope in scopes:
        family = 2 if scope.startswith("admin:") else 1
        found += [":".join(scope.split(":")[:family]), scope]
    return list(dict.fromkeys(found))


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/oauth/token.rb
def bearer(headers: Headers) -> str | None:
    """Return the token in the Authorization header, `None` if there is none."""
    kind, space, token = headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" and space and token.strip() else None


async def sent_token(request: Request) -> str | None:
    """Return the token of a request: in the Authorization header, or else as `access_token` or `bearer_token`."""
    in_header = bearer(request.headers)
    if in_header is not None:
        return in_header
    params = await params_of(request)
    return params.filled("access_token") or params.filled("bearer_token")


def find_token(store: Store, text: str) -> AccessToken | None:
    """Look up an access token, also one that was revoked; `None` if it is unknown."""
    row = store.row(_FIND, (text,))
    if row is None:
        return None
    return AccessToken(
        row["id"],
        row["app_id"],
        row["account_id"],
        frozenset(row["scopes"].split()),
        _fault(row, store.now()),
        _sign_in_fault(row),
        bool(row["suspended"]),
    )


def _fault(row: Row, now: int) -> str | None:
    if row["revoked_at"] is not None:
        return "The access token was revoked"
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return "The access token expired"
    return None


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/base_controller.rb
def _sign_in_fault(row: Row) -> str | None:
    if row["account_id"] is None:
        return None
    if not row["confirmed"]:
        return "Your login is missing a confirmed e-mail address"
    if not row["approved"]:
        return "Your login is currently pending approval"
    return _DISABLED if row["disabled"] else None


async def _token_of(request: Request) -> AccessToken | None:
    """Return the token of a request, whatever may be wrong with it; suspended owners are refused."""
    text = await sent_token(request)
    token = None if text is None else find_token(store_of(request), text)
    if token is not None and token.suspended:
        raise ApiError(403, _DISABLED)
    request.state.token = token
    return token


def _check(token: AccessToken, scopes: tuple[str, ...]) -> None:
    """Refuse a token that may not be used, or not for this."""
    if token.fault is not None:
        raise invalid_token(token.fault)
    if scopes and not token.allows(*scopes):
        raise outside_scopes(with_parents(scopes))


def requires(*scopes: str) -> Callable[[Handler], Handler]:
    """Require a user's token with one of `scopes`.

    Without scopes the token is not looked at: only a user must be behind it.
    """

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            token = await _token_of(request)
            if scopes:
                if token is None:
                    raise invalid_token()
                _check(token, scopes)
            if token is None or token.account_id is None:
                raise no_user()
            if token.sign_in_fault is not None:
                raise ApiError(403, token.sign_in_fault)
            return await handler(request)

        return guarded

    return decorate


def requires_client(*scopes: str) -> Callable[[Handler], Handler]:
    """Require a token of a user or of an app with one of `scopes`."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            token = await _token_of(request)
            if token is None:
                raise invalid_token()
            _check(token, scopes)
            return await handler(request)

        return guarded

    return decorate


def accepts(*scopes: str) -> Callable[[Handler], Handler]:
    """Accept requests without a token. A token that is known must be usable and have one of `scopes`.

    Without scopes the token is not looked at: its owner is the viewer even if it was revoked, as in Mastodon.
    """

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            token = await _token_of(request)
            if token is not None and scopes:
                _check(token, scopes)
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


def user_of(request: Request) -> Viewer:
    """Return the viewer of a handler that is decorated with `accepts` and yet needs one.

    Raises:
        ApiError: 422, because Mastodon asks for no token there.
    """
    viewer = optional_viewer_of(request)
    if viewer is None:
        raise ApiError(422, "This method requires an authenticated user")
    return viewer
