"""Circuit breaker for each server: those that did not answer are left alone for a while."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

FIRST_REST = 600.0
LONGEST_REST = 86_400.0
"""Seconds for which a server is left alone after its first failure, and at most."""


class Health:
    """Recent failures of a server, kept between runs.

    Args:
        facts: facts about the server in the state of the source, where they are kept.
    """

    def __init__(self, facts: MutableMapping[str, Any]) -> None:
        self._facts = facts

    def rests(self, now: float) -> float:
        """Return the seconds for which the server is still left alone; 0 if it may be asked."""
        until: float = self._facts.get("rests_until", 0.0)
        return max(until - now, 0.0)

    def failed(self, now: float) -> None:
        """Leave the server alone for `FIRST_REST`, twice as long after each further failure, up to `LONGEST_REST`."""
        failures = self._facts.get("failures", 0) + 1
        self._facts["failures"] = failures
        self._facts["rests_until"] = now + min(FIRST_REST * 2 ** min(failures - 1, 16), LONGEST_REST)

    def answered(self) -> None:
        """Forget earlier failures."""
        self._facts.pop("failures", None)
        self._facts.pop("rests_until", None)
