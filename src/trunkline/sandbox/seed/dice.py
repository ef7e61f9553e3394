"""Chance that can be repeated: the same seed gives the same community."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from trunkline.sandbox.store.times import HOUR

T = TypeVar("T")


class Dice(Random):
    """`random.Random` with the questions that the seed asks, in their fastest form."""

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def early(self, items: Sequence[T]) -> T:
        """One of `items`; the first ones much more often than the last ones."""
        return items[int(self.random() ** 3 * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `items`, or all if there are fewer."""
        return self.sample(items, min(count, len(items)))

    def long_tail(self, scale: float, most: int) -> int:
        """A number from 0 to `most` under a power law: mostly a few, now and then very many."""
        return min(most, int(scale * (self.random() ** -0.6 - 1)))

    def delay(self, hours: float) -> int:
        """Milliseconds until something happens that takes `hours` on average."""
        return 1_000 + int(self.expovariate(1 / (hours * HOUR)))


class Weighted(Generic[T]):
    """Items of which some come up more often than others."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self._items = items
        self._bounds = list(accumulate(weights))

    def pick(self, dice: Dice) -> T:
        """One item, in proportion to its weight."""
        return self._items[bisect(self._bounds, dice.random() * self._bounds[-1], 0, len(self._items) - 1)]


class Often:
    """Says yes in a given share of all cases, and never leaves a gap of more than twice the average.

    So even a community of a few hundred posts has one of everything.
    """

    def __init__(self, dice: Dice, share: float) -> None:
        self._dice = dice
        self._share = share
        self._missing = dice.random()

    def __call__(self) -> bool:
        """The next answer."""
        self._missing -= self._share
        if self._missing > 0:
            return False
        self._missing += 0.5 + self._dice.random()
        return True
