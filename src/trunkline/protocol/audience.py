"""Audience of a client's secrets: the addresses that may have the access token.

Whatever sends a token asks `may_have_token`, and nothing else decides. The same holds for the other secrets (keys of
the application, refresh tokens, passwords, codes): they are form fields, and a body goes where the token may go.
"""

from __future__ import annotations

from trunkline.protocol.addresses import is_below
from trunkline.protocol.state import ClientState
from trunkline.protocol.tokens import checked

STREAMING_PATH = "/api/v1/streaming"
"""Path of the streams, below the address of the streaming server."""


def may_have_token(url: str, state: ClientState, *, stream: bool = False) -> bool:
    """Return True if a URL may have the client's access token.

    Args:
        url: the URL. That of the API has its scheme, host, port and base path.
        state: state of the client.
        stream: the URL is opened as a stream, and may also be one of the streaming server that the API has announced,
            which may be another host.
    """
    if is_below(url, state.base_url):
        return True
    return stream and state.streaming_url is not None and is_below(url, state.streaming_url + STREAMING_PATH)


def authorization(url: str, state: ClientState, *, stream: bool = False) -> dict[str, str]:
    """Return the header field with the access token for a URL; empty without a token, or if the URL may not have it.

    Raises:
        MastodonIllegalArgumentError: the token fits into no header. The HTTP libraries would say so too, but show it.
    """
    token = state.access_token
    if not (token and may_have_token(url, state, stream=stream)):
        return {}
    return {"Authorization": f"Bearer {checked(token, 'access_token')}"}
