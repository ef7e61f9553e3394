"""Responses of servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from trunkline.json_text import decoded

_REASONS = ("error", "error_description", "message", "detail", "errors", "issues")
"""Fields with the reason of an error: of Mastodon and OAuth, Laravel (Pixelfed), Phoenix (Pleroma) and Zod (Hollo)."""

_MOST_REASONS = 10
_LONGEST_SENTENCE = 2000


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
        return decoded(self.body)

    def error_message(self) -> str | None:
        """Return the reason that an error response gives, or ``None`` without one.

        Servers put it into ``X-Error-Message``, a plain text, a JSON text, or an object with one of `_REASONS`, which
        may hold texts, lists or further objects.
        """
        if "x-error-message" in self.headers:
            return self.headers["x-error-message"]
        try:
            reasons = list(dict.fromkeys(_reasons(self.json())))
            return ": ".join([*(reason.rstrip(".") for reason in reasons[:-1]), *reasons[-1:]]) or None
        except ValueError:
            return self._plain_text()

    def short_error_message(self) -> str | None:
        """Return the field ``error`` of an error response alone; what 404 is where it has none."""
        try:
            said = self.json()
        except ValueError:
            said = None
        error = said.get("error") if isinstance(said, dict) else said
        if isinstance(error, str) and error:
            return error
        return "Endpoint not found." if self.status == 404 and self.error_message() is None else None

    def _plain_text(self) -> str | None:
        """Return a short body that is neither JSON nor HTML; some servers send a sentence as ``text/html``."""
        if len(self.body) > _LONGEST_SENTENCE:
            return None
        said = self.body.decode("utf-8", "replace").strip()
        return None if not said or said[0] in '<{["' else said


def _reasons(value: Any, levels: int = 4) -> Iterator[str]:
    """Yield the texts about an error in decoded JSON."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list) and levels:
        for item in value[:_MOST_REASONS]:
            yield from _reasons(item, levels - 1)
    elif isinstance(value, dict) and levels:
        known = [value[name] for name in _REASONS if name in value]
        # An object of another kind has the faults by the name of their field.
        for item in known or (list(value.values())[:_MOST_REASONS] if levels < 4 else []):
            yield from _reasons(item, levels - 1)
