"""Waits before a request is repeated: the policy of the client, and what the server asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite

from trunkline.protocol.rate_headers import RateHeaders

LONGEST_WAIT = 86_400.0
"""Longest wait that a server may ask for, in seconds: Mastodon's longest window, for follows, is 1 day."""


def jittered(attempt: int, base: float, longest: float, random: Callable[[], float]) -> float:
    """Return the wait in seconds after the attempt of that number (from 1): exponential, with full jitter.

    Full jitter spreads clients that failed together best:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/

    Args:
        attempt: number of the failed attempt, from 1.
        base: upper bound of the first wait, in seconds; it doubles with each attempt.
        longest: upper bound of each wait, in seconds.
        random: gives numbers in [0, 1).
    """
    return float(min(longest, base * 2 ** min(attempt - 1, 30)) * random())


def random_fraction() -> float:
    """Return a random number in [0, 1); `random` is imported at the first call, since that takes 3 ms."""
    from random import random

    return random()  # noqa: S311  (spreads waits, guards nothing)


@dataclass(slots=True)
class RetryPolicy:
    """Number of attempts for a request and the waits between them.

    Attributes:
        attempts: maximum number of attempts, the first included.
        base: upper bound of the first wait, in seconds; it doubles with each attempt, and a random part of it is used.
        longest: upper bound of each wait, in seconds.
        random: gives numbers in [0, 1).
    """

    attempts: int = 4
    base: float = 0.5
    longest: float = 30.0
    random: Callable[[], float] = random_fraction

    def delay(self, attempt: int) -> float:
        """Return the seconds to wait after the attempt of that number (from 1)."""
        return jittered(attempt, self.base, self.longest, self.random)


def requested_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that an error response asks to wait, between 0 and `LONGEST_WAIT`.

    Reads ``Retry-After``, in seconds or as a date (RFC 9110, section 10.2.3), and the reset of a rate limit that is
    used up; the longer of the two counts. Dates are measured on the server's clock where ``Date`` tells it.

    Args:
        headers: header fields, names in lower case.
        now: the local time, seconds since 1970.

    Returns:
        ``None`` if the server asks for nothing, or for something that makes no sense, such as ``-5`` or ``nan``.
    """
    server_time = seconds_of_date(headers.get("date", ""))
    clock = now if server_time is None else server_time
    limits = RateHeaders.parse(headers)
    reset = limits.reset - clock if limits is not None and limits.remaining <= 0 else None
    waits = [wait for wait in (_retry_after(headers.get("retry-after", ""), clock), reset) if wait is not None]
    return min(max(0.0, *waits), LONGEST_WAIT) if waits else None


def _retry_after(text: str, clock: float) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        when = seconds_of_date(text)
        return None if when is None else max(when - clock, 0.0)
    return seconds if isfinite(seconds) and seconds >= 0 else None


def seconds_of_date(text: str) -> float | None:
    """Return the time that a header such as ``Date`` states, in seconds since 1970, or ``None``."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
