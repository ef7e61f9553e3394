"""The address of the streaming server, which may differ from that of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError
from trunkline.protocol.addresses import base_url, is_loopback
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.request import Flow
from trunkline.protocol.software import names_software, software_of
from trunkline.protocol.state import ClientState
from trunkline.streaming.wires.error_kinds import is_unoffered


def find_streaming_url(state: ClientState, *, allow_http: bool) -> Flow[str]:
    """Return the address for streams, for which the server is asked once; its software is noted on the way.

    Raises:
        MastodonAPIError: the token must not be sent to the announced address.
    """
    if state.streaming_url is None:
        instance = yield from find_instance()
        if state.software is None and state.server_version is None and names_software(instance):
            state.software = software_of(instance)
        state.streaming_url = streaming_url(announced_by(instance), state.base_url, allow_http=allow_http)
    return state.streaming_url


def find_instance() -> Flow[Mapping[str, Any]]:
    """Ask the server for its description; return an empty one if it gives none itself."""
    try:
        instance: Mapping[str, Any] = yield from newest_instance(dict[str, Any], dict[str, Any], own_answer=True)
    except MastodonAPIError as error:
        if not is_unoffered(error):
            raise
        return {}
    return instance


def announced_by(instance: Mapping[str, Any]) -> str | None:
    """Return the streaming address that a server announces; ``None`` if there is none."""
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
    if scheme == "wss" and _is_plain_self(rest, api):
        return api
    try:
        return base_url(f"{'https' if secure else 'http'}://{rest}", allow_http=allow_http).removesuffix(STREAMING_PATH)
    except MastodonIllegalArgumentError as error:
        raise MastodonAPIError(f"The server names a streaming address that cannot be used: {error}") from None


def _is_plain_self(announced: str, api: str) -> bool:
    """Return True if a server that was reached by plain ``http`` announces itself, as GoToSocial does with ``wss``."""
    try:
        here, there = urlsplit(api), urlsplit(f"https://{announced}")
        port = there.port
    except ValueError:
        return False
    same_host = here.hostname == there.hostname or (is_loopback(api) and is_loopback(there.geturl()))
    return here.scheme == "http" and same_host and port in (None, here.port)
