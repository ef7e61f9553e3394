"""Which servers are left alone for a while because they did not answer: a circuit breaker for each."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

FIRST_REST = 600.0
LONGEST_REST = 86_400.0


class Health:
    """How a server has answered lately, kept between runs.

    Args:
        facts: where it is kept.
    """

    def __init__(self, facts: MutableMapping[str, Any]) -> None:
        self._facts = facts

    def rests(self, now: float) -> float:
        """For how many seconds yet the server is left alone; 0 if it may be asked."""
        until: float = self._facts.get("rests_until", 0.0)
        return max(until - now, 0.0)

    def failed(self, now: float) -> None:
        """The server failed: it is left alone for ten minutes, each time twice as long, up to a day."""
        failures = self._facts.get("failures", 0) + 1
        self._facts["failures"] = failures
        self._facts["rests_until"] = now + min(FIRST_REST * 2 ** min(failures - 1, 16), LONGEST_REST)

    def answered(self) -> None:
        """The server answered."""
        self._facts.pop("failures", None)
        self._facts.pop("rests_until", None)
