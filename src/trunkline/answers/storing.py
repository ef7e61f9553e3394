"""Objects of the API as text that keeps what they are and which pages are beside them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from trunkline.answers.decoding import as_type
from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.answers.pagination_info import info_of, request_of
from trunkline.answers.paging import neighbour_of
from trunkline.answers.type_names import name_of, named
from trunkline.errors import MastodonIllegalArgumentError

FORMAT = "2.0.1"
"""The version of the text's form, as programs for Mastodon in Python have long written it."""

_FORMAT, _TYPE, _DATA, _EXTRA = "_mastopy_version", "_mastopy_type", "_mastopy_data", "_mastopy_extra_data"
_NEXT, _PREVIOUS = "_pagination_next", "_pagination_prev"


def to_json(value: Entity | list[Any], pretty: bool = True) -> str:
    """*value* as JSON, with its type and the places of the pages beside it.

    Args:
        value: an entity, a page or another list of an answer.
        pretty: indented, for people.
    """
    neighbours = {_NEXT: info_of(neighbour_of(value, "next")), _PREVIOUS: info_of(neighbour_of(value, "previous"))}
    stored = {
        _FORMAT: FORMAT,
        _TYPE: _name_of(value),
        _DATA: value,
        _EXTRA: {name: info for name, info in neighbours.items() if info is not None},
    }
    return json.dumps(stored, indent=4 if pretty else None, default=_plain)


def from_json(text: str) -> Any:
    """The object that `to_json` made *text* of, of the same type and with the same pages beside it.

    Raises:
        MastodonIllegalArgumentError: the text is JSON, but was not made by `to_json`.
        json.JSONDecodeError: it is no JSON.
    """
    stored = json.loads(text)
    if not isinstance(stored, dict) or not {_FORMAT, _TYPE, _DATA} <= stored.keys():
        raise MastodonIllegalArgumentError("This JSON was not made by to_json: it does not say of which type it is.")
    value = as_type(named(stored[_TYPE]), stored[_DATA])
    extra = stored.get(_EXTRA) or {}
    found = tuple(request_of(extra[name]) if extra.get(name) else None for name in (_NEXT, _PREVIOUS))
    if isinstance(value, Page):
        value.next, value.previous = found
    elif isinstance(value, Entity) and any(found):
        value._neighbours = found
    return value


def _plain(value: object) -> str:
    """Times that a program has put into an object."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be stored as JSON")


def _name_of(value: Entity | list[Any]) -> str:
    """The name of its type; what a list holds is known from its neighbours, or else from its first object."""
    beside = neighbour_of(value, "next") or neighbour_of(value, "previous")
    if beside is not None:
        return name_of(beside.result)
    name = name_of(type(value))
    return f"{name}[{name_of(type(value[0]))}]" if isinstance(value, list) and value else name
