"""The ids of a family on both ways: in what the sandbox hands out, and in what it is given."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import PLAIN_SINCE, IdCodec
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import SECOND, first_id

_CURSORS = frozenset({"max_id", "since_id", "min_id"})
_NOTIFICATIONS = "/api/v1/notifications"
_NOWHERE = "0"  # the id that nothing has
_NOTIFICATION = "SELECT created_at, type FROM notifications WHERE id = ?"
_CREATED = "SELECT created_at FROM notifications WHERE id = ?"
_UNTIL = "SELECT coalesce(max(id), 0) FROM notifications WHERE created_at < ?"


def is_id_name(name: str) -> bool:
    """Return True for the name of a field or parameter that has an id or several in it: `id`, `media_ids[]`."""
    last = name.removesuffix("[]").rpartition("[")[2].removesuffix("]")
    return (last in {"id", "ids"} or last.endswith(("_id", "_ids"))) and last != "client_id"


class Identity:
    """Translation of ids.

    Args:
        codec: the spelling.
        store: has the times of notifications, whose ids in the sandbox have none.
    """

    def __init__(self, codec: IdCodec, store: Store) -> None:
        self._codec = codec
        self._store = store

    def shown(self, text: str, kind: str = "") -> str:
        """Return the spelling of an id of the sandbox."""
        number = int(text)
        row = self._store.row(_NOTIFICATION, (number,)) if kind == "notification" else None
        if row is None:
            return self._codec.encode(number, kind, None)
        return self._codec.encode(number, f"notification/{row['type']}", row["created_at"])

    def time_of(self, cursor: str, path: str) -> int:
        """Return the time that stands for a cursor of the sandbox, in milliseconds since 1970."""
        number = int(cursor)
        if path == _NOTIFICATIONS:
            return int(self._store.value(_CREATED, (number,)) or 0)
        return PLAIN_SINCE + number * SECOND

    def cursor_at(self, ms: int, path: str) -> str:
        """Return the cursor of the sandbox for rows that are older than a time which `time_of` returned."""
        if path == _NOTIFICATIONS:
            return str(self._store.value(_UNTIL, (ms,)) + 1)
        return str((ms - PLAIN_SINCE) // SECOND)

    def given(self, text: str) -> str:
        """Return the id of the sandbox of a spelling. What has the form of an id and is none leads nowhere."""
        number = self._codec.decode(text)
        if number is not None:
            return str(number)
        return _NOWHERE if text.isdigit() or self._codec.looks(text) else text

    def in_path(self, text: str) -> str:
        """Return the id of the sandbox of a part of a path that stands for an id."""
        number = self._codec.decode(text)
        return _NOWHERE if number is None else str(number)

    def parameter(self, name: str, text: str, path: str) -> str:
        """Return a parameter as the sandbox takes it. A cursor that is no id of the sandbox stands for its time."""
        if not text or not (is_id_name(name) or name == "list"):
            return text
        moment = self._codec.moment(text) if name in _CURSORS and self._codec.decode(text) is None else None
        if moment is None:
            return self.given(text)
        if path == _NOTIFICATIONS:
            # The cursor lies between what is older and what is not.
            return str(self._store.value(_UNTIL, (moment,)) + (name == "max_id"))
        return str(first_id(moment))

    def is_odd(self, text: str) -> bool:
        """Return True for a text that cannot be an id of this family, whatever exists."""
        return self._codec.decode(text) is None and not self._codec.looks(text)
