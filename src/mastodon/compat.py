"""Which optional packages are here, under the names that existing programs import; looked up when asked."""

from __future__ import annotations

from importlib.util import find_spec

_PACKAGES = {
    "IMPL_HAS_CRYPTO": "cryptography",
    "IMPL_HAS_ECE": "http_ece",
    "IMPL_HAS_BLURHASH": "blurhash",
}

IMPL_HAS_GRAPHEME = True
"""Characters are counted as people see them, without a further package."""

IMPL_HAS_WEBSOCKET = True
"""Streams over WebSocket need no further package."""


def __getattr__(name: str) -> bool:
    """Whether the package behind ``IMPL_HAS_...`` is installed."""
    if name not in _PACKAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return find_spec(_PACKAGES[name]) is not None
