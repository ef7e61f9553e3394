"""The statuses that a stream has told of last, and what became of them while there was no connection.

Lists show neither edits nor deletions, so these statuses are read again by their ids. No I/O of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.endpoints.request_sizes import STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.protocol.request import Flow, send
from trunkline.streaming.arrivals import Waiting, reveal, typed
from trunkline.streaming.events import Delete, Event, StatusUpdate, Update
from trunkline.streaming.recovery.gapfill import Timed
from trunkline.streaming.wires.raw import RawEvent

ABOUT_STATUS = (Update, StatusUpdate)
"""Events that carry a status which can be edited or deleted later."""

_CHANGES = ("status.update", "delete")

_MORE = "+"
"""In a cursor: there were more statuses than are remembered."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to statuses that a stream has told of.

    Attributes:
        deleted: the ids of those that are gone.
        edited: those that are another version now, in the order of the edits.
        complete: whether no other edit or deletion can have been missed.
    """

    deleted: list[str] = field(default_factory=list)
    edited: list[Status] = field(default_factory=list)
    complete: bool = True


class Seen:
    """The statuses that a stream has told of last, with the version of each.

    A version is the time of the last edit (``None`` before the first), and the event itself until the program has taken
    it: so nothing is decoded for this alone.

    Args:
        most: how many are remembered.
        saved: those of a saved cursor.
    """

    def __init__(self, most: int, saved: str = "") -> None:
        self._most = most
        self._forgotten = False
        self._versions: OrderedDict[str, list[Waiting | str | None]] = OrderedDict()
        self._told: OrderedDict[str, str | None] = OrderedDict()
        for one in saved.split():
            status_id, _, edited = one.partition("=")
            if one == _MORE:
                self._forgotten = True
            else:
                self.note(status_id, edited or None)

    def note(self, status_id: str, version: Waiting | str | None) -> None:
        """The stream tells of a status, for the first time or again."""
        self._versions[status_id] = [version]
        if len(self._versions) > self._most:
            self._versions.popitem(last=False)
            self._forgotten = True

    def recovered(self, event: Event) -> None:
        """A status was missed, and the stream tells of it now."""
        if isinstance(event, ABOUT_STATUS) and (status_id := _id_of(event.status)):
            self._tell(status_id, _edit_of(event.status) or "")
            self.note(status_id, event)

    def _tell(self, status_id: str, edit: str | None) -> None:
        """Remember what was told after a break: the live event for it may be on its way."""
        self._told[status_id] = edit
        if len(self._told) > self._most:
            self._told.popitem(last=False)

    def receive(self, raw: RawEvent) -> bool:
        """An event came that may be an edit or a deletion; ``False`` if it has been told as missed already."""
        if raw.name not in _CHANGES:
            return True
        event = typed(raw)
        if isinstance(event, Delete):
            self._versions.pop(event.status_id, None)
        told = self._is_told(event)
        if isinstance(event, StatusUpdate) and not told and (status_id := _id_of(event.status)):
            self.note(status_id, raw)
        return not told

    def has_told(self, raw: RawEvent) -> bool:
        """Whether an event is an edit or a deletion that has been told as missed."""
        return raw.name in _CHANGES and self._is_told(typed(raw))

    def _is_told(self, event: Event) -> bool:
        if isinstance(event, Delete):
            return self._told.get(event.status_id, "") is None
        if isinstance(event, StatusUpdate) and (status_id := _id_of(event.status)) in self._told:
            told = self._told[status_id]
            return told is None or (_edit_of(event.status) or "") <= told
        return False

    def deliver(self, status: Status, waiting: Waiting) -> None:
        """The program has taken an event about *status*, which waited as *waiting*. May be called in any thread."""
        version = self._versions.get(_id_of(status))
        if version is not None and version[0] is waiting:
            version[0] = _edit_of(status)

    def find(self) -> Flow[Changes]:
        """Read the statuses again."""
        known = {status_id: _version_of(version[0]) for status_id, version in self._versions.items()}
        ids, found = list(known), dict[str, Status]()
        for start in range(0, len(ids), STATUSES_A_REQUEST):
            statuses = yield from send(Statuses.statuses.request([*ids[start : start + STATUSES_A_REQUEST]]))
            found.update((status["id"], status) for status in statuses)
        edited = [found[one] for one in ids if one in found and _edit_of(found[one]) != known[one]]
        edited.sort(key=lambda status: _edit_of(status) or "")
        return Changes([one for one in ids if one not in found], edited, not self._forgotten)

    def recover(self, changes: Changes, stream: str) -> list[Timed]:
        """The events for what has changed, with their times where these are known."""
        events: list[Timed] = []
        for status_id in changes.deleted:
            self._versions.pop(status_id, None)
            self._tell(status_id, None)
            events.append((None, Delete(Id(status_id), stream=stream, recovered=True)))
        for status in changes.edited:
            event = StatusUpdate(status, stream=stream, recovered=True)
            self.recovered(event)
            edited = status.edited_at
            events.append((edited if isinstance(edited, datetime) else None, event))
        return events

    def give_up(self) -> None:
        """The server cannot be asked: remember nothing any more, and take it that edits and deletions are missed."""
        self._most, self._forgotten = 0, True
        self._versions.clear()

    def to_text(self) -> str:
        """Those that the program has taken, as text for a cursor."""
        versions = [(status_id, version[0]) for status_id, version in tuple(self._versions.items())]
        known = [f"{one}={edit or ''}" for one, edit in versions if edit is None or isinstance(edit, str)]
        return " ".join([_MORE, *known] if self._forgotten else known)


def _version_of(version: Waiting | str | None) -> str | None:
    if version is None or isinstance(version, str):
        return version
    event = reveal(version)
    return _edit_of(event.status) if isinstance(event, ABOUT_STATUS) else None


def _id_of(status: Status) -> str:
    found: Any = dict.get(status, "id")
    return found if isinstance(found, str) else ""


def _edit_of(status: Status) -> str | None:
    """When it was last edited, as the server writes it."""
    edited: Any = dict.get(status, "edited_at")
    return edited if isinstance(edited, str) else None
