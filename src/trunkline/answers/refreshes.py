"""The ``Mastodon-Async-Refresh`` header: an answer that the server is still working on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.protocol.request import Request
from trunkline.response import Response

T = TypeVar("T")

_PART = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))')


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a server announced with an answer.

    Attributes:
        announced: the work, as the server's JSON for it would be.
        retry: after how many seconds to ask about it.
        request: what gets the answer anew.
    """

    announced: dict[str, Any]
    retry: int
    request: Request[Any]

    @property
    def id(self) -> str:
        """Id to ask about the work by."""
        return str(self.announced["id"])


def parse_refresh(header: str, request: Request[Any]) -> Refresh | None:
    """Read the header; ``None`` if it does not name any work."""
    parts = {name: quoted or bare for name, quoted, bare in _PART.findall(header)}
    if not parts.get("id"):
        return None
    count, retry = parts.get("result_count", ""), parts.get("retry", "")
    announced = {"id": parts["id"], "status": "running", "result_count": int(count) if count.isdigit() else None}
    return Refresh(announced, int(retry) if retry.isdigit() else 0, request)


def with_refresh(result: T, request: Request[Any], response: Response) -> T:
    """Let an answer remember what the server announced with it."""
    header = response.headers.get("mastodon-async-refresh")
    if header and isinstance(result, Entity | Page):
        result._refresh = parse_refresh(header, request)
    return result


def refresh_of(result: Any) -> Refresh | None:
    """What the server announced with an answer."""
    found = getattr(result, "_refresh", None) if isinstance(result, Entity | Page) else None
    return found if isinstance(found, Refresh) else None
