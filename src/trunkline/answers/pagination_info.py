"""`PaginationInfo`: the position of a page, as a mapping to read, change and store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from trunkline.answers.cursors import flags_apart
from trunkline.answers.types import name_of, type_named
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import Id
from trunkline.protocol.encoding import pairs
from trunkline.protocol.request import Pagination, Request

_METHOD, _ENDPOINT, _TYPE, _BY = "_pagination_method", "_pagination_endpoint", "_mastopy_type", "_pagination_by"
_ANONYMOUS = "_pagination_anonymous"
_IDS = frozenset({"max_id", "min_id", "since_id"})
_NUMBERS = frozenset({"limit", "offset"})
_LONGEST = 19  # digits of 64 bits


class PaginationInfo(OrderedDict[str, Any]):
    """Parameters of the request for a page, with method, path and type under keys that begin with ``_``.

    A view for programs that read it (``page._pagination_next["max_id"]``) or store it; `Page.next` is the request.
    """

    __slots__ = ()


def info_of(request: Request[Any] | None) -> PaginationInfo | None:
    """Return the position of a page by its request."""
    if request is None:
        return None
    path, _, query = request.path.partition("?")
    info = PaginationInfo({_METHOD: request.method, _ENDPOINT: path, _TYPE: name_of(request.result)})
    if request.pagination in ("offset", "id"):
        info[_BY] = request.pagination
    if request.anonymous:
        info[_ANONYMOUS] = True
    flags, others = flags_apart(request.params)
    for name, value in [*parse_qsl(query), *pairs(others)]:
        plain = name.removesuffix("[]")
        if plain.startswith("_"):
            continue  # of no endpoint: a link must not change what the position is about
        if name == plain:
            info[name] = _read(name, value)
        elif isinstance(known := info.setdefault(plain, []), list):
            known.append(value)
    info.update(flags)
    return info


def _read(name: str, value: str) -> Any:
    """Return a parameter; a number that is none, in a link of the server, is a text.

    An id of digits is a number, with which programs calculate.
    """
    if name in _IDS:
        is_number = value.isascii() and value.isdecimal() and value == value.lstrip("0") and len(value) <= _LONGEST
        return int(value) if is_number else Id(value)
    try:
        return int(value) if name in _NUMBERS else value
    except ValueError:
        return value


def is_info(value: object) -> bool:
    """Return True if *value* is a `PaginationInfo`, or the stored form of one."""
    return isinstance(value, Mapping) and _ENDPOINT in value and _TYPE in value


def request_of(info: Mapping[str, Any]) -> Request[Any]:
    """Return the request for the page at *info*.

    Raises:
        MastodonIllegalArgumentError: *info* is not a page of the API.
    """
    path = str(info[_ENDPOINT])
    if info.get(_METHOD, "GET") != "GET" or not path.startswith("/api/"):
        raise MastodonIllegalArgumentError("This pagination info leads to no page of the API; pass it on unchanged.")
    kind = info[_TYPE] if isinstance(info[_TYPE], str) else name_of(info[_TYPE])
    params = {name: str(value) if name in _IDS else value for name, value in info.items() if not name.startswith("_")}
    by = info.get(_BY)
    pagination: Pagination = by if by in ("offset", "id") else "link"
    anonymous = bool(info.get(_ANONYMOUS))
    return Request("GET", path, type_named(kind), params, anonymous=anonymous, pagination=pagination)
