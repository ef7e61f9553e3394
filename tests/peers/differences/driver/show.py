"""Values as JSON that can be compared, whichever library made them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any

from mastodon import types_base

_BASES = (
    "MaybeSnowflakeIdType",
    "EmptyResponse",
    "PaginationInfo",
    "PaginatableList",
    "NonPaginatableList",
    "AttribAccessDict",
    "Entity",
)
_NAMES = {getattr(types_base, name): name for name in _BASES if hasattr(types_base, name)}
_SECRETS = {"access_token", "client_id", "client_secret", "public_key", "refresh_token", "server_key", "vapid_key"}
_ITEMS = 3
_DEPTH = 7
_TEXT = 300


def name_of(cls: type) -> str:
    """Return the name of a class, as Mastodon.py has it where it is known by two."""
    return _NAMES.get(cls, cls.__name__)


def show(value: Any, depth: int = _DEPTH) -> Any:
    """Describe a value: a mapping with `type` and `fields` or `items`, or a text."""
    if isinstance(value, dict):
        keys = list(value)
        inner = {str(key): _field(value, key, depth - 1) for key in keys} if depth else {}
        return {"type": name_of(type(value)), "also": _also(type(value)), "fields": inner, **_pages(value)}
    if isinstance(value, list | tuple):
        items = [show(one, depth - 1) for one in value[:_ITEMS]] if depth else []
        return {"type": name_of(type(value)), "length": len(value), "items": items, **_pages(value)}
    return _scalar(value)


def shown(read: Callable[[], Any], depth: int = _DEPTH) -> Any:
    """Describe what a function returns or raises."""
    try:
        value = read()
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return f"raises {type(error).__name__}"
    return show(value, depth)


def _field(value: Any, key: Any, depth: int) -> Any:
    """Describe a field, unless it is another one each time."""
    return "a secret" if key in _SECRETS and value[key] else shown(lambda: value[key], depth)


def _also(cls: type) -> list[str]:
    """Names of other classes that an object is an instance of, as `isinstance` is asked for."""
    return [name_of(one) for one in cls.__mro__[1:] if one.__module__ != "builtins"]


def _pages(value: Any) -> dict[str, Any]:
    found = {}
    for name in ("_pagination_next", "_pagination_prev"):
        info = getattr(value, name, None)
        if info is not None:
            found[name] = {str(key): _scalar(info[key]) for key in sorted(info, key=str)}
    return found


def _scalar(value: Any) -> str:
    cls = type(value)
    if isinstance(value, datetime):
        return f"datetime {'naive' if value.tzinfo is None else 'aware'} {value.isoformat()}"
    if value is None or cls in (bool, int, float, str, bytes):
        return repr(value)[:_TEXT]
    if isinstance(value, type):
        return f"class {name_of(value)}"
    if isinstance(value, str | int | float) and not isinstance(value, Enum):
        return f"{name_of(cls)} {value!s:.300}"
    return f"{name_of(cls)} object"


def failure(error: BaseException) -> dict[str, Any]:
    """Describe an exception."""
    names = [one.__name__ for one in type(error).__mro__[1:] if one not in (BaseException, object)]
    cause = error.__cause__
    return {
        "class": type(error).__name__,
        "bases": names,
        "args": [_scalar(one) for one in error.args],
        "cause": None if cause is None else type(cause).__name__,
    }
