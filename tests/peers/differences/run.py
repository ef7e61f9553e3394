"""Runs the driver with one of the libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peers.environments import ROOT

from .world import write_files

_HERE = Path(__file__).parent
_SECONDS = 900


class DriverFailed(Exception):
    """The driver itself ended with an error."""


@dataclass(frozen=True)
class Library:
    """One of the two.

    Attributes:
        name: what it is called in folders.
        python: the interpreter.
        path: a folder with the package, unless the interpreter finds it by itself.
    """

    name: str
    python: Path
    path: Path | None = None

    def run(self, folder: Path, job: dict[str, Any]) -> dict[str, Any]:
        """Do a job in a folder of its own; return what became of each part.

        Raises:
            DriverFailed: the driver did not get to its end.
        """
        own = folder / self.name / job["area"]
        own.mkdir(parents=True)
        shutil.copytree(_HERE / "driver", own / "driver", ignore=shutil.ignore_patterns("__pycache__"))
        write_files(own)
        (own / "job.json").write_text(json.dumps(job))
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        variables = {**kept, "HOME": str(own), "TZ": "Europe/Berlin", "PYTHONHASHSEED": "1"}
        if self.path is not None:
            variables["PYTHONPATH"] = str(self.path)
        with (own / "outcomes").open("w") as stdout, (own / "errors").open("w") as stderr:
            done = subprocess.run(
                [str(self.python), "-m", "driver", "job.json"],
                cwd=own,
                env=variables,
                stdout=stdout,
                stderr=stderr,
                timeout=_SECONDS,
                check=False,
            )
        if done.returncode:
            raise DriverFailed(f"{self.name}, {job['area']}: {(own / 'errors').read_text()[-2000:]}")
        return dict(_outcomes(own / "outcomes"))


def ours() -> Library:
    """The package under test, as it is in the working tree."""
    return Library("ours", Path(sys.executable), ROOT / "src")


def _outcomes(file: Path) -> Iterator[tuple[str, Any]]:
    for line in file.read_text().splitlines():
        if line.startswith('{"id": '):
            said = json.loads(line)
            yield said["id"], said["outcome"]
