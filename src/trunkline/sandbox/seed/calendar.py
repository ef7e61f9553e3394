"""Points in time with a daily and a weekly rhythm.

The rhythm is that of the community's own calendar, in which its window always ends on a Wednesday at 21:00. So a
community that is made at another hour has the same content, and each of its events the same distance from the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.store.times import DAY, HOUR

# Relative number of posts in each hour of the local day.
RHYTHM = (2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 9, 9, 8, 8, 8, 9, 10, 11, 12, 12, 9, 5)
_BUSIEST = max(RHYTHM)
_SHORTEST, _LONGEST, _POSTS_PER_EXTRA_DAY = 21, 84, 1_500
_END = 2 * DAY + 21 * HOUR  # since Monday 00:00


@dataclass(frozen=True, slots=True)
class Window:
    """The span of time of the seeded posts, in milliseconds since 1970."""

    start: int
    end: int

    @classmethod
    def before(cls, now: int, size: int) -> Window:
        """Return a window of three weeks up to `now`, longer for very many posts."""
        days = min(_LONGEST, _SHORTEST + size // _POSTS_PER_EXTRA_DAY)
        return cls(now - days * DAY, now)

    def moments(self, dice: Dice, count: int) -> list[int]:
        """Return `count` different moments in ascending order, all before the end."""
        hours = range(self.start, self.end, HOUR)
        bounds = list(accumulate(self._weight(hour) for hour in hours))
        drawn = dice.choices(hours, cum_weights=bounds, k=count)
        times = sorted(min(hour + int(dice.random() * HOUR), self.end - 1 - count) for hour in drawn)
        for index in range(1, count):
            times[index] = max(times[index], times[index - 1] + 1)
        return times

    def share(self, part: float) -> int:
        """Return the moment at which `part` (0 to 1) of the window has passed."""
        return self.start + int((self.end - self.start) * part)

    def is_awake(self, dice: Dice, at: int, utc_offset: int) -> bool:
        """Draw if somebody with this UTC offset in hours would write at `at`; mostly by day."""
        return dice.random() * _BUSIEST < RHYTHM[(self.hour(at) + utc_offset) % 24]

    def hour(self, at: int) -> int:
        """Return the hour of the day, 0 to 23."""
        return (at - self.end + _END) // HOUR % 24

    def weekday(self, at: int) -> int:
        """Return the day of the week; Monday is 0."""
        return (at - self.end + _END) // DAY % 7

    def _weight(self, at: int) -> float:
        return RHYTHM[self.hour(at)] * (0.8 if self.weekday(at) >= 5 else 1.0)
