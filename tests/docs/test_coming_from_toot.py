"""The table of docs/coming-from-toot.md names our commands as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trunkline.cli.commands import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "coming-from-toot.md"
_ROW = re.compile(r"^\| `toot ([\w -]+)` \|(?:[^|\n]*\|){2}$", re.MULTILINE)
_OURS = re.compile(r"`trunkline ([a-z][a-z -]*[a-z])")


def theirs() -> list[str]:
    """The commands of toot that the page has."""
    return _ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_each_row_is_there_once() -> None:
    assert len(theirs()) == len(set(theirs())) == PAGE.read_text(encoding="utf-8").count("| `toot ")


@pytest.mark.parametrize("words", sorted(set(_OURS.findall(PAGE.read_text(encoding="utf-8")))))
def test_our_commands_exist(words: str) -> None:
    parts = words.split()
    known = [" ".join(parts[:length]) for length in range(len(parts), 0, -1)]
    assert any(COMMANDS[one].module for one in known if one in COMMANDS), words
