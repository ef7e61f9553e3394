"""`Storable`: results as text that keeps their type and their neighbouring pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast

from trunkline.answers.pagination_info import PaginationInfo, info_of, request_of
from trunkline.answers.types import as_type, name_of, type_named
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.request import Request

FORMAT = "2.0.1"
"""Version of the text format, which is that of Mastodon.py."""

_FORMAT, _TYPE, _DATA, _EXTRA = "_mastopy_version", "_mastopy_type", "_mastopy_data", "_mastopy_extra_data"
_NEXT, _PREVIOUS, _REFRESH = "_pagination_next", "_pagination_prev", "_async_refresh"

Neighbours = tuple[Request[Any] | None, Request[Any] | None]
"""Requests for the pages of older and of newer objects."""


class Storable:
    """A result, or a part of one, that can be stored as text."""

    __slots__ = ()

    def raw(self) -> Any:
        """Return the JSON that the server sent, with what was changed since."""
        return raw(self)

    @property
    def _mastopy_type(self) -> str:
        """Name of the type in stored text; that of list items is taken from the neighbours or from the first item."""
        neighbour = next(filter(None, neighbours_of(self)), None)
        if neighbour is not None:
            return name_of(neighbour.result)
        name = name_of(type(self))
        items = cast("list[Any]", self) if isinstance(self, list) else []
        return f"{name}[{name_of(type(items[0]))}]" if items else name

    def to_json(self, pretty: bool = True) -> str:
        """Return the object as JSON text for `from_json`, with its type and its neighbours.

        Fields are there as they are read: times with their zone, and declared fields that were not sent as ``null``.
        For the server's JSON, use `raw`.

        Args:
            pretty: indent the text.
        """
        extra = {name: getattr(self, name, None) for name in (_NEXT, _PREVIOUS, _REFRESH)}
        stored = {
            _FORMAT: FORMAT,
            _TYPE: self._mastopy_type,
            _DATA: _as_read(self),
            _EXTRA: {name: value for name, value in extra.items() if value is not None},
        }
        return json.dumps(stored, indent=4 if pretty else None, default=_plain)

    @staticmethod
    def from_json(json_str: str) -> Any:
        """Restore an object from `to_json`: an entity, a page or a list, by the type in the text.

        Raises:
            MastodonIllegalArgumentError: the text is JSON, but not from `to_json`.
            json.JSONDecodeError: the text is not JSON.
        """
        try:
            stored = json.loads(json_str)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as error:
            raise MastodonIllegalArgumentError(f"This JSON was not made by to_json: {error}.") from error
        if not isinstance(stored, dict) or not {_FORMAT, _TYPE, _DATA} <= stored.keys():
            raise MastodonIllegalArgumentError(
                "This JSON was not made by to_json: it does not say of which type it is."
            )
        try:
            value = as_type(type_named(stored[_TYPE]), stored[_DATA])
            extra = stored.get(_EXTRA) or {}
            following, previous = (request_of(extra[name]) if extra.get(name) else None for name in (_NEXT, _PREVIOUS))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MastodonIllegalArgumentError(
                "This JSON was made by to_json and changed since: its data are not of the type that it names."
            ) from error
        if isinstance(value, Neighbouring):
            value._set_neighbours((following, previous))
            if isinstance(extra.get(_REFRESH), dict):
                object.__setattr__(value, _REFRESH, extra[_REFRESH])
        return value


class Neighbouring(Storable):
    """A result that may be a page of a list, and that the server may still be completing.

    Work that the server has announced is its ``_async_refresh``, which is not there without any.
    """

    __slots__ = ()

    def _get_neighbours(self) -> Neighbours:
        raise NotImplementedError

    def _set_neighbours(self, found: Neighbours) -> None:
        raise NotImplementedError

    @property
    def _pagination_next(self) -> PaginationInfo | None:
        """Position of the page of older objects, for old programs."""
        return info_of(self._get_neighbours()[0])

    @_pagination_next.setter
    def _pagination_next(self, info: Mapping[str, Any] | None) -> None:
        self._set_neighbours((request_of(info) if info else None, self._get_neighbours()[1]))

    @property
    def _pagination_prev(self) -> PaginationInfo | None:
        """Position of the page of newer objects, for old programs."""
        return info_of(self._get_neighbours()[1])

    @_pagination_prev.setter
    def _pagination_prev(self, info: Mapping[str, Any] | None) -> None:
        self._set_neighbours((self._get_neighbours()[0], request_of(info) if info else None))


def neighbours_of(value: object) -> Neighbours:
    """Return the requests for the neighbours of a result, if it has any."""
    return value._get_neighbours() if isinstance(value, Neighbouring) else (None, None)


def raw(value: Any) -> Any:
    """Return a result, or a part of one, as the JSON that the server sent."""
    return _copied(value, lambda one: dict(dict.items(one)))


def _as_read(value: Any) -> Any:
    """Return a result, or a part of one, as plain objects and lists, under the names that servers send.

    What cannot be read as its declared type stays what the server sent.
    """

    def read(one: dict[str, Any]) -> dict[str, Any]:
        own_names = getattr(type(one), "json_names", ())
        found = {key: one[key] for key in one if key not in own_names}
        return {key: dict.get(one, key) if value is None else value for key, value in found.items()}

    return _copied(value, read)


def _copied(value: Any, fields: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Return a copy of JSON, in which each object is what *fields* returns for it."""
    made: list[Any] = []
    # Not recursive: JSON may be nested more deeply than Python calls.
    waiting: list[tuple[Any, Callable[[Any], None]]] = [(value, made.append)]
    while waiting:
        one, put = waiting.pop()
        if not isinstance(one, dict | list):
            put(one)
            continue
        copy: Any = fields(one) if isinstance(one, dict) else list(one)
        put(copy)
        for key, inner in dict.items(copy) if isinstance(copy, dict) else enumerate(copy):
            if isinstance(inner, dict | list):
                waiting.append((inner, partial(copy.__setitem__, key)))
    return made[0]


def _plain(value: object) -> str:
    """Return a time as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be stored as JSON")
