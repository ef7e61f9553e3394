"""The objects of a list that a program has taken, near the newest one: the part of a cursor about one list. No I/O."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from threading import Lock

from trunkline.ids import sort_key_of
from trunkline.streaming.recovery.listings import Position

EDGE = 20
"""Number of the newest objects that are known one by one: events come out of order, by few places (Mastodon's workers
publish in parallel), so that an object that has not come yet is younger than these."""

_MOST_OPEN = 500
"""Greatest number of objects that are named while older ones are still to be read."""


class Taken:
    """Places of objects that a program has taken. The methods may be called in any thread.

    Args:
        floor: place up to which the program has everything, ``None`` if that is not known yet.
        above: places of the newer objects that it has taken.
        left: places of the older ones that it has not.
    """

    def __init__(self, floor: Position | None = None, above: Iterable[Position] = (), left: Iterable[Position] = ()):
        self.floor = floor
        self.above = sorted(above)
        self.left = {place[1]: place for place in left}
        self._lock = Lock()

    @classmethod
    def of_text(cls, text: str) -> Taken:
        """Read what `to_text` wrote, or a release that knew nothing of ``+``: the newest object and what is left."""
        named = text.split()
        plain = [sort_key_of(one) for one in named if not one.startswith("+")]
        above = [sort_key_of(one[1:]) for one in named if one.startswith("+")]
        return cls(plain[0] if plain else None, above, plain[1:])

    def to_text(self, *, is_open: bool) -> str | None:
        """Return it as text: the floor, what is left below it, and with ``+`` what was taken above it."""
        with self._lock:
            self._trim(is_open)
            floor = self.floor
            if floor is None:
                return None
            left = sorted(place for place in self.left.values() if place < floor)
            return " ".join([floor[1], *(place[1] for place in left), *(f"+{place[1]}" for place in self.above)])

    def wait(self, place: Position) -> None:
        """Note an object that waits for the program."""
        with self._lock:
            self.left[place[1]] = place

    def take(self, place: Position, *, is_open: bool) -> None:
        """Note an object that the program takes, or that it will never take and knows of.

        Args:
            place: its place.
            is_open: older objects are still to be read, so that the floor stays where it is.
        """
        with self._lock:
            self.left.pop(place[1], None)
            index = bisect_left(self.above, place)
            if (self.floor is None or place > self.floor) and self.above[index : index + 1] != [place]:
                self.above.insert(index, place)
                self._trim(is_open)

    def _trim(self, is_open: bool) -> None:
        excess = len(self.above) - (_MOST_OPEN if is_open else EDGE)
        if excess > 0:
            if not is_open and self.floor is not None:
                self.floor = self.above[excess - 1]
            del self.above[:excess]
