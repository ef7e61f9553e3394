"""Tests of Mastodon.py that are known to fail with this package: a line with name and reason for each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_FILE = Path(__file__).with_name("known_failures.txt")
_OPEN = "open"


def known() -> dict[str, str]:
    """Return the reasons by the names of the tests."""
    lines = _FILE.read_text().splitlines() if _FILE.exists() else []
    return {name: reason for name, _, reason in (line.partition("\t") for line in lines)}


def write(failed: Iterable[str]) -> None:
    """Write the list anew: what is known keeps its reason, what is new is open, what passes goes."""
    reasons = known()
    _FILE.write_text("".join(f"{name}\t{reasons.get(name, _OPEN)}\n" for name in sorted(failed)))
