"""Optional packages that are installed, looked up when they are asked for."""

from __future__ import annotations

from importlib.util import find_spec

IMPL_HAS_CRYPTO: bool
IMPL_HAS_ECE: bool
IMPL_HAS_BLURHASH: bool
IMPL_HAS_GRAPHEME = True
"""Characters are counted as people see them, without a further package."""

IMPL_HAS_WEBSOCKET = True
"""Streams over WebSocket need no further package."""

_PACKAGES = {
    "IMPL_HAS_CRYPTO": "cryptography",
    "IMPL_HAS_ECE": "http_ece",
    "IMPL_HAS_BLURHASH": "blurhash",
}

__all__ = ["IMPL_HAS_BLURHASH", "IMPL_HAS_CRYPTO", "IMPL_HAS_ECE", "IMPL_HAS_GRAPHEME", "IMPL_HAS_WEBSOCKET"]


def __getattr__(name: str) -> bool:
    """Return True if the package of ``IMPL_HAS_...`` is installed."""
    if name not in _PACKAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return find_spec(_PACKAGES[name]) is not None
