"""Differences that are known: files with a heading for each kind, and a line with subject and reason for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .compare import Difference

FOLDER = Path(__file__).with_name("known")
OPEN = "open"
"""The reason of what nobody has decided yet."""

Key = tuple[str, str]


def known() -> dict[Key, str]:
    """Return the reasons of known differences by kind and subject."""
    found = {}
    for file in sorted(FOLDER.glob("*.txt")):
        kind = ""
        for line in file.read_text().splitlines():
            if line.startswith("# "):
                kind = line.removeprefix("# ")
            elif line:
                subject, _, reason = line.partition("\t")
                found[kind, subject] = reason
    return found


def write(differences: Iterable[Difference]) -> None:
    """Write the lists anew: what is known keeps its reason, what is new is open, what is gone goes."""
    reasons = known()
    by_file: dict[str, dict[str, set[str]]] = {}
    for one in differences:
        by_file.setdefault(_file(one.kind), {}).setdefault(one.kind, set()).add(one.subject)
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        file.unlink()
    for name, kinds in by_file.items():
        parts = []
        for kind, subjects in sorted(kinds.items()):
            lines = [f"{subject}\t{reasons.get((kind, subject), OPEN)}" for subject in sorted(subjects)]
            parts.append("\n".join([f"# {kind}", *lines]))
        (FOLDER / name).write_text("\n\n".join(parts) + "\n")


def _file(kind: str) -> str:
    return f"{re.split('[ :,]', kind, maxsplit=1)[0]}.txt"
