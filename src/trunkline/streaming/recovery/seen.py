"""The statuses that a stream has delivered last, and their edits and deletions while there was no connection.

Timelines show neither edits nor deletions, so these statuses are fetched again by their ids. No I/O of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from trunkline.endpoints.request_sizes import STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.protocol.request import Flow, send
from trunkline.streaming.arrivals import Waiting, reveal, typed
from trunkline.streaming.events import Delete, Event, StatusUpdate, Update
from trunkline.streaming.recovery.gapfill import Timed
from trunkline.streaming.wires.raw import RawEvent

V = TypeVar("V")

ABOUT_STATUS = (Update, StatusUpdate)
"""Events that carry a status which can be edited or deleted later."""

_CHANGES = ("status.update", "delete")

_MORE = "+"
"""Mark in a cursor: there were more statuses than are remembered."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Edits and deletions of statuses that a stream has delivered.

    Attributes:
        deleted: the ids of the deleted ones.
        edited: the edited ones in their new version, in the order of the edits.
        complete: False if other edits or deletions may have been missed.
    """

    deleted: list[str] = field(default_factory=list)
    edited: list[Status] = field(default_factory=list)
    complete: bool = True


@dataclass(slots=True)
class Version:
    """The version of a status that the stream has delivered last.

    Attributes:
        edited: the time of the last edit as the server writes it, ``None`` before the first edit; not read from the
            event before the program has taken it, so that nothing is decoded for this alone.
        waiting: the event with this version, until the program has taken it.
    """

    edited: str | None = None
    waiting: Waiting | None = None

    def read(self) -> str | None:
        """Return the time of the last edit, decoding the event if it still waits."""
        waiting = self.waiting  # another thread may clear it meanwhile; `edited` is set by then
        if waiting is None:
            return self.edited
        event = reveal(waiting)
        return _edit_of(event.status) if isinstance(event, ABOUT_STATUS) else None


class Seen:
    """The statuses that a stream has delivered last, with the version of each.

    Args:
        limit: number of statuses to remember.
        saved: the statuses of a saved cursor, as `to_text` wrote them.
    """

    def __init__(self, limit: int, saved: str = "") -> None:
        self._limit = limit
        self._forgotten = False
        self._versions: OrderedDict[str, Version] = OrderedDict()
        # By the id of a status, its last edit that was recovered ("" for the first version); None for its deletion.
        self._recovered: OrderedDict[str, str | None] = OrderedDict()
        for one in saved.split():
            status_id, _, edited = one.partition("=")
            if one == _MORE:
                self._forgotten = True
            else:
                self._note(status_id, Version(edited or None))

    def note(self, status_id: str, event: Waiting) -> None:
        """Remember a status that the stream delivers, for the first time or again."""
        self._note(status_id, Version(waiting=event))

    def _note(self, status_id: str, version: Version) -> None:
        if _put(self._versions, status_id, version, self._limit):
            self._forgotten = True

    def recovered(self, event: Event) -> None:
        """Remember a status that was missed and is delivered now."""
        if isinstance(event, ABOUT_STATUS) and (status_id := _id_of(event.status)):
            _put(self._recovered, status_id, _edit_of(event.status) or "", self._limit)
            self.note(status_id, event)

    def receive(self, raw: RawEvent) -> bool:
        """Take note of a live event; return False if it is an edit or a deletion that has been recovered already."""
        if raw.name not in _CHANGES:
            return True
        event = typed(raw)
        if isinstance(event, Delete):
            self._versions.pop(event.status_id, None)
        repeated = self._was_recovered(event)
        if isinstance(event, StatusUpdate) and not repeated and (status_id := _id_of(event.status)):
            self.note(status_id, raw)
        return not repeated

    def was_recovered(self, raw: RawEvent) -> bool:
        """Return True if *raw* is an edit or a deletion that has been recovered."""
        return raw.name in _CHANGES and self._was_recovered(typed(raw))

    def _was_recovered(self, event: Event) -> bool:
        if isinstance(event, Delete):
            return self._recovered.get(event.status_id, "") is None
        if isinstance(event, StatusUpdate) and (status_id := _id_of(event.status)) in self._recovered:
            last = self._recovered[status_id]
            return last is None or (_edit_of(event.status) or "") <= last
        return False

    def deliver(self, status: Status, waiting: Waiting) -> None:
        """Note that the program has taken the event *waiting*, about *status*. May be called in any thread."""
        version = self._versions.get(_id_of(status))
        if version is not None and version.waiting is waiting:
            version.edited = _edit_of(status)
            version.waiting = None

    def find(self) -> Flow[Changes]:
        """Fetch the statuses again and compare their versions."""
        known = {status_id: version.read() for status_id, version in self._versions.items()}
        ids, found = list(known), dict[str, Status]()
        for start in range(0, len(ids), STATUSES_A_REQUEST):
            statuses = yield from send(Statuses.statuses.request([*ids[start : start + STATUSES_A_REQUEST]]))
            found.update((status["id"], status) for status in statuses)
        edited = [found[one] for one in ids if one in found and _edit_of(found[one]) != known[one]]
        edited.sort(key=lambda status: _edit_of(status) or "")
        return Changes([one for one in ids if one not in found], edited, not self._forgotten)

    def recover(self, changes: Changes, stream: str) -> list[Timed]:
        """Build the events for *changes*, with their times where these are known."""
        events: list[Timed] = []
        for status_id in changes.deleted:
            self._versions.pop(status_id, None)
            _put(self._recovered, status_id, None, self._limit)
            events.append((None, Delete(Id(status_id), stream=stream, recovered=True)))
        for status in changes.edited:
            event = StatusUpdate(status, stream=stream, recovered=True)
            self.recovered(event)
            edited = status.edited_at
            events.append((edited if isinstance(edited, datetime) else None, event))
        return events

    def give_up(self) -> None:
        """Forget all statuses since the server does not give them; edits and deletions count as missed from now on."""
        self._limit, self._forgotten = 0, True
        self._versions.clear()

    def to_text(self) -> str:
        """Return the statuses that the program has taken as text for a cursor."""
        known = [
            f"{status_id}={version.edited or ''}"
            for status_id, version in tuple(self._versions.items())
            if version.waiting is None
        ]
        return " ".join([_MORE, *known] if self._forgotten else known)


def _put(entries: OrderedDict[str, V], key: str, value: V, limit: int) -> bool:
    """Add an entry; if there are more than *limit* then, drop the oldest and return True."""
    entries[key] = value
    if len(entries) <= limit:
        return False
    entries.popitem(last=False)
    return True


def _id_of(status: Status) -> str:
    found: Any = dict.get(status, "id")
    return found if isinstance(found, str) else ""


def _edit_of(status: Status) -> str | None:
    """Return the time of the last edit as the server writes it."""
    edited: Any = dict.get(status, "edited_at")
    return edited if isinstance(edited, str) else None
