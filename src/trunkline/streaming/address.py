"""The address of the streaming server, which may differ from that of the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
    MastodonNotFoundError,
)
from trunkline.protocol.addresses import base_url
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.request import Flow
from trunkline.protocol.state import ClientState


def find_streaming_url(state: ClientState, *, allow_http: bool) -> Flow[str]:
    """Return the address for streams, for which the server is asked once.

    Raises:
        MastodonAPIError: the token must not be sent to the announced address.
    """
    if state.streaming_url is None:
        state.streaming_url = streaming_url((yield from find_streaming()), state.base_url, allow_http=allow_http)
    return state.streaming_url


def find_streaming() -> Flow[str | None]:
    """Ask the server for its streaming address; return ``None`` if it announces none itself."""
    try:
        instance = yield from newest_instance(dict[str, Any], dict[str, Any], own_answer=True)
    except (MastodonNotFoundError, MastodonMalformedResponseError):
        return None
    by_v2 = _text_at(instance, "configuration", "urls", "streaming")
    return by_v2 or _text_at(instance, "urls", "streaming_api")


def _text_at(value: Any, *keys: str) -> str | None:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else None


def streaming_url(announced: str | None, api: str, *, allow_http: bool) -> str:
    """Return the address for streams as an ``http`` or ``https`` URL.

    Args:
        announced: the address that the server announces, mostly ``wss:``; ``None``: the server of the API.
        api: the address of the API. If it is encrypted, the streams are too, whatever *announced* says.
        allow_http: accept an unencrypted address of another machine.

    Raises:
        MastodonAPIError: the token must not be sent to the announced address.
    """
    if announced is None:
        return api
    scheme, _, rest = announced.rpartition("://")
    secure = scheme not in ("ws", "http") or urlsplit(api).scheme == "https"
    try:
        return base_url(f"{'https' if secure else 'http'}://{rest}", allow_http=allow_http).removesuffix(STREAMING_PATH)
    except MastodonIllegalArgumentError as error:
        raise MastodonAPIError(f"The server names a streaming address that cannot be used: {error}") from None
