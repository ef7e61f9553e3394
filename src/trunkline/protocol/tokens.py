"""Requests to the token endpoint, and the renewal of expired access tokens."""

from __future__ import annotations

import re
from typing import Any, TypeGuard, TypeVar

from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.state import ClientState

T = TypeVar("T")

_SECRET = re.compile("[!-~]{1,8192}")  # RFC 6749, appendix A, as far as it fits into a header

_IN_NO_PASSWORD = frozenset((*map(chr, range(32)), "\x7f", "\u2028", "\u2029", "\ufeff"))


def is_secret(value: object) -> TypeGuard[str]:
    """Return True if a value can be a client id, a client secret or a token: 1 to 8192 visible ASCII characters."""
    return isinstance(value, str) and _SECRET.fullmatch(value) is not None


def checked(value: str, what: str) -> str:
    """Return a client id, a client secret, a token or a code that the program gives.

    Args:
        value: the secret.
        what: its name.

    Raises:
        MastodonIllegalArgumentError: no server issues such a secret. The message does not show it.
    """
    if is_secret(value):
        return value
    raise MastodonIllegalArgumentError(
        f"{what} has a blank, a line break, a byte order mark or another character that no token has. Pass it alone, "
        "or the path of its file where a file is accepted."
    )


def checked_password(password: str) -> str:
    """Return a password that a person can have typed into a form.

    Raises:
        MastodonIllegalArgumentError: it has a line break or another control character, as texts from files do.
    """
    if not _IN_NO_PASSWORD.intersection(password):
        return password
    raise MastodonIllegalArgumentError(
        "password has a line break, a byte order mark or another control character. Pass it alone."
    )


def application_keys(state: ClientState) -> dict[str, str]:
    """Return the form fields that authenticate the application.

    Raises:
        MastodonIllegalArgumentError: the client has no application keys, or none that can be right.
    """
    if not (state.client_id and state.client_secret):
        raise MastodonIllegalArgumentError(
            "This needs the application's client_id and client_secret: create them with Mastodon.create_app(...) "
            "and pass them, or the path of the application file, to the client."
        )
    return {
        "client_id": checked(state.client_id, "client_id"),
        "client_secret": checked(state.client_secret, "client_secret"),
    }


def token_request(state: ClientState, result: type[T], **form: str | None) -> Request[T]:
    """Build a request to the token endpoint (RFC 6749, section 3.2).

    Args:
        state: the state of a client with application keys.
        result: type of the result.
        form: the grant: ``grant_type`` and its parameters.
    """
    fields = {**application_keys(state), **form}
    return Request("POST", "/oauth/token", result, form=fields, anonymous=True)


def renew_token(state: ClientState) -> Flow[bool]:
    """Renew an expired access token by the refresh token (RFC 6749, section 6).

    Returns:
        False if the client has no refresh token or no application keys, or if the server refuses.
    """
    if not (state.refresh_token and state.client_id and state.client_secret):
        return False
    grant = token_request(state, dict[str, Any], grant_type="refresh_token", refresh_token=state.refresh_token)
    try:
        token = yield from send(grant)
    except MastodonAPIError:
        return False
    if not is_secret(token.get("access_token")):
        return False
    state.access_token = token["access_token"]
    if is_secret(token.get("refresh_token")):
        state.refresh_token = token["refresh_token"]
    return True
