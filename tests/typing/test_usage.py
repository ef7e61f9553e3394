"""Both type checkers see the same exact types through the one definition of each call."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

USAGE = Path(__file__).with_name("usage.py")
ROOT = USAGE.parents[2]
LINES = dict(enumerate(USAGE.read_text().splitlines(), 1))
EXPECTED = {n: line.rpartition("  # ")[2] for n, line in LINES.items() if "reveal_type(" in line and "  # " in line}
REFUSED = {n for n, line in LINES.items() if line.endswith("  # error")}
_MODULE = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])")


def plain(shown: str) -> str:
    """A type without the modules of its names."""
    return _MODULE.sub("", shown).replace("builtins.", "")


def mypy() -> tuple[dict[int, str], set[int]]:
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"),
         "--output", "json", str(USAGE)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    found = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    here = [f for f in found if f["file"].endswith("usage.py")]
    notes = {f["line"]: re.search(r'"(.*)"', f["message"]) for f in here if "Revealed type" in f["message"]}
    return {n: plain(m[1]) for n, m in notes.items() if m}, {f["line"] for f in here if f["severity"] == "error"}


def pyright() -> tuple[dict[int, str], set[int]]:
    run = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(USAGE)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    found = json.loads(run.stdout)["generalDiagnostics"]
    revealed = {}
    for f in found:
        if said := re.search(r'Type of ".*" is "(.*)"', f["message"], re.DOTALL):
            revealed[f["range"]["start"]["line"] + 1] = plain(said[1])
    return revealed, {f["range"]["start"]["line"] + 1 for f in found if f["severity"] == "error"}


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_types_are_exact(checker: Callable[[], tuple[dict[int, str], set[int]]]) -> None:
    revealed, errors = checker()
    assert revealed == EXPECTED
    assert errors == REFUSED
