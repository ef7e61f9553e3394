"""The ``Mastodon-Async-Refresh`` header: background work on a response."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.protocol.numbers import whole_number
from trunkline.protocol.request import Request
from trunkline.response import Response

T = TypeVar("T")

_PART = r'(?<!\w)(\w++)\s*+=\s*+(?:"([^"]*+)"|([^\s,;]++))'


@dataclass(frozen=True, slots=True)
class Refresh:
    """Background work announced in a response.

    Attributes:
        announced: the work, in the form of an `AsyncRefresh`.
        retry: seconds until the next query.
        request: the request that returns the refreshed result.
    """

    announced: dict[str, Any]
    retry: int
    request: Request[Any]

    @property
    def id(self) -> str:
        """Id of the work."""
        return str(self.announced["id"])


def parse_refresh(header: str, request: Request[Any]) -> Refresh | None:
    """Parse the header; return ``None`` if it names no work."""
    parts = {name: quoted or bare for name, quoted, bare in re.findall(_PART, header)}
    if not parts.get("id"):
        return None
    count, retry = whole_number(parts.get("result_count", "")), whole_number(parts.get("retry", ""))
    return Refresh({"id": parts["id"], "status": "running", "result_count": count}, retry or 0, request)


def with_refresh(result: T, request: Request[Any], response: Response) -> T:
    """Attach the announced work to a result."""
    header = response.headers.get("mastodon-async-refresh")
    if header and not response.foreign and isinstance(result, Entity | Page):
        result._refresh = parse_refresh(header, request)
    return result


def refresh_of(result: Any) -> Refresh | None:
    """Return the work announced with a result, or ``None``."""
    found = getattr(result, "_refresh", None) if isinstance(result, Entity | Page) else None
    return found if isinstance(found, Refresh) else None
