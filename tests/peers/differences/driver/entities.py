"""Entities of recorded answers, read in every way that a mapping and an object can be read."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

from mastodon import Mastodon
from mastodon.types_base import Entity, try_cast_recurse

from .limits import Hangs, in_time
from .server import Server
from .show import failure, shown
from .values import value

_CHANGED = 5


def use(server: Server, case: dict[str, Any]) -> dict[str, Any]:
    """Call a method that has a recorded answer, and read the first object of the result in all ways."""
    server.begin(case["answers"])
    try:
        with in_time():
            client = Mastodon(api_base_url=server.url, access_token=case["token"])
            arguments = value(case.get("kwargs", {}), client)
            result = getattr(client, case["method"])(*value(case.get("args", []), client), **arguments)
            raw = json.loads(case["answers"][0]["body"])
            return _first(result, raw)
    except Hangs:
        return {"error": {"class": "Hangs", "bases": [], "args": [], "cause": None}}
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return {"error": failure(error)}


def _first(result: Any, raw: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(result, list):
        found["list"] = {name: shown(lambda read=read: read(result)) for name, read in _LISTS.items()}
        result, raw = (result[0], raw[0]) if result and isinstance(raw, list) else (None, None)
    if not isinstance(result, dict) or not isinstance(raw, dict):
        return found

    def make() -> Any:
        return try_cast_recurse(type(result), copy.deepcopy(raw))

    found["type"] = type(result).__name__
    found["reads"] = {name: shown(lambda read=read: read(make())) for name, read in _READS.items()}
    names = sorted({*raw, *make(), *getattr(type(result), "__annotations__", {})})
    found["fields"] = {
        **{way: _read(read, make(), names) for way, read in _FIELDS.items()},
        **{way: _read_all(read, make(), names) for way, read in _WHOLES.items()},
        **{
            way: {name: shown(lambda read=read, name=name: read(make(), name), 2) for name in names[:_CHANGED]}
            for way, read in _CHANGES.items()
        },
    }
    return found


def _read(read: Callable[[Any, str], Any], entity: Any, names: list[str]) -> dict[str, Any]:
    return {name: shown(lambda name=name: read(entity, name), 2) for name in names}


def _read_all(read: Callable[[Any], Any], entity: Any, names: list[str]) -> dict[str, Any]:
    """Read the entity as a whole, and show its fields."""
    try:
        whole = read(entity)
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return dict.fromkeys(names, f"raises {type(error).__name__}")
    return {name: shown(lambda name=name: whole[name], 2) for name in names}


def _deleted(entity: Any, name: str) -> Any:
    del entity[name]
    return [name in entity, len(entity)]


def _assigned(entity: Any, name: str) -> Any:
    setattr(entity, name, "new")
    return [entity[name], getattr(entity, name)]


def _item_assigned(entity: Any, name: str) -> Any:
    entity[name] = "new"
    return [entity[name], getattr(entity, name)]


def _after_reading(entity: Any) -> Any:
    for name in list(entity):
        getattr(entity, name, None)
    return dict(entity)


def _popped(entity: Any, name: str) -> Any:
    return [entity.pop(name), name in entity]


_FIELDS: dict[str, Callable[[Any, str], Any]] = {
    "attribute": getattr,
    "item": lambda entity, name: entity[name],
    "get": lambda entity, name: entity.get(name, "default"),
    "in": lambda entity, name: name in entity,
    "hasattr": hasattr,
    "dir": lambda entity, name: name in dir(entity),
}
"""Ways to read one field."""

_WHOLES: dict[str, Callable[[Any], Any]] = {
    "dict()": dict,
    "dict() after reading": _after_reading,
    "items()": lambda entity: {key: one for key, one in entity.items()},  # noqa: C416 (as programs write it)
    "values()": lambda entity: dict(zip(entity.keys(), entity.values(), strict=True)),
    "**": lambda entity: dict(**entity),
    "|": lambda entity: entity | {},
    "{} |": lambda entity: {} | entity,
    "vars()": vars,
    "copy": lambda entity: entity.copy(),
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda entity: pickle.loads(pickle.dumps(entity)),
    "update": lambda entity: _updated(entity),  # noqa: PLW0108 (defined below)
    "json": lambda entity: json.loads(json.dumps(entity, default=str)),
    "to_json": lambda entity: json.loads(entity.to_json())["_mastopy_data"],
    "from_json": lambda entity: Entity.from_json(entity.to_json()),
}
"""Ways to read all at once."""

_CHANGES: dict[str, Callable[[Any, str], Any]] = {
    "pop": _popped,
    "setdefault": lambda entity, name: entity.setdefault(name, "default"),
    "del": _deleted,
    "assigning the attribute": _assigned,
    "assigning the item": _item_assigned,
    "format": lambda entity, name: ("{" + name + "}").format(**entity),
    "% format": lambda entity, name: ("%(" + name + ")s") % entity,
}
"""Ways to change one field, or to put it into a text."""


def _updated(entity: Any) -> dict[str, Any]:
    other: dict[str, Any] = {}
    other.update(entity)
    return other


def _same(entity: Any) -> list[bool]:
    return [entity == copy.deepcopy(entity), entity == dict(entity), dict(entity) == entity, entity != entity.copy()]


_READS: dict[str, Callable[[Any], Any]] = {
    "keys": sorted,
    "order of keys": lambda entity: list(entity)[:6],
    "length": len,
    "truth": bool,
    "hash": hash,
    "equality": _same,
    "a dict": lambda entity: isinstance(entity, dict),
    "repr begins": lambda entity: repr(entity)[:12],
    "str begins": lambda entity: str(entity)[:12],
    "json.dumps": lambda entity: sorted(json.loads(json.dumps(entity))),
    "json.dumps(default=str)": lambda entity: sorted(json.loads(json.dumps(entity, default=str))),
    "popitem": lambda entity: entity.popitem()[0],
    "clear": lambda entity: [entity.clear(), len(entity)],
    "reversed": lambda entity: next(reversed(entity)),
    "type of |": lambda entity: type(entity | {}),
    "type of copy": lambda entity: type(entity.copy()),
    "type of copy.copy": lambda entity: type(copy.copy(entity)),
    "type of deepcopy": lambda entity: type(copy.deepcopy(entity)),
    "unknown attribute": lambda entity: entity.no_such_field,
    "unknown item": lambda entity: entity["no_such_field"],
    "assigning an unknown attribute": lambda entity: setattr(entity, "no_such_field", 1),
    "assigning an unknown item": lambda entity: [entity.__setitem__("no_such_field", 1), entity.no_such_field],
    "deleting an attribute": lambda entity: delattr(entity, next(iter(entity))),
    "vars": lambda entity: sorted(vars(entity)),
    "from_json(to_json)": lambda entity: type(Entity.from_json(entity.to_json())),
    "to_json": lambda entity: sorted(json.loads(entity.to_json())),
    "_mastopy_type": lambda entity: entity._mastopy_type,
    "move_to_end": lambda entity: entity.move_to_end(next(iter(entity))),
    "fromkeys": lambda entity: type(type(entity).fromkeys(["id"])),
    "without arguments": lambda entity: len(type(entity)()) > 0,
}

_LISTS: dict[str, Callable[[Any], Any]] = {
    "a list": lambda page: isinstance(page, list),
    "slice": lambda page: type(page[:1]),
    "sum": lambda page: type(page + page),
    "copy": lambda page: type(page.copy()),
    "copy.copy": lambda page: type(copy.copy(page)),
    "pickle": lambda page: type(pickle.loads(pickle.dumps(page))),
    "deepcopy": lambda page: type(copy.deepcopy(page)),
    "attributes": lambda page: [hasattr(page, "_pagination_next"), hasattr(page, "_pagination_prev")],
    "keys of next": lambda page: sorted(page._pagination_next or {}),
    "keys of previous": lambda page: sorted(page._pagination_prev or {}),
    "min_id - 1": lambda page: page._pagination_prev["min_id"] - 1,
    "max_id - 1": lambda page: page._pagination_next["max_id"] - 1,
    "max_id as %d": lambda page: "%d" % page._pagination_next["max_id"],  # noqa: UP031 (as programs write it)
    "id as %d": lambda page: "%d" % page[0]["id"],  # noqa: UP031 (as programs write it)
    "_mastopy_type": lambda page: page._mastopy_type,
    "to_json": lambda page: sorted(json.loads(page.to_json())),
    "from_json": lambda page: type(Entity.from_json(page.to_json())),
    "json.dumps": lambda page: len(json.loads(json.dumps(page, default=str))),
    "sorted": lambda page: [one["id"] for one in sorted(page, key=lambda one: one["id"])][:2],
    "append": lambda page: [page.append(page[0]), page[-1] is page[0]],
}
