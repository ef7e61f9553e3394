"""Cursors and fingerprints that a run leaves for the next one, by server and subject, in dlt's state.

dlt keeps the state of a resource with the data it belongs to: it is written when a run has been extracted, travels to
the destination in the same package as the rows, and is dropped with the resource. A run that fails leaves it as it was.

========= ==========================================================================================================
part      by subject (an account, a hashtag, ...)
========= ==========================================================================================================
newest    the newest id that was read, from which later runs go on
oldest    the oldest id that was read, from which a walk back goes on
goal      goal of a walk back that is not finished: a time, an id, or ``""`` for the beginning
back_to   oldest point up to which the subject was read without gaps, likewise
top       the ids at the beginning of a list whose order is not that of its ids
prints    fingerprints of rows, by their key
accounts  ids of accounts, by the names that they were given by
fields    paths of undeclared fields that have columns, whatever the subject
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
"""Number of ids at the beginning of a list that are kept, to recognise the part that is known."""


class Memory:
    """Part of a resource's state that belongs to one server.

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
        """Ids of accounts, by the names that they were given by."""
        return self._part("accounts")

    @property
    def fields(self) -> list[str]:
        """Paths of undeclared fields for which the server has got columns."""
        return list(self._state.get("fields", ()))

    def add_fields(self, paths: Sequence[str]) -> None:
        """Record that the server has got columns for further undeclared fields."""
        if paths:
            self._state["fields"] = sorted({*self.fields, *paths})

    def newest(self, subject: str) -> str | None:
        """Return the newest id of *subject* that was read."""
        return self._part("newest").get(subject)

    def oldest(self, subject: str) -> str | None:
        """Return the oldest id of *subject* that was read, where that is known."""
        return self._part("oldest").get(subject)

    def goal(self, subject: str) -> str | None:
        """Return the goal of the unfinished walk back through *subject*; ``None`` if there is none."""
        return self._part("goal").get(subject)

    def back_to(self, subject: str) -> str | None:
        """Return the oldest point up to which *subject* was read without gaps; ``None`` if there is none."""
        return self._part("back_to").get(subject)

    def reached(self, subject: str, newest: str | None) -> None:
        """Record that objects of *subject* up to the id *newest* were read, on the way to newer ones."""
        before = self.newest(subject)
        if newest is not None and (before is None or Id(newest) > before):
            self._part("newest")[subject] = str(newest)

    def went_back(self, subject: str, newest: str | None, oldest: str | None, goal: str) -> None:
        """Record that objects of *subject* from *newest* to *oldest* were read on the way back to *goal*."""
        if oldest is not None:
            self._part("oldest")[subject] = str(oldest)
        self._part("goal")[subject] = goal
        if self.newest(subject) is None:
            self.reached(subject, newest)

    def is_back(self, subject: str, at: str) -> None:
        """Record that the walk back through *subject* is finished: everything since *at* was read."""
        self._part("goal").pop(subject, None)
        self._part("back_to")[subject] = at

    def top(self, subject: str) -> list[str]:
        """Return the ids at the beginning of *subject*'s list when it was last read."""
        return list(self._part("top").get(subject, ()))

    def found_on_top(self, subject: str, ids: Iterable[str]) -> None:
        """Store the first ids of the list, in front of those that were stored before."""
        self._part("top")[subject] = list(dict.fromkeys([*ids, *self.top(subject)]))[:KNOWN]

    def print_of(self, row: Row, key: Sequence[str]) -> tuple[str, str] | None:
        """Return the name and the fingerprint of a row that is new or has changed; ``None`` if it has not."""
        name = " ".join(str(row.get(part)) for part in key)
        now = fingerprint(row)
        return None if self._part("prints").get(name) == now else (name, now)

    def remember_prints(self, prints: Iterable[tuple[str, str]]) -> None:
        """Record that rows with these names and fingerprints were read."""
        self._part("prints").update(prints)


def fingerprint(row: Row) -> str:
    """Return a hash of a row."""
    return blake2b(msgspec.json.encode(row), digest_size=8).hexdigest()
