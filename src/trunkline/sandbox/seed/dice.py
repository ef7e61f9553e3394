"""Repeatable randomness."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from trunkline.sandbox.store.times import HOUR

T = TypeVar("T")


class Dice(Random):
    """`random.Random` with fast methods for the draws of the seed."""

    def pick(self, items: Sequence[T]) -> T:
        """Return one of `items`."""
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        """Return True in `share` of all cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def early(self, items: Sequence[T]) -> T:
        """Return one of `items`, the first ones much more often than the last ones."""
        return items[int(self.random() ** 3 * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of `items`, or all if there are fewer."""
        return self.sample(items, min(count, len(items)))

    def long_tail(self, scale: float, most: int) -> int:
        """Return a number from 0 to `most` under a power law."""
        return min(most, int(scale * (self.random() ** -0.6 - 1)))

    def delay(self, hours: float) -> int:
        """Return milliseconds until an event that takes `hours` on average."""
        return 1_000 + int(self.expovariate(1 / (hours * HOUR)))


class Weighted(Generic[T]):
    """Items with weights."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self._items = items
        self._bounds = list(accumulate(weights))

    def pick(self, dice: Dice) -> T:
        """Return one item in proportion to its weight."""
        return self._items[bisect(self._bounds, dice.random() * self._bounds[-1], 0, len(self._items) - 1)]


class Often:
    """Returns True in a given share of all cases, with gaps of at most twice the average.

    So even a community of a few hundred posts has one of everything.
    """

    def __init__(self, dice: Dice, share: float) -> None:
        self._dice = dice
        self._share = share
        self._missing = dice.random()

    def __call__(self) -> bool:
        """Return the next draw."""
        self._missing -= self._share
        if self._missing > 0:
            return False
        self._missing += 0.5 + self._dice.random()
        return True
