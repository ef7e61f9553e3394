"""Documentation begins with what a thing does or is, and a class name means one thing."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
QUESTIONS = ("What", "Whether", "Who", "Whose", "Whom", "How", "Where", "Which", "When", "Why")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES.rglob("*.py"):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_docstring_begins_like_a_question() -> None:
    found = [
        f"{path.relative_to(SOURCES)}: {text.splitlines()[0]}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node))
        if text.split()[0].strip("`*,") in QUESTIONS
    ]
    assert found == []


def test_a_class_name_is_used_once() -> None:
    names = Counter(node.name for _, tree in trees() for node in tree.body if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1] == []
