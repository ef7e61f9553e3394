"""Every pattern in src is tried with evil texts, or is named as one that meets nothing of others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import trunkline
from tests.growth.readers import NEVER_FOREIGN, READERS

_SOURCE = Path(trunkline.__file__).parent.parent
_CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


class _Finder(ast.NodeVisitor):
    """Collects the patterns of a module, by the name that they have: a constant, or the function that has them."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._names = [""]
        self.found: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within(node.name, node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._assigned(node.targets[0], node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._assigned(node.target, node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re":
            pattern = node.args[0] if called.attr in _CALLS else None
            name = pattern.id if isinstance(pattern, ast.Name) and pattern.id.isupper() else self._names[-1]
            self.found |= {f"{self._module}:{name}"} if pattern else set()
        self.generic_visit(node)

    def _assigned(self, target: ast.expr, node: ast.stmt) -> None:
        if isinstance(target, ast.Name) and len(self._names) == 1:
            self._within(target.id, node)
        else:
            self.generic_visit(node)

    def _within(self, name: str, node: ast.AST) -> None:
        self._names.append(name)
        self.generic_visit(node)
        self._names.pop()


def patterns(source: str, module: str) -> set[str]:
    """The patterns in the text of a module."""
    finder = _Finder(module)
    finder.visit(ast.parse(source))
    return finder.found


def modules() -> Iterator[tuple[str, str]]:
    """The names and texts of all modules of src."""
    for file in sorted(_SOURCE.rglob("*.py")):
        parts = file.relative_to(_SOURCE).with_suffix("").parts
        yield ".".join(part for part in parts if part not in ("trunkline", "__init__")), file.read_text()


def test_every_pattern_is_tried() -> None:
    there = {name for module, source in modules() for name in patterns(source, module)}
    tried = {name for reader in READERS.values() for name in reader.patterns}
    assert there - tried - NEVER_FOREIGN.keys() == set(), "add it to the reader that uses it in tests/growth/readers.py"
    assert (tried | NEVER_FOREIGN.keys()) - there == set(), "there is no such pattern any more"
    assert not tried & NEVER_FOREIGN.keys()
    assert len(there) > 60


def test_a_new_pattern_would_be_found() -> None:
    source = """
import re
_A: re.Pattern[str] = re.compile("a")
_B = "(b+)+"
def f(x):
    y = re.split("c", x)
    return re.search(_B, x)
"""
    assert patterns(source, "m") == {"m:_A", "m:f", "m:_B"}


def test_there_is_no_other_way_to_a_pattern() -> None:
    for module, source in modules():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("re", "regex", "html.parser", "fnmatch"), module
            if isinstance(node, ast.Import):
                assert not {"regex", "html.parser", "fnmatch"} & {name.name for name in node.names}, module
                assert all(name.asname is None for name in node.names if name.name == "re"), module
