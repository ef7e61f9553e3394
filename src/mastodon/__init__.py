"""The modules of Mastodon.py by name, with the objects of `trunkline`."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

import trunkline
from trunkline import __version__
from trunkline import errors as _errors
from trunkline.errors import *  # noqa: F403

TYPE_CHECKING = bool()  # noqa: UP018  (as in trunkline.errors)
if TYPE_CHECKING:
    from typing import Any

    from trunkline import (
        AsyncMastodon,
        CallbackStreamListener,
        Entity,
        Id,
        Mastodon,
        Page,
        SSEStreamHandle,
        StreamHandle,
        StreamListener,
        WebSocketStreamHandle,
        WebSocketSubscription,
    )
    from trunkline import Entity as AttribAccessDict

__all__ = [
    "AsyncMastodon",
    "AttribAccessDict",
    "CallbackStreamListener",
    "Entity",
    "Id",
    "Mastodon",
    "Page",
    "SSEStreamHandle",
    "StreamHandle",
    "StreamListener",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
    "__version__",
]
__all__ += _errors.__all__


class _Package(ModuleType):
    """Package whose class ``Mastodon`` is not replaced when its module of that name is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "Mastodon" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:  # what takes time to import is imported when it is first used
    if name in __all__:
        value = getattr(trunkline, "Entity" if name == "AttribAccessDict" else name)
        globals()[name] = value
        return value
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return import_module(f"mastodon.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"mastodon.{name}":
            raise
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
