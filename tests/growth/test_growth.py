"""Reading what others write takes work that grows with its length, not with its square.

Each text has a megabyte, and a child process 20 seconds of processor time for it: what grows with the length needs at
most a few, what grows with the square needs minutes to hours.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.growth.inputs import LENGTH, single
from tests.growth.readers import READERS

if sys.platform == "win32":
    pytest.skip("Windows has no limit of processor time", allow_module_level=True)

_ROOT = Path(__file__).parents[2]
_SECONDS = 20
_NAMES = list(READERS)
_GROUPS = [_NAMES[n::6] for n in range(6)]
_HALVES = [_NAMES[n::2] for n in range(2)]  # a child takes longer to import the readers than to read short texts


def _read(kind: str, names: list[str], program: str = "tests.growth.child") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", program, str(_SECONDS), kind, *names]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)


def _assert_read(kind: str, names: list[str]) -> None:
    child = _read(kind, names)
    assert child.stdout.endswith("done\n"), f"{child.stdout[-300:]}\n{child.stderr[-3000:]}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("names", _HALVES, ids=lambda names: names[0])
def test_a_repeated_piece_raises_no_suspicion(names: list[str]) -> None:
    _assert_read("single", names)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("names", _GROUPS, ids=lambda names: names[0])
def test_a_repeated_piece(names: list[str]) -> None:
    _assert_read("all", names)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("names", _GROUPS, ids=lambda names: names[0])
def test_two_pieces(names: list[str]) -> None:
    _assert_read("paired", names)


def test_the_texts_are_long() -> None:
    for reader in READERS.values():
        assert all(len(text()) > LENGTH * 0.99 for _, text in single(reader.pieces))


def test_a_pattern_that_tries_all_ways_is_found() -> None:
    code = "import resource, re; resource.setrlimit(resource.RLIMIT_CPU, (1, 2)); re.findall('(a+)=', 'a' * 1_000_000)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode < 0
