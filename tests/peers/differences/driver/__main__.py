"""Do what `job.json` says, and print one JSON object for each thing done."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import calls, constructors, entities, scripts, surface
from .limits import no_sleep
from .server import Server


def outcomes(job: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Do all that is asked for; yield what became of each."""
    server = Server(job["url"])
    if job["area"] == "surface":
        yield from surface.outcomes(job)
        return
    if job["area"] == "scripts":
        yield from scripts.outcomes(server, job)
        return
    act = {"calls": calls.call, "constructors": constructors.construct, "entities": entities.use}[job["area"]]
    for case in job["cases"]:
        yield case["id"], act(server, case)


def main() -> None:
    """Do the job."""
    no_sleep()
    sys.setrecursionlimit(4000)
    for name, outcome in outcomes(json.loads(Path(sys.argv[1]).read_text())):
        print(json.dumps({"id": name, "outcome": outcome}), flush=True)


main()
