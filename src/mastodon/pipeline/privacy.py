"""Whose posts are loaded: other people's followers-only and direct posts are left out unless asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mastodon.pipeline.server import Row

_RESTRICTED = frozenset({"private", "direct", "limited"})


def is_others_private(item: Row, my_id: Callable[[], str | None]) -> bool:
    """Whether a post, or an object that shows one, shows a restricted post of somebody else.

    Args:
        item: a status, or an object with statuses in it.
        my_id: gives the id of the own account, and is asked only when it matters.
    """
    return any(
        status.get("visibility") in _RESTRICTED and status["account"]["id"] != my_id() for status in _statuses(item)
    )


def _statuses(item: Any) -> Iterator[Row]:
    """The statuses that *item* is or shows."""
    if not isinstance(item, dict):
        return
    if "visibility" in item and isinstance(item.get("account"), dict):
        yield item
    for name in ("status", "reblog", "quote", "quoted_status"):
        yield from _statuses(item.get(name))
