"""Spans of time for figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.store.times import DAY, first_id, parse_time, start_of_day

_LONGEST = 366 * DAY


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval in milliseconds since 1970."""

    start: int
    end: int

    @classmethod
    def of(cls, params: Params) -> Span:
        """Read the span from `start_at` and `end_at`, which are required; of a longer one, its last year.

        Raises:
            ApiError: one of them is missing, or no time.
        """
        start, end = (params.required(name) for name in ("start_at", "end_at"))
        return cls._between(_moment(start), _moment(end))

    @classmethod
    def maybe_of(cls, params: Params) -> Span | None:
        """Read the span like `of`; `None` if a bound is missing.

        Raises:
            ApiError: one of them is no time.
        """
        start, end = (None if text is None else _moment(text) for text in map(params.filled, ("start_at", "end_at")))
        return None if start is None or end is None else cls._between(start, end)

    @classmethod
    def _between(cls, start: int, end: int) -> Span:
        return cls(max(start, end - _LONGEST), end)

    def before(self) -> Span:
        """Return the span of the same length that ends where this one begins."""
        length = self.end - self.start
        return Span(self.start - length, self.end - length)

    def days(self) -> Iterator[int]:
        """Iterate over the first millisecond of each day that the span touches."""
        return iter(range(start_of_day(self.start), self.end + 1, DAY))

    def values(self) -> dict[str, int]:
        """Return the named SQL values: `:start` and `:end` in milliseconds, `:start_id` and `:end_id` as snowflakes."""
        return {
            "start": self.start,
            "end": self.end,
            "start_id": first_id(self.start),
            "end_id": first_id(self.end),
        }


def _moment(text: str) -> int:
    moment = parse_time(text)
    if moment is None:
        raise ApiError(422, "Invalid date supplied")
    return moment
