"""The blocks of code of the documentation's pages.

The info string says what becomes of a block. One of Python is run, in the order of the page and with the names of the
blocks before it, unless its info string goes on:

- ``notest REASON``: nobody can run it, and the reason is given;
- ``file=NAME``: it is a file of the program that the page is about;
- another word: a test of this page runs it (`OWN_TESTS`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN_AT_BUILD = ("reference", "project", "_static", "_reference")

OWN_TESTS = {
    "assistants": "test_assistants.py",
    "data": "test_data.py",
    "sandbox": "test_sandbox.py",
    "streaming": "test_streaming.py",
    "testing": "test_testing.py",
}
"""Pages whose blocks of Python have a test of their own, which runs all of them."""


class Block(NamedTuple):
    """Block of code: its page, the line where it begins, its language, what follows that, and its text."""

    page: str
    line: int
    language: str
    label: str
    code: str

    @property
    def place(self) -> str:
        """Page and line, as a test is named."""
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Return the pages that people write."""
    found = DOCS.rglob("*.md")
    return sorted(path for path in found if path.relative_to(DOCS).parts[0] not in WRITTEN_AT_BUILD)


def name_of(path: Path) -> str:
    """Return the name of a page: its path below ``docs`` without the ending."""
    return path.relative_to(DOCS).with_suffix("").as_posix()


def blocks(path: Path) -> list[Block]:
    """Return the blocks of a page in their order; directives of Sphinx are none."""
    text = path.read_text(encoding="utf-8")
    found = re.finditer(r"^( *)```([a-z]*) ?(.*)\n((?:.*\n)*?)\1```$", text, re.MULTILINE)
    return [
        Block(name_of(path), text.count("\n", 0, one.start()) + 1, one[2], one[3].strip(), _dedented(one[4], one[1]))
        for one in found
        if not one[3].startswith("{") and one[2]
    ]


def _dedented(code: str, indent: str) -> str:
    return "".join(line.removeprefix(indent) for line in code.splitlines(keepends=True))


def every_block() -> list[Block]:
    """Return the blocks of all pages."""
    return [block for path in pages() for block in blocks(path)]
