"""The ``Mastodon-Async-Refresh`` header: background work on a response."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from trunkline.answers.pagination_info import info_of, request_of
from trunkline.answers.storing import Neighbouring
from trunkline.protocol.numbers import whole_number
from trunkline.protocol.request import Request
from trunkline.response import Response

T = TypeVar("T")

_PART = r'(?<!\w)(\w++)\s*+=\s*+(?:"([^"]*+)"|([^\s,;]++))'
_USUAL_RETRY = 3
_POSITION = {
    "_method": "_pagination_method",
    "_endpoint": "_pagination_endpoint",
    "_mastopy_type": "_mastopy_type",
}
"""Keys of a request in what Mastodon.py keeps of a refresh, with those of the same in a `PaginationInfo`."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Background work announced in a response.

    Attributes:
        announced: the work, in the form of an `AsyncRefresh`.
        retry: seconds until the next query.
        request: the request that returns the refreshed result, if it is one that reads.
    """

    announced: dict[str, Any]
    retry: int
    request: Request[Any] | None

    @property
    def id(self) -> str:
        """Id of the work."""
        return str(self.announced["id"])


def parse_refresh(header: str, request: Request[Any]) -> dict[str, Any] | None:
    """Parse the header; return ``None`` if it names no work.

    Returns:
        What a result keeps as ``_async_refresh``: a mapping that can be stored, as in Mastodon.py.
    """
    parts: dict[str, Any] = {name: quoted or bare for name, quoted, bare in re.findall(_PART, header)}
    if not parts.get("id"):
        return None
    numbers: dict[str, Any] = {name: whole_number(parts[name]) for name in ("retry", "result_count") if name in parts}
    info = dict(info_of(request) or {})
    return {"id": parts["id"], **numbers, **{name: info.pop(key) for name, key in _POSITION.items()}, "_params": info}


def with_refresh(result: T, request: Request[Any], response: Response) -> T:
    """Attach the announced work to a result."""
    header = response.headers.get("mastodon-async-refresh")
    if header and not response.foreign and isinstance(result, Neighbouring):
        found = parse_refresh(header, request)
        if found is not None:
            object.__setattr__(result, "_async_refresh", found)
    return result


def refresh_of(result: Any) -> Refresh | None:
    """Return the work announced with a result, or ``None``."""
    found = getattr(result, "_async_refresh", None) if isinstance(result, Neighbouring) else None
    if not isinstance(found, Mapping) or "id" not in found:
        return None
    announced = {"id": found["id"], "status": "running", "result_count": found.get("result_count")}
    retry, request = found.get("retry"), None
    if found.get("_method") == "GET":
        request = request_of({key: found[name] for name, key in _POSITION.items()} | dict(found.get("_params") or {}))
    return Refresh(announced, _USUAL_RETRY if retry is None else retry, request)
