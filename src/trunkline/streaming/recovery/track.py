"""Progress of a stream in a list. No I/O of its own."""

from __future__ import annotations

from heapq import nlargest

from trunkline.ids import sort_key_of
from trunkline.protocol.request import Flow, send
from trunkline.streaming.recovery.listings import Listing, Position, position_of
from trunkline.streaming.recovery.taken import EDGE, Taken

START: Position = (1, "0")
"""Place before all objects."""

_FIRST_PAGE = 10
"""Number of objects that are asked for in the beginning: those that have not come yet are among so many."""

_REMEMBERED = 2000
"""Number of objects that are certainly remembered; up to twice as many are."""


class Track:
    """Progress of a stream in one list.

    A track is open while objects may have been missed: from the moment before a stream is subscribed (`open`) until its
    list has been read for the last time (`settle`).

    Args:
        listing: the list.
        saved: the progress of the program as `to_text` wrote it; empty: from now on.

    Attributes:
        newest: place of the newest object received, ``None`` until `start` has asked for one.
        reached: place of the newest object that was received before the track was opened.
        is_fresh: true after `start`, until the list is to be read again.
    """

    def __init__(self, listing: Listing, saved: str = "") -> None:
        self.listing = listing
        self._taken = Taken.of_text(saved)
        self._lacking = dict(self._taken.left)
        self._floor = self._taken.floor or START
        self._recent = {place[1] for place in self._taken.above}
        self._earlier: set[str] = set()
        self._repeats = listing.repeats
        self._filled: dict[Position, None] = {}
        self._behind: Position | None = None
        self._again: Position | None = None
        self.newest = None if self._taken.floor is None else max([self._taken.floor, *self._taken.above])
        self.reached = self.newest or START
        self.is_fresh = False

    def start(self) -> Flow[None]:
        """Ask for the newest objects of the list; only others can be missed."""
        page = yield from send(self.listing.request(_FIRST_PAGE))
        places = [place for item in page if (place := position_of(item)) is not None]
        is_whole = len(page) < _FIRST_PAGE and page.next is None
        self._recent.update(place[1] for place in places)
        self._begin_at(START if is_whole else min(places, default=START))
        self.newest = max([START, *places])
        for place in places:
            self._taken.take(place, is_open=True)
        self.is_fresh = True

    def _begin_at(self, floor: Position) -> None:
        self.newest = self._floor = self._taken.floor = floor

    def to_text(self) -> str | None:
        """Return the progress of the program for a cursor."""
        return self._taken.to_text(is_open=self._is_open)

    @property
    def _is_open(self) -> bool:
        return self._behind is not None

    def open(self) -> None:
        """Note that objects may be missed from now on, until `settle`."""
        if self.newest is None:
            return
        if self._behind is None:
            self._behind, self.reached = self._edge(), self.newest
        elif self._again is None:
            self._again = self._edge()

    def begin(self) -> None:
        """Note that the list is read now: that includes what was missed in all breaks so far."""
        if not self._is_open:
            self.open()
        self._again = None

    def filled(self, edge: Position | None = None) -> None:
        """Note that the list has been read, or cannot be read, of which the program is told.

        Args:
            edge: place from which on objects may still be lacking in what was read; ``None``: nothing is known.
        """
        places = [place for place in (edge, self._again) if place is not None]
        self._behind, self._again = min(places, default=None), None
        self.reached = self.newest or START

    def settle(self) -> None:
        """Note that nothing can be missed until the connection breaks."""
        self._behind = None

    def _edge(self) -> Position:
        """Return the place from which on objects may be lacking: there are few that came before their elders."""
        newest = nlargest(EDGE, map(sort_key_of, self._recent | self._earlier))
        return max(newest[-1], self._floor) if len(newest) == EDGE else self._floor

    @property
    def complete_to(self) -> Position:
        """Place up to which nothing can be missed."""
        return min([self._behind or self._edge(), *self._lacking.values()])

    def is_new(self, position: Position) -> bool:
        """Return True if an object of the list was missed: it is newer than the start and has not been received."""
        return not self._is_known(position) and (position > self._floor or position[1] in self._lacking)

    def receive(self, position: Position) -> bool:
        """Note an object that came over the stream; return False if it was received or fetched before."""
        if not self._repeats:
            first = not self._is_known(position)
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

    def pass_over(self, position: Position) -> None:
        """Note an object that is not recovered, of which the program is told."""
        self._note(position, goes_on=False)
        self.deliver(position)

    def give_up_lacking(self) -> None:
        """Look no more for older objects that the program has not taken: the list was read to its end."""
        for place in self._lacking.values():
            if not self._is_known(place):
                self.deliver(place)
        self._lacking.clear()

    def _is_known(self, place: Position) -> bool:
        return place[1] in self._recent or place[1] in self._earlier

    def deliver(self, position: Position) -> None:
        """Note an object that the program has taken, or that it will never take and knows of.

        May be called in any thread.
        """
        self._taken.take(position, is_open=self._is_open)

    def _note(self, position: Position, *, goes_on: bool) -> None:
        if goes_on:
            self._taken.wait(position)
        if self.newest is None:  # the list could not be read
            self._begin_at(position)
        self.newest = max(self.newest or START, position)
        self._recent.add(position[1])
        if len(self._recent) > _REMEMBERED and not self._is_open:
            self._floor = max([self._floor, *map(sort_key_of, self._earlier)])
            self._earlier, self._recent = self._recent, set()
