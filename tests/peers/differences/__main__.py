"""Print what differs, by kind, with counts and examples.

    python -m tests.peers.differences --theirs .venv/peers/whole-original-.../bin/python

Without `--theirs`, the environment of Mastodon.py is made, as for the tests.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.peers.environments import environment
from tests.peers.programs import WHOLE_ORIGINAL

from .compare import Difference
from .known import OPEN, known, write
from .run import Library, ours
from .whole import AREAS, differences


def grouped(found: list[Difference]) -> dict[str, dict[str, list[Difference]]]:
    """Group differences by kind and subject."""
    groups: dict[str, dict[str, list[Difference]]] = {}
    for one in sorted(found, key=lambda one: one.key):
        groups.setdefault(one.kind, {}).setdefault(one.subject, []).append(one)
    return groups


def printed(found: list[Difference], *, new_alone: bool = False) -> None:
    """Print differences."""
    reasons = known()
    print(f"{len({one.key for one in found})} differences in {len(found)} cases")
    for kind, subjects in grouped(found).items():
        shown = {name: ones for name, ones in subjects.items() if not (new_alone and ones[0].key in reasons)}
        if shown:
            print(f"\n== {kind}: {len(subjects)} in {sum(map(len, subjects.values()))} cases")
        for name, ones in shown.items():
            reason = reasons.get(ones[0].key, "new")
            print(f"{name}{'' if reason == OPEN else f' ({reason})'}, {len(ones)} x, as in {ones[0].case}:")
            print(f"    theirs: {ones[0].theirs}\n    ours:   {ones[0].ours}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="tests.peers.differences", description="What differs from Mastodon.py.")
    parser.add_argument("--theirs", type=Path, help="the interpreter of an environment with Mastodon.py")
    parser.add_argument("--area", action="append", choices=AREAS, help="an area; by default all")
    parser.add_argument("--new", action="store_true", help="print what is not known alone")
    parser.add_argument("--write-known", action="store_true", help="write the lists of known differences anew")
    parser.add_argument("--json", type=Path, help="write all differences to this file as well")
    options = parser.parse_args()
    theirs = options.theirs or environment(WHOLE_ORIGINAL, Path()).python
    with tempfile.TemporaryDirectory() as folder:
        areas = tuple(options.area or AREAS)
        found = differences(Library("theirs", theirs.absolute()), ours(), Path(folder), areas)
    if options.write_known:
        write(found)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    printed(found, new_alone=options.new)


if __name__ == "__main__":
    main()
