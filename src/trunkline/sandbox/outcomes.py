"""The results of `Sandbox.post`, `Sandbox.failures`, `Sandbox.damages` and `Sandbox.quirks`."""

from __future__ import annotations

from collections.abc import Iterator, MutableSet
from dataclasses import dataclass, field
from typing import Any

from trunkline.sandbox.actors import Ask
from trunkline.sandbox.http.failures import Fault
from trunkline.sandbox.http.quirks import Quirk


@dataclass(frozen=True, slots=True)
class SandboxPost:
    """A post of a sandbox."""

    id: str
    url: str
    author: str
    """The author's user name."""
    content: str
    """The text as HTML."""
    visibility: str
    poll_id: str | None
    media_ids: tuple[str, ...]
    json: dict[str, Any] = field(repr=False, compare=False)
    """The post as its author sees it, as the API describes a status."""

    @classmethod
    def of(cls, status: dict[str, Any]) -> SandboxPost:
        """Build it from the JSON of a status."""
        return cls(
            id=status["id"],
            url=status["url"],
            author=status["account"]["username"],
            content=status["content"],
            visibility=status["visibility"],
            poll_id=None if status["poll"] is None else status["poll"]["id"],
            media_ids=tuple(media["id"] for media in status["media_attachments"]),
            json=status,
        )


@dataclass(frozen=True, slots=True)
class SandboxFailure:
    """A failure that was asked for with `Sandbox.fail`."""

    path: str
    status: int | Fault | None
    method: str | None
    times: int | None
    used: int
    """The number of requests that have failed."""

    def __str__(self) -> str:
        requests = "without end" if self.times is None else f"of {self.times}"
        return f"{self.method or 'any method'} {self.path}: {self.used} {requests}"

    @property
    def is_used(self) -> bool:
        """True if it was used as often as was asked for; without an end, at least once."""
        return self.used >= (self.times or 1)


@dataclass(frozen=True, slots=True)
class SandboxDamage:
    """An answer that a sandbox `like="hostile"` has damaged."""

    method: str
    path: str
    name: str
    """Name of the damage, as in `trunkline.sandbox.DAMAGES`."""


class SandboxQuirks(MutableSet[Quirk]):
    """The quirks of a running sandbox that are on, as a set that can be changed."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def add(self, value: Quirk) -> None:
        """Switch a quirk on.

        Raises:
            ValueError: there is no such quirk.
        """
        self._ask("quirk", name=value, on=True)

    def discard(self, value: Quirk) -> None:
        """Switch a quirk off.

        Raises:
            ValueError: there is no such quirk.
        """
        self._ask("quirk", name=value, on=False)

    def __contains__(self, value: object) -> bool:
        return value in self._ask("quirks")

    def __iter__(self) -> Iterator[Quirk]:
        return iter(self._ask("quirks"))

    def __len__(self) -> int:
        return len(self._ask("quirks"))

    def __repr__(self) -> str:
        return repr(set(self))
