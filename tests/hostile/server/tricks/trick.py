"""Registration of tricks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hostile.server.asked import Asked
    from tests.hostile.server.reply import Reply

Play = Callable[["Asked", "Reply"], Awaitable[None]]

LISTS = ("/api/v1/timelines/", "/api/v1/notifications", "/api/v1/statuses")
"""Paths of lists; what a server does there it can do everywhere."""


@dataclass(frozen=True, slots=True)
class Trick:
    """What a server does in place of an honest answer.

    Attributes:
        name: name of the function.
        does: first sentence of its docstring.
        play: the function.
        paths: beginnings of the paths that it concerns; everything else is answered honestly.
    """

    name: str
    does: str
    play: Play
    paths: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Name of the module."""
        return self.play.__module__.rpartition(".")[2]

    def concerns(self, asked: Asked) -> bool:
        """Return True if the request is to be answered by the trick."""
        return asked.path.startswith(self.paths)


TRICKS: dict[str, Trick] = {}
"""All tricks by name."""


def trick(*paths: str) -> Callable[[Play], Play]:
    """Register a function; *paths* are the beginnings of the paths that it concerns, by default `LISTS`."""

    def register(play: Play) -> Play:
        name = play.__name__
        TRICKS[name] = Trick(name, (play.__doc__ or "").partition("\n")[0], play, paths or LISTS)
        return play

    return register
