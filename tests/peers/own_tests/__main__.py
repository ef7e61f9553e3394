"""Run the tests of Mastodon.py with both libraries, and print what fails here alone, by cause."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.peers.environments import build_wheel, environment

from .known import write
from .run import OURS, THEIRS, download, ours_path, results


def causes(failed: dict[str, str]) -> dict[str, list[str]]:
    """Group failed tests by the first line of their error, without names and numbers."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, line in sorted(failed.items()):
        groups[re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "_", line)[:90]].append(name)
    return dict(sorted(groups.items(), key=lambda one: -len(one[1])))


def main() -> None:
    """Run them."""
    parser = argparse.ArgumentParser(prog="tests.peers.own_tests", description="The tests of Mastodon.py itself.")
    parser.add_argument("--theirs", type=Path, help="an interpreter with Mastodon.py and what its tests need")
    parser.add_argument("--ours", type=Path, help="an interpreter with what both need")
    parser.add_argument("--write-known", action="store_true", help="write the list of known failures anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unpacked = download(folder)
        theirs = options.theirs or environment(THEIRS, Path()).python
        ours = options.ours or environment(OURS, build_wheel(folder)).python
        there = results(theirs.absolute(), unpacked, folder / "theirs")
        here = results(ours.absolute(), unpacked, folder / "ours", ours_path())
    failed = here.failed_of(there)
    if options.write_known:
        write(failed)
    print(f"there: {len(there.passed)} passed, {len(there.failed)} failed, {len(there.skipped)} skipped")
    print(f"here: {len(there.passed) - len(failed)} of these passed, {len(failed)} failed")
    for name, line in there.failed.items():
        print(f"failed there: {name}: {line}")
    for cause, names in causes(failed).items():
        print(f"\n{len(names)} x {cause}")
        for test in names:
            print(f"    {test}: {failed[test]}")


if __name__ == "__main__":
    main()
