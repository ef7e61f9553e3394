"""Optional packages that are installed, looked up when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlparse

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
_CRYPTO = "cryptography.hazmat"
_OPTIONAL = {
    **{name: name for name in ("blurhash", "cryptography", "grapheme", "http_ece", "magic", "websocket")},
    "default_backend": f"{_CRYPTO}.backends:default_backend",
    "ec": f"{_CRYPTO}.primitives.asymmetric.ec",
    "serialization": f"{_CRYPTO}.primitives.serialization",
}
"""Modules, and names in modules, that are ``None`` where they are not installed."""

_REQUIRED = {
    **{name: name for name in ("dateutil", "requests")},
    **{name: f"requests.exceptions:{name}" for name in ("ChunkedEncodingError", "ConnectionError", "ReadTimeout")},
}
"""The same of packages that Mastodon.py requires; they are not there where they are not installed."""

__all__ = [
    "IMPL_HAS_BLURHASH",
    "IMPL_HAS_CRYPTO",
    "IMPL_HAS_ECE",
    "IMPL_HAS_GRAPHEME",
    "IMPL_HAS_WEBSOCKET",
    "Path",
    "PurePath",
    "urlparse",
]


def imports_of(module: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a module: what programs import from it that Mastodon.py imports from others."""

    def look_up(name: str) -> Any:
        if name in _PACKAGES:
            return find_spec(_PACKAGES[name]) is not None
        try:
            if name in _OPTIONAL or name in _REQUIRED:
                where, _, what = (_OPTIONAL.get(name) or _REQUIRED[name]).partition(":")
                found = import_module(where)
                return getattr(found, what) if what else found
        except ModuleNotFoundError:
            if name in _OPTIONAL:
                return None
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return look_up


__getattr__ = imports_of(__name__)
