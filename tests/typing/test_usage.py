"""Both type checkers see the same exact types through the one definition of each call."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAMS = ("usage.py", "old_program.py")
_MODULE = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])")


def plain(shown: str) -> str:
    """A type without the modules of its names."""
    return _MODULE.sub("", shown).replace("builtins.", "")


def expected(program: Path) -> tuple[dict[int, str], set[int]]:
    """What the comments of a program say: the types that are shown, and the lines that are refused."""
    lines = dict(enumerate(program.read_text().splitlines(), 1))
    shown = {n: line.rpartition("  # ")[2] for n, line in lines.items() if "reveal_type(" in line and "  # " in line}
    return shown, {n for n, line in lines.items() if line.endswith("  # error")}


def mypy(program: Path) -> tuple[dict[int, str], set[int]]:
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"),
         "--output", "json", str(program)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    found = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    here = [f for f in found if f["file"].endswith(program.name)]
    notes = {f["line"]: re.search(r'"(.*)"', f["message"]) for f in here if "Revealed type" in f["message"]}
    return {n: plain(m[1]) for n, m in notes.items() if m}, {f["line"] for f in here if f["severity"] == "error"}


def pyright(program: Path) -> tuple[dict[int, str], set[int]]:
    run = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(program)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    found = json.loads(run.stdout)["generalDiagnostics"]
    revealed = {}
    for f in found:
        if said := re.search(r'Type of ".*" is "(.*)"', f["message"], re.DOTALL):
            revealed[f["range"]["start"]["line"] + 1] = plain(said[1])
    return revealed, {f["range"]["start"]["line"] + 1 for f in found if f["severity"] == "error"}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_types_are_exact(checker: Callable[[Path], tuple[dict[int, str], set[int]]], program: str) -> None:
    assert checker(HERE / program) == expected(HERE / program)
