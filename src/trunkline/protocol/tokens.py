"""Requests to the token endpoint, and the renewal of expired access tokens."""

from __future__ import annotations

import re
from typing import Any, TypeGuard, TypeVar

from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.state import ClientState

T = TypeVar("T")

_SECRET = re.compile("[!-~]{1,8192}")  # RFC 6749, appendix A, as far as it fits into a header


def is_secret(value: object) -> TypeGuard[str]:
    """Return True if a value can be a client id, a client secret or a token: 1 to 8192 visible ASCII characters."""
    return isinstance(value, str) and _SECRET.fullmatch(value) is not None


def application_keys(state: ClientState) -> dict[str, str]:
    """Return the form fields that authenticate the application.

    Raises:
        MastodonIllegalArgumentError: the client has no application keys.
    """
    if not (state.client_id and state.client_secret):
        raise MastodonIllegalArgumentError(
            "This needs the application's client_id and client_secret: create them with Mastodon.create_app(...) "
            "and pass them, or the path of the application file, to the client."
        )
    return {"client_id": state.client_id, "client_secret": state.client_secret}


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
