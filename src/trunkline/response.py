"""Responses of servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response; header names are in lower case.

    Attributes:
        foreign: another server than the client's has answered, after a redirect. What it announces does not count.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    foreign: bool = False

    @property
    def media_type(self) -> str:
        """Content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """Return the decoded body.

        Raises:
            ValueError: the body is not JSON.
        """
        from msgspec.json import decode

        try:
            return decode(self.body)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    def error_message(self) -> str | None:
        """Return the message in the JSON of an error response, or ``None`` without one."""
        try:
            body = self.json()
        except ValueError:
            return None
        if not isinstance(body, dict) or not isinstance(body.get("error"), str):
            return None
        described = body.get("error_description")
        return f"{body['error']}: {described}" if isinstance(described, str) else body["error"]
