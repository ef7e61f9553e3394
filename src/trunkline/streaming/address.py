"""The address of the streaming server, which may differ from that of the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError
from trunkline.protocol.addresses import base_url
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.request import Flow
from trunkline.streaming.subscriptions import STREAMING_PATH


def find_streaming() -> Flow[str | None]:
    """Ask the server for its streaming address; return ``None`` if it announces none."""
    try:
        instance = yield from newest_instance(dict[str, Any], dict[str, Any])
    except MastodonNotFoundError:
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
        announced: what the server announces, mostly a ``wss:`` address; ``None``: the server of the API.
        api: the address of the API. Where that is encrypted, the streams are too, whatever *announced* says.
        allow_http: accept an unencrypted address of another machine.

    Raises:
        MastodonAPIError: what the server says is no address that the token may be sent to.
    """
    if announced is None:
        return api
    scheme, _, rest = announced.rpartition("://")
    secure = scheme not in ("ws", "http") or urlsplit(api).scheme == "https"
    try:
        return base_url(f"{'https' if secure else 'http'}://{rest}", allow_http=allow_http).removesuffix(STREAMING_PATH)
    except MastodonIllegalArgumentError as error:
        raise MastodonAPIError(f"The server names a streaming address that cannot be used: {error}") from None
