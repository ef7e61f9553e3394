"""Both type checkers see the same exact types through the one definition of each call."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAMS = ("usage.py", "old_program.py")
Found = tuple[dict[int, str], set[int]]
"""The types that are shown, and the lines that are refused."""
_MODULE = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])")


def plain(shown: str) -> str:
    """A type without the modules of its names."""
    return _MODULE.sub("", shown).replace("builtins.", "")


def expected(program: Path) -> Found:
    """What the comments of a program say: the types that are shown, and the lines that are refused."""
    lines = dict(enumerate(program.read_text().splitlines(), 1))
    shown = {n: line.rpartition("  # ")[2] for n, line in lines.items() if "reveal_type(" in line and "  # " in line}
    return shown, {n for n, line in lines.items() if line.endswith("  # error")}


@cache
def mypy() -> dict[str, Found]:
    """What mypy says of the programs, which are checked in one run."""
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"),
         "--output", "json", *(str(HERE / program) for program in PROGRAMS)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    said = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return {program: _of_mypy([one for one in said if one["file"].endswith(f"/{program}")]) for program in PROGRAMS}


def _of_mypy(said: list[dict[str, Any]]) -> Found:
    notes = {one["line"]: re.search(r'"(.*)"', one["message"]) for one in said if "Revealed type" in one["message"]}
    return {n: plain(m[1]) for n, m in notes.items() if m}, {one["line"] for one in said if one["severity"] == "error"}


@cache
def pyright() -> dict[str, Found]:
    """What pyright says of the programs, which are checked in one run."""
    run = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable,
         *(str(HERE / program) for program in PROGRAMS)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    said = json.loads(run.stdout)["generalDiagnostics"]
    return {program: _of_pyright([one for one in said if Path(one["file"]).name == program]) for program in PROGRAMS}


def _of_pyright(said: list[dict[str, Any]]) -> Found:
    revealed = {}
    for one in said:
        if shown := re.search(r'Type of ".*" is "(.*)"', one["message"], re.DOTALL):
            revealed[one["range"]["start"]["line"] + 1] = plain(shown[1])
    return revealed, {one["range"]["start"]["line"] + 1 for one in said if one["severity"] == "error"}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("checker", [mypy, pyright], ids=["mypy", "pyright"])
def test_types_are_exact(checker: Callable[[], dict[str, Found]], program: str) -> None:
    assert checker()[program] == expected(HERE / program)
