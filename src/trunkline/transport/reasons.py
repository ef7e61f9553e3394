"""Texts of other libraries' errors, as far as they may be shown."""

from __future__ import annotations

from trunkline.errors import printable

_HARMLESS = frozenset(
    {
        "OSError",
        # httpx2
        "NetworkError",
        "RemoteProtocolError",
        "ProxyError",
        "DecodingError",
        # aiohttp
        "ClientConnectionError",
        "ClientPayloadError",
        # websockets
        "ConnectionClosed",
        "InvalidHandshake",
    }
)
"""Classes of errors whose texts come from the operating system or from the server. Those of others may quote a header
with a token, or the address of a proxy with its password."""


def is_harmless(error: BaseException) -> bool:
    """Return True if the text of another library's error can be shown."""
    return any(kind.__name__ in _HARMLESS for kind in type(error).__mro__)


def reason_of(error: BaseException) -> str:
    """Return what an error of another library says; only its name where that may hold a secret."""
    return (printable(str(error)) if is_harmless(error) else "") or type(error).__name__
