"""The ``X-RateLimit-*`` header fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trunkline.protocol.numbers import whole_number

_LAST = 253_402_300_800.0  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class RateHeaders:
    """State of one rate limit as a response announces it.

    Attributes:
        limit: requests allowed in a window.
        remaining: requests left in the present window.
        reset: end of the window, in seconds since 1970 on the server's clock.
    """

    limit: int
    remaining: int
    reset: float

    @classmethod
    def parse(cls, headers: Mapping[str, str]) -> RateHeaders | None:
        """Parse the header fields (names in lower case); return ``None`` if they are missing or make no sense."""
        try:
            limit, remaining = (whole_number(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining"))
            reset = _time(headers["x-ratelimit-reset"])
        except (KeyError, ValueError, OverflowError):
            return None
        return None if limit is None or remaining is None else cls(limit, remaining, reset)


def _time(text: str) -> float:
    """Parse the reset: ISO 8601 on Mastodon, seconds since 1970 on GoToSocial."""
    try:
        reset = float(text)
    except ValueError:
        reset = datetime.fromisoformat(text).timestamp()
    if not 0 <= reset < _LAST:  # nan neither
        raise ValueError("not a time")
    return reset
