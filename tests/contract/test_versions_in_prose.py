"""Versions in the docstrings of entities and of their fields are those of the API's catalogue."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import cache
from itertools import pairwise
from typing import Any

import trunkline.entities

from .entity_names import DIVIDED_ENTITIES, ENTITY_NAMES
from .facts_types import facts
from .tables import over

Version = tuple[int, ...]

FIRST: Version = (1, 0, 0)
"""Older versions need not be stated."""


@cache
def versions() -> dict[tuple[str, str], Version]:
    """Return the first version of each field, by class and JSON key; the oldest, where a class has several."""
    found: dict[tuple[str, str], Version] = {}
    for entity, facts_of_entity in facts("entities").items():
        own = [ENTITY_NAMES[entity]] if entity in ENTITY_NAMES else []
        for name in DIVIDED_ENTITIES.get(entity, own):
            for key, attribute in facts_of_entity["attributes"].items():
                if since := attribute.get("since"):
                    found[name, key] = min(numbers(since), found.get((name, key), (99,)))
    return found


def numbers(version: str) -> Version:
    """Return a version as a comparable tuple."""
    return tuple(int(part) for part in version.partition("-")[0].split("."))


@cache
def docstrings(name: str) -> dict[str, str]:
    """Return the docstrings of the fields of a class by JSON key; that of the class under the empty key."""
    cls: Any = getattr(trunkline.entities, name)
    tree = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    found = {"": cls.__doc__}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            found[cls.json_names.get(field.target.id, field.target.id)] = ast.literal_eval(text.value)
    return found


def stated(docstring: str) -> Version | None:
    """Return the version in a docstring."""
    found = re.search(r"(?<!deprecated )\b[Ss]ince (\d+\.\d+\.\d+)", docstring)
    return numbers(found[1]) if found else None


@over("name, key", [pair for pair in versions() if pair[1] in docstrings(pair[0])])
def test_version_of_a_field(name: str, key: str) -> None:
    known, of_class = versions()[name, key], stated(docstrings(name)[""])
    of_field = stated(docstrings(name)[key])
    if of_field is not None:
        assert of_field == known
    else:
        assert known <= (of_class or FIRST)
