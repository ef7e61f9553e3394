"""Faults of real servers, which a sandbox has on request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, cast, get_args

from starlette.requests import Request

Quirk = Literal["repeated-key-500", "anonymous-cache", "home-lag"]
"""The name of a fault of real servers:

- `repeated-key-500`: a repeated `Idempotency-Key` is answered with 500, although the post exists and there is no second
  one. Mastodon 4.7.0-alpha.2 does this.
- `anonymous-cache`: answers to requests without a token are up to 15 seconds old, because a proxy keeps them.
- `home-lag`: a post is in home timelines one second after it was made, because a background job puts it there.
"""
QUIRKS: tuple[str, ...] = get_args(Quirk)


def known_quirks(names: Iterable[str]) -> set[Quirk]:
    """Return `names` as a set.

    Raises:
        ValueError: one of them is no quirk.
    """
    found = set(names)
    unknown = sorted(found - set(QUIRKS))
    if unknown:
        raise ValueError(f"there is no quirk {unknown[0]!r}; the quirks are {', '.join(QUIRKS)}")
    return cast("set[Quirk]", found)


def has_quirk(request: Request, quirk: Quirk) -> bool:
    """Return True if the server has a fault now."""
    state: Any = request.app.state
    return quirk in state.quirks
