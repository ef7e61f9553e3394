"""The statuses that a stream has delivered last, and their edits and deletions while there was no connection.

Timelines show neither edits nor deletions, so these statuses are fetched again by their ids. No I/O of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from trunkline.endpoints.by_ids import Offered, read_by_ids
from trunkline.endpoints.request_sizes import STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Status
from trunkline.errors import MastodonNotFoundError
from trunkline.ids import Id
from trunkline.protocol.request import Flow, send
from trunkline.streaming.arrivals import Waiting, reveal, typed
from trunkline.streaming.events import Delete, Event, NotificationEvent, StatusUpdate, Update
from trunkline.streaming.recovery.gapfill import Timed
from trunkline.streaming.recovery.versions import edit_of, is_same, last_edit, shown_by, version_of
from trunkline.streaming.wires.raw import RawEvent

V = TypeVar("V")

_SINGLE = 40
"""Greatest number of statuses that are asked for one by one."""

_CHANGES = ("status.update", "delete")
_NOTED = (*_CHANGES, "notification")

_MORE = "+"
"""Mark in a cursor: there were more statuses than are remembered."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Edits and deletions of statuses that a stream has delivered.

    Attributes:
        deleted: the ids of the deleted ones.
        edited: the edited ones in their new version, in the order of the edits.
        complete: False if other edits or deletions may have been missed.
        known: versions of the statuses, by id, with which they were compared.
    """

    deleted: list[str] = field(default_factory=list)
    edited: list[Status] = field(default_factory=list)
    complete: bool = True
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Version:
    """The version of a status that the stream has delivered last.

    Attributes:
        text: the version that the program has taken last, as `version_of` gives it; ``None`` if it has taken none.
        waiting: the event with the last version, until the program has taken it; not decoded for this alone.
    """

    text: str | None = None
    waiting: Waiting | None = None

    def read(self) -> str:
        """Return the version, decoding the event if it still waits."""
        waiting = self.waiting  # another thread may clear it meanwhile; `text` is set by then
        if waiting is None:
            return self.text or ""
        status = status_in(reveal(waiting))
        return "" if status is None else version_of(status)


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
        # By the id of a status, what was recovered of it last; None for its deletion.
        self._recovered: OrderedDict[str, tuple[str, int] | None] = OrderedDict()
        # Versions that the program has taken, by the ids of statuses whose deletion waits for it.
        self._leaving: OrderedDict[str, str] = OrderedDict()
        self._offered: Offered = {}
        for one in saved.split():
            status_id, _, version = one.partition("=")
            if one == _MORE:
                self._forgotten = True
            else:
                self._note(status_id, Version(version))

    def note(self, status_id: str, event: Waiting) -> None:
        """Remember a status that the stream delivers, for the first time or again."""
        before = self._versions.get(status_id)
        self._note(status_id, Version(before.text if before else None, event))

    def _note(self, status_id: str, version: Version) -> None:
        if _put(self._versions, status_id, version, self._limit):
            self._forgotten = True

    def recovered(self, event: Event) -> None:
        """Remember a status that was missed and is delivered now."""
        status = status_in(event)
        if status is None or not (status_id := _id_of(status)):
            return
        if isinstance(event, NotificationEvent):
            self._note_mention(status_id, event)
        else:
            _put(self._recovered, status_id, shown_by(status), self._limit)
            self.note(status_id, event)

    def receive(self, raw: RawEvent) -> bool:
        """Take note of a live event; return False if it is an edit or a deletion that has been recovered already."""
        if raw.name not in _NOTED:
            return True
        event = typed(raw)
        if isinstance(event, Delete):
            self._leave(event.status_id)
        repeated = self._was_recovered(event)
        if isinstance(event, Delete):
            _put(self._recovered, event.status_id, None, self._limit)
        status = None if repeated else status_in(event)
        if status is not None and (status_id := _id_of(status)):
            if isinstance(event, NotificationEvent):
                self._note_mention(status_id, raw)
            else:
                self.note(status_id, raw)
        return not repeated

    def is_gone(self, status_id: str) -> bool:
        """Return True if the program has been told that a status was deleted, which may still come, or come again."""
        return self._recovered.get(status_id, ("", 0)) is None

    def _leave(self, status_id: str) -> bool:
        """Forget a deleted status once the program is told; return False if it is not remembered."""
        version = self._versions.pop(status_id, None)
        if version is not None and version.text is not None:
            _put(self._leaving, status_id, version.text, self._limit)
        return version is not None

    def _note_mention(self, status_id: str, event: Waiting) -> None:
        """Remember a status of which a notification tells, unless the stream itself has told of it."""
        if status_id not in self._versions:
            self.note(status_id, event)

    def was_recovered(self, raw: RawEvent) -> bool:
        """Return True if *raw* is an edit or a deletion that has been recovered."""
        return raw.name in _CHANGES and self._was_recovered(typed(raw))

    def _was_recovered(self, event: Event) -> bool:
        if isinstance(event, Delete):
            return self.is_gone(event.status_id)
        if isinstance(event, StatusUpdate) and (status_id := _id_of(event.status)) in self._recovered:
            last, shown = self._recovered[status_id], shown_by(event.status)
            return last is None or shown == last or last_edit(shown[0]) < last_edit(last[0])
        return False

    def deliver(self, event: Event, waiting: Waiting) -> None:
        """Note that the program has taken *event*, which waited as *waiting*. May be called in any thread."""
        if isinstance(event, Delete):
            self._leaving.pop(event.status_id, None)
        status = status_in(event)
        version = None if status is None else self._versions.get(_id_of(status))
        if status is None or version is None:
            return
        if version.text is None or not isinstance(event, NotificationEvent):
            version.text = version_of(status)
        if version.waiting is waiting:
            version.waiting = None

    def find(self) -> Flow[Changes]:
        """Fetch the statuses again and compare their versions."""
        known = {status_id: version.read() for status_id, version in self._versions.items()}
        ids, found = list(known), dict[str, Status]()
        for start in range(0, len(ids), STATUSES_A_REQUEST):
            some = ids[start : start + STATUSES_A_REQUEST]
            several = Statuses.statuses.request(some)
            statuses = yield from read_by_ids(some, several, Statuses.status.request, self._offered)
            found.update((status["id"], status) for status in statuses if isinstance(status, Status))
            if several.path not in self._offered:
                return Changes(complete=False)
        lacking = [one for one in ids if one not in found]
        alone = False in self._offered.values()  # each was asked for alone already
        deleted, is_all = (lacking, True) if alone else (yield from self._deleted(lacking))
        edited = [found[one] for one in ids if one in found and not is_same(version_of(found[one]), known[one])]
        edited.sort(key=lambda status: edit_of(status) or "")
        return Changes(deleted, edited, is_all and not self._forgotten, known)

    def _deleted(self, lacking: list[str]) -> Flow[tuple[list[str], bool]]:
        """Ask one by one for statuses that are not among others; return those that are gone, and if these are all.

        Others exist: Mastodon leaves out of several statuses those of muted and blocked accounts
        (https://github.com/mastodon/mastodon/blob/main/app/lib/status_filter.rb). They are forgotten.
        """
        deleted: list[str] = []
        for status_id in lacking[:_SINGLE]:
            try:
                yield from send(Statuses.status.request(status_id))
            except MastodonNotFoundError:
                deleted.append(status_id)
            else:
                self._versions.pop(status_id, None)
        return deleted, len(lacking) <= _SINGLE

    def recover(self, changes: Changes, stream: str) -> list[Timed]:
        """Build the events for *changes*, with their times where these are known.

        What a live event has told meanwhile is not told again.
        """
        events: list[Timed] = []
        for status_id in changes.deleted:
            if self._leave(status_id):
                _put(self._recovered, status_id, None, self._limit)
                events.append((None, Delete(Id(status_id), stream=stream, recovered=True)))
        for status in changes.edited:
            now = self._versions.get(_id_of(status))
            if now is None or not is_same(now.read(), changes.known[_id_of(status)]):
                continue
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
        versions = {status_id: version.text for status_id, version in tuple(self._versions.items())}
        taken = {**self._leaving.copy(), **versions}
        known = [f"{status_id}={text}" for status_id, text in taken.items() if text is not None]
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


def status_in(event: Event) -> Status | None:
    """Return the status in an event that can be edited or deleted later: one of the stream, or one with a mention."""
    if isinstance(event, Update | StatusUpdate):
        return event.status
    if not isinstance(event, NotificationEvent) or event.notification.type != "mention":
        return None
    status: Any = event.notification.status
    return status if isinstance(status, Status) else None
