"""Names of the types of answers, as stored text has them: ``PaginatableList[Status]``."""

from __future__ import annotations

import re
from typing import Any, get_args, get_origin

from trunkline.answers.entity import Entity, EntityList, entity_class
from trunkline.answers.page import Page
from trunkline.ids import Id

PAGE, LIST = "PaginatableList", "NonPaginatableList"
_OLD_NAMES = {Entity: "AttribAccessDict", Id: "MaybeSnowflakeIdType"}

_WITH_ITEM = re.compile(r"(?P<list>\w+)\[(?P<item>.*)\]")


def name_of(kind: Any) -> str:
    """The name of a type that answers are made into."""
    origin, items = get_origin(kind) or kind, get_args(kind)
    if origin is Page or origin is EntityList or origin is list:
        name = PAGE if origin is Page else LIST
        return f"{name}[{name_of(items[0])}]" if items else name
    if origin in _OLD_NAMES:
        return _OLD_NAMES[origin]
    return origin.__name__ if issubclass(origin, Entity) else f"builtins.{origin.__name__}"


def named(name: str) -> Any:
    """The type of that name; an unknown one is taken for an object of no particular kind."""
    import trunkline.entities  # noqa: F401  (the classes that a name may mean)

    found = _WITH_ITEM.fullmatch(name)
    bare = (found["list"] if found else name).rpartition(".")[2]
    if bare in (PAGE, LIST):
        made: Any = Page if bare == PAGE else list
        return made[named(found["item"]) if found else Entity]
    if name == "builtins.str":
        return str
    try:
        return entity_class(bare)
    except KeyError:
        return Entity
