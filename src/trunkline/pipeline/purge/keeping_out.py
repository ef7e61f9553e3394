"""Keeping purged accounts and servers out of rows that a load or a stream brings, wherever a row can show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from trunkline.pipeline.consent import Row
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.redacting import Redactor

REMOVED = object()
"""Stands for a value that is taken out, with what it was in a list of."""


class KeepingOut:
    """Filter of rows.

    Args:
        names: the accounts and servers to keep out.
    """

    def __init__(self, names: PurgeList) -> None:
        self._names, self._redactor = names, Redactor(names)

    def without(self, rows: Iterable[Row], instance: str) -> list[Row]:
        """Return the rows of a server that are nobody's of the purge, and what else shows them taken out of those."""
        if not self._names:
            return list(rows)
        is_theirs = partial(self._is_theirs, instance)
        kept = (row for row in rows if not self._names.shown_in(row, instance))
        return [taken_out(row, is_theirs, self._redactor.without) for row in kept]

    def _is_theirs(self, instance: str, account: Row) -> bool:
        return self._names.has(account, instance)


def taken_out(value: Any, is_theirs: Callable[[Row], bool], without: Callable[[str], str]) -> Any:
    """Return a value of JSON without accounts and texts of a purge, or `REMOVED`.

    Accounts below the author's are taken out: who somebody has moved to, mentions, authors of a link. A preview of one
    of their pages goes as a whole, as its title, text and picture are theirs. A reply to them, who are mentioned in it,
    does not say any more to what it replies.

    Args:
        value: the value; it is not changed.
        is_theirs: returns True for an account of the purge.
        without: returns a text without names and links of the purge.
    """
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list):
        items = (taken_out(item, is_theirs, without) for item in value)
        return [item for item in items if item is not REMOVED]
    if not isinstance(value, dict):
        return value
    if "acct" in value and is_theirs(value):
        return REMOVED
    author = value.get("account")
    if "visibility" not in value and isinstance(author, dict) and "acct" in author and is_theirs(author):
        return REMOVED
    inside = {key: taken_out(inner, is_theirs, without) for key, inner in value.items()}
    if _replies_to_them(value, is_theirs):
        inside.update(in_reply_to_id=None, in_reply_to_account_id=None)
    if "provider_name" in value and (inside.get("url") != value.get("url") or _fewer(inside, value, "authors")):
        return REMOVED
    return {key: None if inner is REMOVED else inner for key, inner in inside.items()}


def _replies_to_them(status: Row, is_theirs: Callable[[Row], bool]) -> bool:
    mentions, answered = status.get("mentions"), status.get("in_reply_to_account_id")
    return isinstance(mentions, list) and any(
        isinstance(one, dict) and "acct" in one and str(one.get("id")) == str(answered) and is_theirs(one)
        for one in mentions
    )


def _fewer(now: Row, before: Row, key: str) -> bool:
    return isinstance(before.get(key), list) and len(now[key]) < len(before[key])
