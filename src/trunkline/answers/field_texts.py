"""Texts of the fields of entities: what stands below them in the source, for documentation and for assistants."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from typing import NamedTuple

from trunkline.answers.entity import Entity


class FieldText(NamedTuple):
    """Field of an entity: its name, its annotation and its docstring."""

    name: str
    type: str
    meaning: str


@cache
def own_fields(cls: type[Entity]) -> tuple[FieldText, ...]:
    """Return the fields that a class declares itself; their docstrings are the texts below them."""
    (definition,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    found = []
    for line, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            kind, name = ast.unparse(line.annotation), line.target.id
            if not kind.startswith("ClassVar") and not name.startswith("_"):
                found.append(FieldText(name, kind, _text(after)))
    return tuple(found)


def fields_of(cls: type[Entity]) -> dict[str, FieldText]:
    """Return all fields of a class by name, with those of its bases."""
    classes = [base for base in reversed(cls.__mro__) if issubclass(base, Entity) and base is not Entity]
    return {field.name: field for base in classes for field in own_fields(base)}


def _text(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""
