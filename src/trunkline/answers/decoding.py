"""Decoding: from the bytes of a response to the declared result of a request."""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeVar, get_origin

from trunkline.answers.entity import EmptyResponse, EntityList, converter
from trunkline.answers.page import Page
from trunkline.answers.paging import with_neighbours
from trunkline.answers.refreshes import with_refresh
from trunkline.answers.types import as_type
from trunkline.errors import error_for, malformed
from trunkline.protocol.request import Request
from trunkline.response import Response

T = TypeVar("T")


def decode(request: Request[T], response: Response) -> T:
    """Return the result of a response with a status below 300.

    Raises:
        MastodonMalformedResponseError: the body is not of the promised shape: HTML, empty, cut off and so on.
    """
    wanted: Any = request.result
    if wanted is types.NoneType:
        return None  # type: ignore[return-value]
    if wanted is str:
        return response.body.decode("utf-8", "replace")  # type: ignore[return-value]
    shape, convert = _shape(wanted)
    value = {} if wanted is EmptyResponse else _json(request, response)
    if isinstance(value, dict):
        if isinstance(value.get("error"), str) and value.keys() <= _ERROR_FIELDS:
            raise error_for(request.method, request.path.partition("?")[0], response)
        if shape is list and value and all(key.isdecimal() for key in value):  # a list of PHP with gaps
            value = list(value.values())
    if value is None and get_origin(wanted) is list:  # Mastodon's answer to a search for the empty text in its peers
        value = []
    if not isinstance(value, shape):
        raise malformed(
            request.method,
            request.path.partition("?")[0],
            response,
            f"Expected a JSON {_NAMES[shape]}, got {_named(value)}",
        )
    return with_refresh(with_neighbours(convert(value), request, response), request, response)  # type: ignore[no-any-return]


def _json(request: Request[Any], response: Response) -> Any:
    path = request.path.partition("?")[0]
    if not response.body.strip():
        raise malformed(request.method, path, response, "Expected JSON, got an empty answer")
    try:
        return response.json()
    except ValueError as error:
        what = "HTML" if response.media_type == "text/html" else "something that is not JSON, or only a part of it"
        raise malformed(request.method, path, response, f"Expected JSON, got {what}") from error


_ERROR_FIELDS = frozenset({"error", "error_description", "message", "code", "status", "success"})
"""Fields of an error that a server sent with a status of success."""

_NAMES = {dict: "object", list: "list", bool: "boolean"}


def _named(value: object) -> str:
    return _NAMES.get(type(value), "a value of another kind")


@lru_cache(maxsize=512)
def _shape(wanted: Any) -> tuple[type, Callable[[Any], Any]]:
    """Return the JSON type of the result type *wanted*, and the function that converts it."""
    origin = get_origin(wanted)
    if origin in (Page, EntityList, list):
        return list, partial(as_type, wanted)
    if wanted is bool:
        return bool, bool
    convert = converter(wanted)
    return dict, convert or _same


def _same(value: Any) -> Any:
    return value
