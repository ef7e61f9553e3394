"""The packages of the sandbox are layers; of the rest of trunkline they import `trunkline.text` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trunkline.sandbox

ROOT = Path(trunkline.sandbox.__file__).parent
LAYERS: dict[str, set[str]] = {
    "store": set(),
    "http": {"store"},
    "media": {"store", "http"},
    "rules": {"store", "http", "media"},
    "serializers": {"store", "http", "rules"},
    "moderation": {"store", "http", "rules"},
    "live": {"store", "http", "rules", "serializers"},
    "oauth": {"store", "http", "rules", "serializers", "live"},
    "api": {"store", "http", "media", "rules", "serializers", "moderation", "live", "oauth"},
    "web": {"store", "http", "rules", "serializers"},
    "seed": {"store", "media", "rules"},
    "likes": {"store", "http"},
}
"""The packages that each package may import, besides itself."""


def imported(path: Path) -> Iterator[str]:
    """Every module of the package that a file imports, inside functions and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_package_has_a_rule() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(LAYERS)


@pytest.mark.parametrize("package", sorted(LAYERS))
def test_layers_import_in_one_direction(package: str) -> None:
    names = {name for path in (ROOT / package).rglob("*.py") for name in imported(path)}
    own = {name for name in names if name.startswith("trunkline.sandbox.")}
    assert {name.split(".")[2] for name in own} - {package} <= LAYERS[package]


def test_the_sandbox_is_independent_of_the_client() -> None:
    names = {name for path in ROOT.rglob("*.py") for name in imported(path) if name.startswith("trunkline")}
    assert {".".join(name.split(".")[:2]) for name in names} == {"trunkline.sandbox", "trunkline.text"}
