"""How far a stream has come in a list. No I/O of its own."""

from __future__ import annotations

from mastodon.request import Flow, send
from mastodon.streaming.listings import Listing, Position, position_of

START: Position = (1, "0")
"""Before all objects."""

_REMEMBERED = 2000


class Track:
    """How far a stream has come in one list.

    Args:
        listing: the list.
        after: the newest object that is already known, from a saved cursor.

    Attributes:
        newest: the newest object received, ``None`` until `start` has asked for one.
        delivered: the newest object that the program has taken.
    """

    def __init__(self, listing: Listing, after: Position | None = None) -> None:
        self.listing = listing
        self.newest = self.delivered = after
        self._floor = after or START
        self._recent: dict[Position, None] = {}
        self._filled: dict[Position, None] = {}

    def start(self) -> Flow[None]:
        """Where the list ends now: what comes later is what may be missed."""
        page = yield from send(self.listing.request(1))
        self.newest = self._floor = max((p for item in page if (p := position_of(item)) is not None), default=START)
        self.delivered = self.delivered or self.newest

    def is_new(self, position: Position) -> bool:
        """Whether an object of the list was missed: it came after the start and has not been received."""
        return position not in self._recent and position > self._floor

    def receive(self, position: Position) -> bool:
        """An event came over the stream; ``False`` if the same has been received or fetched before."""
        if not self.listing.repeats:
            repeated = position in self._recent
        else:
            repeated = position in self._filled
            self._filled.pop(position, None)
        self._note(position)
        return not repeated

    def recover(self, position: Position) -> None:
        """An object was fetched and goes to the program."""
        if self.listing.repeats:
            self._filled[position] = None
            if len(self._filled) > _REMEMBERED:
                del self._filled[next(iter(self._filled))]
        self._note(position)

    def deliver(self, position: Position) -> None:
        """The program has taken an event."""
        if self.delivered is None or position > self.delivered:
            self.delivered = position

    def _note(self, position: Position) -> None:
        if self.newest is None or position > self.newest:
            self.newest = position
        self._recent[position] = None
        if len(self._recent) > _REMEMBERED:
            oldest = next(iter(self._recent))
            del self._recent[oldest]
            self._floor = max(self._floor, oldest)
