"""Events on their way to listeners, and the order in which they arrive.

The workers of a Mastodon server run side by side: events that follow each other closely overtake each other, so that an
edit may arrive before its status, and a notification before the status that it is about. A deletion stays behind the
status: a worker that comes later does not find the status any longer.

Sources: https://github.com/mastodon/mastodon/blob/main/app/workers/push_update_worker.rb,
https://github.com/mastodon/mastodon/blob/main/app/services/remove_status_service.rb
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

REACH = 16
"""The number of events in a row that may change places."""


@dataclass(frozen=True)
class Message:
    """One event.

    Attributes:
        event: its name.
        payload: JSON text, or a bare id.
        place: its place among the events around it, from 0 to 1; those with the same place keep their order.
    """

    event: str
    payload: str
    place: float = 0.0

    @cached_property
    def sse(self) -> bytes:
        """The event in the server-sent events format, encoded once for all listeners."""
        return f"event: {self.event}\ndata: {self.payload}\n\n".encode()

    @cached_property
    def json(self) -> Any:
        """The decoded payload, decoded once for all listeners."""
        return msgspec.json.decode(self.payload)

    @property
    def status_id(self) -> str | None:
        """The id of the status that the event is about, if it is about one."""
        if self.event == "delete":
            return self.payload
        if self.event == "notification":
            return self.json["status"]["id"] if self.json.get("status") else None
        return self.json["id"] if self.event in ("update", "status.update") else None


View = Callable[[Message], Message | None]
"""Filter of one listener: maps a message to itself, to a replacement, or to `None` to drop it."""


def everything(message: Message) -> Message:
    """Return the message unchanged."""
    return message


def arranged(messages: Sequence[Message]) -> list[Message]:
    """Return the messages of a burst in the order in which they arrive."""
    rows = (messages[start : start + REACH] for start in range(0, len(messages), REACH))
    return [message for row in rows for message in _by_place(row)]


def _by_place(row: Sequence[Message]) -> list[Message]:
    """Sort by place. Deletions come after everything about their status that was published before."""
    places = [message.place for message in row]
    if any(message.event == "delete" for message in row):
        latest = dict[str | None, float]()
        for number, message in enumerate(row):
            about = message.status_id
            if message.event == "delete":
                places[number] = max(places[number], latest.get(about, 0.0))
            latest[about] = max(places[number], latest.get(about, 0.0))
    return [row[number] for number in sorted(range(len(row)), key=places.__getitem__)]
