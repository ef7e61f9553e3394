"""Loads a fleet in a process of its own, with little memory: ``python -m tests.hostile.fleet < arguments.json``.

Prints the memory that it took, in bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
"""Folder from which it is started."""

MEMORY = 8 << 30
"""Address space that the process may take: what explodes fails here, and not the machine."""

PATIENCE, ANSWER_TIME = 15.0, 10.0
"""Seconds without a byte, and for a whole answer. Honest servers answer sooner, however busy the machine is."""


def main() -> None:
    """Load, and print the memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given: dict[str, Any] = json.load(sys.stdin)

    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.crawling import client, fleet
    from trunkline.pipeline.load import load
    from trunkline.protocol.retries import RetryPolicy

    fleet.PATIENCE, client.ANSWER_TIME = PATIENCE, ANSWER_TIME
    fleet.MANY = 1_000  # so many servers are read as fast as they answer
    RetryPolicy.delay = lambda self, attempt: 0.0  # type: ignore[method-assign]
    load(SourceOptions(**given["options"]), destination=given["database"], pipelines_dir=given["folder"])
    print(_peak())


def _peak() -> int:
    """The most memory that this program has had; `getrusage` counts what its parent had as well."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) << 10


if __name__ == "__main__":
    main()
