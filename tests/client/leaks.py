"""Search for secrets in an error, as trackers of errors collect it: texts, and local variables of all frames."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from typing import Any

SECRETS = {
    "access_token": "TOKEN-3b1c5f",
    "client_secret": "APPKEY-9d2e7a",
    "refresh_token": "REFRESH-6f8a1c",
    "code": "CODE-7c4d2b",
    "code_verifier": "VERIFIER-5e9b3d",
    "password": "PASSWORD-1f6e8c",
    "proxy": "PROXYWORD-8b2d4a",
}
_LEVELS = 4


def leaks_of(error: BaseException) -> list[str]:
    """Return where an error, or one of those behind it, holds a secret; frames of tests hold them by right."""
    return [
        f"{place}: {name}"
        for one in _all_of(error)
        for place, seen in _collected(one)
        for name, secret in SECRETS.items()
        if secret in seen
    ]


def _all_of(error: BaseException) -> Iterator[BaseException]:
    known: list[BaseException] = []
    rest: list[BaseException | None] = [error]
    while rest:
        one = rest.pop()
        if one is None or one in known:
            continue
        known.append(one)
        yield one
        rest += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            rest += one.exceptions


def _collected(error: BaseException) -> Iterator[tuple[str, str]]:
    yield f"text of {type(error).__name__}", "".join(traceback.format_exception_only(error)) + repr(error)
    yield f"attributes of {type(error).__name__}", _shown(vars(error))
    for frame, line in traceback.walk_tb(error.__traceback__):
        if "/tests/" not in frame.f_code.co_filename:
            for name, value in list(frame.f_locals.items()):
                yield f"{frame.f_code.co_filename}:{line} {frame.f_code.co_qualname} {name}", _shown(value)


def _shown(value: Any, levels: int = _LEVELS) -> str:
    """Return a value as trackers send it: containers item by item, all else by its ``repr``."""
    if levels and isinstance(value, Mapping):
        return " ".join(f"{key!r}={_shown(inner, levels - 1)}" for key, inner in value.items())
    if levels and isinstance(value, list | tuple | set | frozenset):
        return " ".join(_shown(inner, levels - 1) for inner in value)
    return repr(value)
