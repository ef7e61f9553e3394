"""Result types by name, for stored text and cursors: ``PaginatableList[Status]``.

Classes are registered on definition; `trunkline.entities` defines those of the API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from trunkline.ids import Id

OBJECT, PAGE, LIST = "AttribAccessDict", "PaginatableList", "NonPaginatableList"
"""Names of the base types, which are those of Mastodon.py in stored files."""

_classes: dict[str, type[Any]] = {}
_names: dict[Any, str] = {Id: "MaybeSnowflakeIdType", list: LIST}

_OWN = "trunkline."
_WITH_ITEM = r"(?P<list>\w+)\[(?P<item>.*)\]"


def register(name: str, cls: type[Any]) -> None:
    """Register a class by a name. A class of a program does not take the place of one of this package."""
    known = _classes.get(name)
    if known is None or not known.__module__.startswith(_OWN) or cls.__module__.startswith(_OWN):
        _classes[name] = cls
    _names[cls] = name


def class_named(name: str) -> type[Any]:
    """Return the class of that name.

    Raises:
        KeyError: the name is unknown.
    """
    return _classes[name]


def known_classes() -> Mapping[str, type[Any]]:
    """Return all classes by name, for the annotations of fields."""
    return _classes


def name_of(kind: Any) -> str:
    """Return the name of a result type."""
    origin, items = get_origin(kind) or kind, get_args(kind)
    name = _names.get(origin) or f"builtins.{origin.__name__}"
    return f"{name}[{name_of(items[0])}]" if items and name in (PAGE, LIST) else name


def type_named(name: str) -> Any:
    """Return the type of that name; an unknown name is a plain object."""
    found = re.fullmatch(_WITH_ITEM, name)
    bare = (found["list"] if found else name).rpartition(".")[2]
    if bare in (PAGE, LIST):
        made: Any = _classes[bare]
        return made[type_named(found["item"]) if found else _classes[OBJECT]]
    return str if name == "builtins.str" else _classes.get(bare, _classes[OBJECT])


def as_type(kind: Any, value: Any) -> Any:
    """Return decoded JSON as the type *kind* (``Page[Status]``, ``Account``, ...)."""
    items = get_args(kind)
    if items:
        wrap = getattr(items[0], "wrap", None)
        made = _classes[_names[get_origin(kind)]]
        return made(value if wrap is None else map(wrap, value))
    wrap = getattr(kind, "wrap", None)
    return value if wrap is None else wrap(value)
