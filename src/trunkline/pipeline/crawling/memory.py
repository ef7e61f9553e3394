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
top       the ids at the beginning of the list, by which the part that is known is recognised
prints    fingerprints of rows, by their key
accounts  ids of accounts, by the names that they were given by
fields    paths of undeclared fields that have columns, whatever the subject
left_out  numbers of rows that were not loaded, by the rule of consent, whatever the subject
owners    whether all rows say whose they are (`trunkline.pipeline.crawling.owners`), whatever the subject
========= ==========================================================================================================

All parts but the last four are kept apart by view (`trunkline.pipeline.crawling.views`): what a token may see and what
the options leave out is another list, of which another one's cursors know nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from trunkline.ids import Id
from trunkline.pipeline.crawling.server import Row

KNOWN = 160
"""Number of ids at the beginning of a list that are kept, to recognise the part that is known: four pages."""


LEFT_OUT, BACK_TO, GOAL, OWNERS = "left_out", "back_to", "goal", "owners"
"""Names of parts that others read too."""


class Memory:
    """Part of a resource's state that belongs to one server.

    Args:
        state: the state of the resource.
        instance: the server.
        view: key of all that the rows depend on apart from server and subject.
    """

    def __init__(self, state: MutableMapping[str, Any], instance: str, view: str = "") -> None:
        self._state, self._view = state.setdefault(instance, {}), view

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self._state.setdefault(name, {})
        return part

    def _key(self, subject: str) -> str:
        """Return the key of a subject in this view; a purge removes the keys that have an id among their words."""
        return f"{subject} {self._view}" if self._view else subject

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

    @property
    def owners(self) -> str | None:
        """State of the rows that were loaded before rows said whose they are; ``None`` if that is not known."""
        state: str | None = self._state.get(OWNERS)
        return state

    @owners.setter
    def owners(self, state: str) -> None:
        self._state[OWNERS] = state

    @property
    def is_of_views(self) -> bool:
        """True if lists were read, and all of them in views; before there were views, nobody knew who reads."""
        keys = [key for name in ("newest", BACK_TO, GOAL) for key in self._part(name)]
        return bool(keys) and all(" " in key for key in keys)

    def read_again(self) -> None:
        """Forget what was read of the lists, in all views; how far back that was stays."""
        for name in ("newest", "oldest", "top"):
            self._state.pop(name, None)

    def count_left_out(self, numbers: Mapping[str, int]) -> None:
        """Add numbers of rows that were not loaded, by the rule of consent. Rows that are read again count again."""
        counted = self._part(LEFT_OUT)
        for rule, number in numbers.items():
            counted[rule] = counted.get(rule, 0) + number

    def newest(self, subject: str) -> str | None:
        """Return the newest id of *subject* that was read."""
        return self._part("newest").get(self._key(subject))

    def oldest(self, subject: str) -> str | None:
        """Return the oldest id of *subject* that was read, where that is known."""
        return self._part("oldest").get(self._key(subject))

    def goal(self, subject: str) -> str | None:
        """Return the goal of the unfinished walk back through *subject*; ``None`` if there is none."""
        return self._part(GOAL).get(self._key(subject))

    def back_to(self, subject: str) -> str | None:
        """Return the oldest point up to which *subject* was read without gaps; ``None`` if there is none."""
        return self._part(BACK_TO).get(self._key(subject))

    def reached(self, subject: str, newest: str | None) -> None:
        """Record that objects of *subject* up to the id *newest* were read, on the way to newer ones."""
        before = self.newest(subject)
        if newest is not None and (before is None or Id(newest) > before):
            self._part("newest")[self._key(subject)] = str(newest)

    def went_back(self, subject: str, newest: str | None, oldest: str | None, goal: str) -> None:
        """Record that objects of *subject* from *newest* to *oldest* were read on the way back to *goal*."""
        if oldest is not None:
            self._part("oldest")[self._key(subject)] = str(oldest)
        self._part(GOAL)[self._key(subject)] = goal
        if self.newest(subject) is None:
            self.reached(subject, newest)

    def is_back(self, subject: str, at: str, oldest: str | None = None) -> None:
        """Record that the walk back through *subject* is finished: everything since *at* was read, down to *oldest*."""
        self._part(GOAL).pop(self._key(subject), None)
        self._part(BACK_TO)[self._key(subject)] = at
        if oldest is not None:
            self._part("oldest")[self._key(subject)] = oldest

    def top(self, subject: str) -> list[str]:
        """Return the ids at the beginning of *subject*'s list when it was last read."""
        return list(self._part("top").get(self._key(subject), ()))

    def found_on_top(self, subject: str, ids: Iterable[str]) -> None:
        """Store the first ids of the list, in front of those that were stored before."""
        self._part("top")[self._key(subject)] = list(dict.fromkeys([*ids, *self.top(subject)]))[:KNOWN]

    def found_below(self, subject: str, ids: Iterable[str]) -> None:
        """Store further ids of the list, behind those that were stored before."""
        self._part("top")[self._key(subject)] = list(dict.fromkeys([*self.top(subject), *ids]))[:KNOWN]

    def other_limits(self, subject: str) -> list[str]:
        """Return the points back to which other views have read *subject*, or were on the way to."""
        own = self._key(subject)
        parts = (self._part(BACK_TO), self._part(GOAL))
        return [
            point for part in parts for key, point in part.items() if key != own and key.rpartition(" ")[0] == subject
        ]

    def print_of(self, row: Row, key: Sequence[str]) -> tuple[str, str] | None:
        """Return the name and the fingerprint of a row that is new or has changed; ``None`` if it has not."""
        name = self._key(" ".join(str(row.get(part)) for part in key))
        now = fingerprint(row)
        return None if self._part("prints").get(name) == now else (name, now)

    def remember_prints(self, prints: Iterable[tuple[str, str]]) -> None:
        """Record that rows with these names and fingerprints were read."""
        self._part("prints").update(prints)


def fingerprint(row: Row) -> str:
    """Return a hash of a row."""
    return blake2b(msgspec.json.encode(row), digest_size=8).hexdigest()
