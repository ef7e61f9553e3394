"""docs/coming-from-toot.md has each command of toot."""

from __future__ import annotations

import re
import subprocess

from tests.docs.test_coming_from_toot import theirs

from .conftest import Make
from .programs import TOOT

_COMMANDS = re.compile(r"^Commands:\n(.*)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^  (\S+)", re.MULTILINE)


def _commands(program: str, *path: str) -> list[str]:
    """The commands below a group, by the words that are typed."""
    shown = subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True, timeout=120).stdout
    below = _COMMANDS.search(shown)
    if below is None:
        return [" ".join(path)]
    return [one for name in _NAME.findall(below[1]) for one in _commands(program, *path, name)]


def test_each_command_has_a_row(made: Make) -> None:
    assert sorted(theirs()) == sorted(_commands(made(TOOT).command("toot")))
