"""The command ``trunkline doctor``: which library `mastodon` is here, what is broken, and what mends it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from trunkline.face.examination import examine

HELP = """Usage: trunkline doctor [OPTIONS]

  Show which library programs import as `mastodon`, the versions and extras
  that are installed, what is broken, and the commands that mend it. The exit
  status is 1 if something is broken.

Options:
  --json      Write the report as JSON.
  -h, --help  Show this message and exit.

Examples:
  # what is wrong here
  $ trunkline doctor

  # for a report of a fault
  $ trunkline doctor --json
"""


def main(arguments: Sequence[str]) -> int:
    """Print the report and return the exit status.

    Args:
        arguments: what follows ``trunkline doctor``.
    """
    match list(arguments):
        case ["-h" | "--help"]:
            print(HELP, end="")  # noqa: T201
            return 0
        case [] | ["--json"]:
            report = examine()
            print(json.dumps(report, indent=2) if arguments else "\n".join(_lines(report)))  # noqa: T201
            return 0 if report["ok"] else 1
    print(f"Error: unknown option {arguments[0]!r}. Try: trunkline doctor --help", file=sys.stderr)  # noqa: T201
    return 2


def _lines(report: dict[str, Any]) -> Iterator[str]:
    python, ours, theirs, used = (report[key] for key in ("python", "trunkline", "Mastodon.py", "mastodon"))
    yield f"Python {python['version']} ({python['implementation']}) at {python['executable']}"
    yield f"on {report['platform']}"
    yield f"trunkline {ours['version']} at {ours['path']}"
    yield f"Mastodon.py {theirs['version']} at {theirs['path']}" if theirs else "Mastodon.py is not installed"
    yield ""
    if used is None:
        yield "`import mastodon` finds nothing."
    else:
        name = " ".join(filter(None, (used["distribution"] or "another library", used["version"])))
        yield f"`import mastodon` is {name}, at {used['path']}"
    yield ""
    for name, extra in report["extras"].items():
        lacking = f": {', '.join(extra['missing'])} missing" if extra["state"] == "incomplete" else ""
        yield f"trunkline[{name}]".ljust(24) + extra["state"] + lacking
    yield ""
    for problem in report["problems"]:
        yield f"BROKEN: {problem['problem']}"
        yield from (f"    {command}" for command in problem["commands"])
    if report["ok"]:
        yield "Nothing is broken."
