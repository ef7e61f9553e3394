"""What a run leaves for the next one: cursors and fingerprints, by server and subject, in dlt's state.

dlt keeps the state of a resource with the data it belongs to: it is written when a run has been extracted, travels to
the destination in the same package as the rows, and is dropped with the resource. A run that fails leaves it as it was.

========= ==========================================================================================================
part      by subject (an account, a hashtag, ...)
========= ==========================================================================================================
newest    the newest id that was read: later runs go on from there
oldest    the oldest id that was read: a walk back goes on from there
goal      how far the walk back that is not finished shall go: a time, an id, or ``""`` for the beginning
back_to   how far back everything was read, likewise
top       the ids at the beginning of a list whose order is not that of its ids
prints    fingerprints of rows, by their key
accounts  ids of accounts, by the names that they were given by
========= ==========================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from trunkline.ids import Id
from trunkline.pipeline.crawling.server import Row

KNOWN = 80
"""How many of the first objects of a list are remembered to recognise where the known part begins."""


class Memory:
    """The part of a resource's state that belongs to one server.

    Args:
        state: the state of the resource.
        instance: the server.
    """

    def __init__(self, state: MutableMapping[str, Any], instance: str) -> None:
        self._state = state.setdefault(instance, {})

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self._state.setdefault(name, {})
        return part

    @property
    def accounts(self) -> dict[str, str]:
        """Ids of accounts that were given by name."""
        return self._part("accounts")

    def newest(self, subject: str) -> str | None:
        """The newest id that was read of *subject*."""
        return self._part("newest").get(subject)

    def oldest(self, subject: str) -> str | None:
        """The oldest id that was read of *subject*, where that is known."""
        return self._part("oldest").get(subject)

    def goal(self, subject: str) -> str | None:
        """How far the unfinished walk back through *subject* shall go; ``None`` if there is none."""
        return self._part("goal").get(subject)

    def back_to(self, subject: str) -> str | None:
        """How far back everything of *subject* was read; ``None`` if nothing was."""
        return self._part("back_to").get(subject)

    def reached(self, subject: str, newest: str | None) -> None:
        """Objects of *subject* were read, on the way to newer ones; *newest* is the greatest of their ids."""
        before = self.newest(subject)
        if newest is not None and (before is None or Id(newest) > before):
            self._part("newest")[subject] = str(newest)

    def went_back(self, subject: str, newest: str | None, oldest: str | None, goal: str) -> None:
        """Objects of *subject* with ids from *newest* to *oldest* were read, on the way back to *goal*."""
        before = self.oldest(subject)
        if oldest is not None and (before is None or Id(oldest) < before):
            self._part("oldest")[subject] = str(oldest)
        self._part("goal")[subject] = goal
        if self.newest(subject) is None:
            self.reached(subject, newest)

    def is_back(self, subject: str, at: str) -> None:
        """The walk back through *subject* is finished: everything since *at* was read."""
        self._part("goal").pop(subject, None)
        self._part("back_to")[subject] = at

    def top(self, subject: str) -> list[str]:
        """The ids at the beginning of *subject*'s list when it was last read."""
        return list(self._part("top").get(subject, ()))

    def found_on_top(self, subject: str, ids: Iterable[str]) -> None:
        """The list of *subject* begins with these ids, then goes on as before."""
        self._part("top")[subject] = list(dict.fromkeys([*ids, *self.top(subject)]))[:KNOWN]

    def print_of(self, row: Row, key: Sequence[str]) -> tuple[str, str] | None:
        """The name and the fingerprint of a row that is new or differs from when it was last read, else ``None``."""
        name = " ".join(str(row.get(part)) for part in key)
        now = fingerprint(row)
        return None if self._part("prints").get(name) == now else (name, now)

    def remember_prints(self, prints: Iterable[tuple[str, str]]) -> None:
        """Rows with these names and fingerprints were read."""
        self._part("prints").update(prints)


def fingerprint(row: Row) -> str:
    """A short text that differs for rows that differ."""
    return blake2b(msgspec.json.encode(row), digest_size=8).hexdigest()
