"""The tests of Mastodon.py itself: what fails with this package alone is known, with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Make
from .environments import NotMade
from .own_tests.known import known
from .own_tests.run import OURS, THEIRS, download, ours_path, results


def test_each_known_failure_has_a_reason() -> None:
    assert [name for name, reason in known().items() if not reason] == []


@pytest.mark.soak
def test_nothing_else_fails_and_what_passes_is_off_the_list(made: Make, tmp_path: Path) -> None:
    theirs, ours = made(THEIRS).python, made(OURS).python
    try:
        unpacked = download(tmp_path)
    except NotMade as error:
        pytest.skip(f"the tests of Mastodon.py cannot be had: {error}")
    there = results(theirs.absolute(), unpacked, tmp_path / "theirs")
    here = results(ours.absolute(), unpacked, tmp_path / "ours", ours_path())
    failed = here.failed_of(there)
    assert {name: line for name, line in failed.items() if name not in known()} == {}
    assert [name for name in known() if name not in failed] == []
