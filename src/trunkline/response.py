"""Responses of servers, as `trunkline.errors` carries them and the decoder reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered; header names are in lower case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The decoded body.

        Raises:
            ValueError: the body is no JSON.
        """
        from msgspec.json import decode

        return decode(self.body)

    def error_message(self) -> str | None:
        """What an error answer says in its JSON, or ``None`` where it says nothing readable."""
        try:
            body = self.json()
        except ValueError:
            return None
        if not isinstance(body, dict) or not isinstance(body.get("error"), str):
            return None
        described = body.get("error_description")
        return f"{body['error']}: {described}" if isinstance(described, str) else body["error"]
