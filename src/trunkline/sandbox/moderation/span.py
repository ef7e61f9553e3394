"""A span of time that figures are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trunkline.sandbox.http.errors import bad_request
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.store.times import DAY, first_id, parse_time, start_of_day

_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another, both included, in milliseconds since 1970."""

    start: int
    end: int

    @classmethod
    def of(cls, params: Params) -> Span:
        """The span from `start_at` to `end_at`."""
        start, end = (parse_time(params.text(name) or "") for name in ("start_at", "end_at"))
        if start is None or end is None:
            raise bad_request()
        return cls(start, end)

    def before(self) -> Span:
        """The span of the same length that ends where this one begins."""
        length = self.end - self.start
        return Span(self.start - length, self.end - length)

    def days(self) -> Iterator[int]:
        """The first millisecond of each day that the span touches."""
        return iter(range(start_of_day(self.start), self.end + 1, DAY))

    def values(self) -> dict[str, int]:
        """What SQL refers to: `:start` and `:end`, and the same as snowflakes."""
        return {
            "start": self.start,
            "end": self.end,
            "start_id": min(first_id(self.start), _LARGEST_ID),
            "end_id": min(first_id(self.end), _LARGEST_ID),
        }
