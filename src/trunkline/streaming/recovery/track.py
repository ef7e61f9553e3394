"""How far a stream has come in a list. No I/O of its own."""

from __future__ import annotations

from trunkline.ids import sort_key_of
from trunkline.protocol.request import Flow, send
from trunkline.streaming.recovery.listings import Listing, Position, position_of

START: Position = (1, "0")
"""Before all objects."""

_REMEMBERED = 2000
"""Objects that are certainly remembered; up to twice as many are."""


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
        self._repeats = listing.repeats
        self._floor = after or START
        self._recent: set[str] = set()
        self._earlier: set[str] = set()
        self._filled: dict[Position, None] = {}

    def start(self) -> Flow[None]:
        """Where the list ends now: what comes later is what may be missed."""
        page = yield from send(self.listing.request(1))
        self.newest = self._floor = max((p for item in page if (p := position_of(item)) is not None), default=START)
        self.delivered = self.delivered or self.newest

    def is_new(self, position: Position) -> bool:
        """Whether an object of the list was missed: it came after the start and has not been received."""
        return position > self._floor and position[1] not in self._recent and position[1] not in self._earlier

    def receive(self, position: Position) -> bool:
        """An event came over the stream; ``False`` if the same has been received or fetched before."""
        if not self._repeats:
            first = position[1] not in self._recent and position[1] not in self._earlier
        else:
            first = position not in self._filled
            self._filled.pop(position, None)
        self._note(position)
        return first

    def recover(self, position: Position) -> None:
        """An object was fetched and goes to the program."""
        if self._repeats:
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
        self._recent.add(position[1])
        if len(self._recent) > _REMEMBERED:
            self._floor = max([self._floor, *map(sort_key_of, self._earlier)])
            self._earlier, self._recent = self._recent, set()
