"""Progress of a stream in a list. No I/O of its own."""

from __future__ import annotations

from collections.abc import Iterable

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
        lacking: places of older objects that are not known, likewise.

    Attributes:
        newest: place of the newest object received, ``None`` until `start` has asked for one.
        delivered: place of the newest object that the program has taken.
    """

    def __init__(self, listing: Listing, after: Position | None = None, lacking: Iterable[Position] = ()) -> None:
        self.listing = listing
        # Objects that the program has not taken, by id: those that wait for it, and those to be looked for. Some may be
        # older than the newest one that it has taken, since events come in any order.
        self._waiting: dict[str, Position] = {}
        self._lacking = {place[1]: place for place in lacking}
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

    @classmethod
    def of_text(cls, listing: Listing, saved: str | None) -> Track:
        """Build the progress of a program from what `to_text` returned; ``None``: from now on."""
        places = [sort_key_of(one) for one in (saved or "").split()]
        return cls(listing, places[0], places[1:]) if places else cls(listing)

    def to_text(self) -> str | None:
        """Return the progress of the program for a cursor: the newest object, and older ones that it has not taken."""
        newest = self.delivered
        if newest is None:
            return None
        left = sorted({*self._waiting.copy().values(), *self._lacking.copy().values()})
        return " ".join([newest[1], *(place[1] for place in left if place < newest)])

    @property
    def complete_to(self) -> Position:
        """Place up to which nothing can be missed."""
        return min([self.newest or START, *self._lacking.values()])

    def is_new(self, position: Position) -> bool:
        """Return True if an object of the list was missed: it is newer than the start and has not been received."""
        known = position[1] in self._recent or position[1] in self._earlier
        return not known and (position > self._floor or position[1] in self._lacking)

    def receive(self, position: Position) -> bool:
        """Note an object that came over the stream; return False if it was received or fetched before."""
        if not self._repeats:
            first = position[1] not in self._recent and position[1] not in self._earlier
        else:
            first = position not in self._filled
            self._filled.pop(position, None)
        self._note(position, goes_on=first)
        return first

    def recover(self, position: Position) -> None:
        """Note an object that was fetched and goes to the program."""
        if self._repeats:
            self._filled[position] = None
            if len(self._filled) > _REMEMBERED:
                del self._filled[next(iter(self._filled))]
        self._note(position, goes_on=True)

    def give_up_lacking(self) -> None:
        """Look no more for older objects that the program has not taken: the list was read to its end."""
        self._lacking.clear()

    def drop(self, position: Position) -> None:
        """Note an object that the program will never take, and knows of."""
        self._waiting.pop(position[1], None)

    def deliver(self, position: Position) -> None:
        """Note an object that the program has taken. May be called in any thread."""
        self._waiting.pop(position[1], None)
        if self.delivered is None or position > self.delivered:
            self.delivered = position

    def _note(self, position: Position, *, goes_on: bool) -> None:
        if goes_on:
            self._waiting[position[1]] = position
        if self.newest is None or position > self.newest:
            self.newest = position
        self._recent.add(position[1])
        if len(self._recent) > _REMEMBERED:
            self._floor = max([self._floor, *map(sort_key_of, self._earlier)])
            self._earlier, self._recent = self._recent, set()
