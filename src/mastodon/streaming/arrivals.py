"""Events that wait for the program, undecoded as long as that is possible.

A decoded status takes several times the memory of its text, and decoding costs least when the program uses the result
at once; so what waits is the text.
"""

from __future__ import annotations

from typing import NamedTuple

from mastodon.streaming.events import Event, typed
from mastodon.streaming.raw import RawEvent


class Arrival(NamedTuple):
    """An event that came on the stream of that name."""

    raw: RawEvent
    stream: str


Waiting = Event | Arrival
"""What waits: what came over the wire, or an event made here."""


def reveal(waiting: Waiting) -> Event:
    """The event itself."""
    return typed(*waiting) if type(waiting) is Arrival else waiting  # type: ignore[return-value]
