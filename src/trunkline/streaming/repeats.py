"""Posts that come on several streams: one event for each. No I/O.

A server sends a post once for each stream that it belongs to, one message after the other. The first one goes to the
program at once. Another one of the same post on another stream is dropped, and only its stream is noted; the event has
the streams that are known when the program takes it (`Event.also`).

The same are, among the last `REMEMBERED` ones: new statuses of one id, deletions of one id, and edits of one id with
the same time of edit and the same content. What comes again on a stream on which it has come is another event: a server
sends a status whose quote was revoked as an edit without a new time. Nothing but posts is compared.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Any
from zlib import crc32

from trunkline.streaming.arrivals import Waiting, reveal
from trunkline.streaming.events import Delete, Event, StatusUpdate, Update
from trunkline.streaming.recovery.listings import first_id
from trunkline.streaming.wires.raw import RawEvent

REMEMBERED = 2000
"""Number of posts, edits and deletions that are remembered."""

_SAVED = 100
"""Number of them that a cursor names: a program may stop before the second stream has sent what it took."""

_LONGEST = 200
_NAMES = ("update", "status.update", "delete")


class Repeats:
    """The last posts, edits and deletions, each with the streams on which it came.

    Args:
        saved: those of a saved cursor, as `to_text` wrote them.
    """

    def __init__(self, saved: str = "") -> None:
        self._taken = deque(saved.split(), _SAVED)
        self._streams: OrderedDict[str, list[str]] = OrderedDict((key, [""]) for key in self._taken)

    def is_repeat(self, waiting: Waiting, stream: str) -> bool:
        """Note that an event has come on a stream; return True if it has come on another one before."""
        key = _key(waiting)
        if key is None:
            return False
        streams = self._streams.get(key)
        if streams is not None and stream not in streams:
            streams.append(stream)
            return True
        self._streams[key] = [stream]
        if len(self._streams) > REMEMBERED:
            self._streams.popitem(last=False)
        return False

    def forget(self, waiting: Waiting) -> None:
        """Note that the program never takes an event."""
        self._streams.pop(_key(waiting) or "", None)

    def take(self, event: Event) -> tuple[str, ...]:
        """Note that the program takes an event; return the other streams on which it has come.

        May be called in any thread.
        """
        key = _key(event)
        streams = self._streams.get(key or "")
        if key is None or streams is None:
            return ()
        self._taken.append(key)
        return tuple(name for name in streams if name not in ("", event.stream))

    def to_text(self) -> str:
        """Return the last events that the program has taken as text for a cursor."""
        return " ".join(tuple(self._taken))


def _key(waiting: Waiting) -> str | None:
    """Return what is equal for the same post, edit or deletion, in any process; ``None`` for other events."""
    if isinstance(waiting, RawEvent):
        if waiting.name not in _NAMES:
            return None
        found = first_id(waiting) if waiting.name == "update" else None
        if found is not None:
            return found
        waiting = reveal(waiting)
    if isinstance(waiting, Delete):
        return _word("-", waiting.status_id)
    if isinstance(waiting, Update):
        return _word("", dict.get(waiting.status, "id"))
    if isinstance(waiting, StatusUpdate):
        found, edited, content = (dict.get(waiting.status, name) for name in ("id", "edited_at", "content"))
        return _word("", found, f"={edited or ''}={crc32(str(content).encode('utf-8', 'replace')):x}")
    return None


def _word(before: str, found: Any, after: str = "") -> str | None:
    """Return an id with marks around it as one short word; ``None`` if it is no id."""
    word = f"{before}{found}{after}"
    is_id = isinstance(found, str | int) and found != "" and len(word) <= _LONGEST
    return word if is_id and len(word.split()) == 1 else None
