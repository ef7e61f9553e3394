"""Progress of a stream in a list. No I/O of its own."""

from __future__ import annotations

from trunkline.ids import sort_key_of
from trunkline.protocol.request import Flow, send
from trunkline.streaming.recovery.listings import Listing, Position, position_of

START: Position = (1, "0")
"""Place before all objects."""

_REMEMBERED = 2000
"""Number of objects that are certainly remembered; up to twice as many are."""


class Track:
    """Progress of a stream in one list.

    Args:
        listing: the list.
        after: place of the newest object that is already known, from a saved cursor.

    Attributes:
        newest: place of the newest object received, ``None`` until `start` has asked for one.
        delivered: place of the newest object that the program has taken.
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
        """Ask for the newest object of the list; only newer ones can be missed."""
        page = yield from send(self.listing.request(1))
        self.newest = self._floor = max((p for item in page if (p := position_of(item)) is not None), default=START)
        self.delivered = self.delivered or self.newest

    def is_new(self, position: Position) -> bool:
        """Return True if an object of the list was missed: it is newer than the start and has not been received."""
        return position > self._floor and position[1] not in self._recent and position[1] not in self._earlier

    def receive(self, position: Position) -> bool:
        """Note an object that came over the stream; return False if it was received or fetched before."""
        if not self._repeats:
            first = position[1] not in self._recent and position[1] not in self._earlier
        else:
            first = position not in self._filled
            self._filled.pop(position, None)
        self._note(position)
        return first

    def recover(self, position: Position) -> None:
        """Note an object that was fetched and goes to the program."""
        if self._repeats:
            self._filled[position] = None
            if len(self._filled) > _REMEMBERED:
                del self._filled[next(iter(self._filled))]
        self._note(position)

    def deliver(self, position: Position) -> None:
        """Note an object that the program has taken."""
        if self.delivered is None or position > self.delivered:
            self.delivered = position

    def _note(self, position: Position) -> None:
        if self.newest is None or position > self.newest:
            self.newest = position
        self._recent.add(position[1])
        if len(self._recent) > _REMEMBERED:
            self._floor = max([self._floor, *map(sort_key_of, self._earlier)])
            self._earlier, self._recent = self._recent, set()
