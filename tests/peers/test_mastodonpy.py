"""Mastodon.py itself, not this package, does all that it can."""

from __future__ import annotations

from pathlib import Path

from .conftest import Make
from .programs import WHOLE_ORIGINAL
from .walks import world


def test_all_that_it_can_do(made: Make, tmp_path: Path) -> None:
    python = made(WHOLE_ORIGINAL).python
    with world(tmp_path) as server:
        outcomes = server.run_package("mastodonpy", python)
    assert {step: wrong for step, wrong in outcomes.items() if wrong is not None} == {}
    assert len(outcomes) == 339
