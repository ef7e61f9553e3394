"""Virtual environments of the packages that benchmarks compare with, and measurements in them."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

CACHE = Path(__file__).parents[1] / ".venv" / "peers"


def peer(*requirements: str) -> Path:
    """Return the interpreter of an environment with these packages; it is created once and kept."""
    folder = CACHE / "-".join(r.replace("==", "-") for r in requirements)
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        (folder / ".ready").touch()
    return python


OURS = Path(sys.executable)


def wall(python: Path, code: str, runs: int = 15) -> float:
    """Return the median run time of a process, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run([python, "-c", code], check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def figures(python: Path, script: str, *arguments: str) -> dict[str, float]:
    """Run a script in an environment, and return the JSON object on the last line of its output."""
    done = subprocess.run([python, "-c", script, *arguments], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
