"""The catalogue's type notation as Python types of the entity classes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Union

import trunkline.entities

from .entity_names import DIVIDED_ENTITIES, ENTITY_NAMES

FACTS = Path(__file__).parent / "facts"

SCALARS: dict[str, Any] = {"String": str, "Integer": int, "Float": float, "Boolean": bool, "null": None}


def facts(name: str) -> dict[str, Any]:
    """Return the content of one file of ``facts/``."""
    content: dict[str, Any] = json.loads((FACTS / f"{name}.json").read_text())
    return content


def entity(name: str) -> Any:
    """Return the class, or the union of classes, of an entity of the catalogue."""
    names = DIVIDED_ENTITIES.get(name) or (ENTITY_NAMES[name],)
    return union([getattr(trunkline.entities, n) for n in names])


def union(types: list[Any]) -> Any:
    """Return the union of one or more types."""
    return Union[tuple(types)]  # noqa: UP007 (made from a list)


def python_type(notation: str, scalars: dict[str, Any] = SCALARS) -> Any:
    """Return a type such as ``list[Account]`` or ``dict[String, Marker]`` as a Python type.

    Raises:
        KeyError: the type has no class, such as a free text.
    """
    notation = notation.strip()
    if found := re.fullmatch(r"list\[(.*)\]", notation):
        return list[python_type(found[1], scalars)]  # type: ignore[misc]
    if found := re.fullmatch(r"dict\[String, (.*)\]", notation):
        return dict[str, python_type(found[1], scalars)]  # type: ignore[misc]
    if "|" in notation:
        return union([python_type(part, scalars) for part in notation.split("|")])
    return scalars[notation] if notation in scalars else entity(notation)
