"""Registration of damages, and the answers that they change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from random import Random
from typing import Any


class Shape(IntEnum):
    """Form of an answer; each is also one of those before it."""

    ANY = 0
    JSON = 1
    LIST = 2
    ROWS = 3
    """A list of at least one object."""


@dataclass
class TrueAnswer:
    """The answer of the sandbox, which a damage changes.

    Attributes:
        url: address of the request, with its query.
        dice: the random generator.
        ends: `cut` in the middle of the body, or by a `reset` or by an end before the answer (`lost`); `None` if all of
            it is sent.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    url: str
    dice: Random
    ends: str | None = field(default=None, init=False)

    @cached_property
    def value(self) -> Any:
        """Decoded JSON; `None` if the body is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def shape(self) -> Shape:
        """Form of the body."""
        if isinstance(self.value, list):
            return Shape.ROWS if self.value and all(isinstance(one, dict) for one in self.value) else Shape.LIST
        return Shape.ANY if self.value is None else Shape.JSON

    def send(self, value: Any) -> None:
        """Send other JSON."""
        self.body = json.dumps(value).encode()

    def head(self, *headers: tuple[str, str]) -> None:
        """Replace headers."""
        names = {name.lower() for name, _ in headers}
        self.headers = [*(one for one in self.headers if one[0].lower() not in names), *headers]

    def refuse(self, status: int, value: Any, *headers: tuple[str, str]) -> None:
        """Send an error as JSON."""
        self.status, self.headers = status, [("Content-Type", "application/json"), *headers]
        self.send(value)


Piece = str | bytes | int
"""A message, a binary message, or the code with which the stream is closed."""
Harm = Callable[[TrueAnswer], None]
StreamHarm = Callable[[Random, bool], Iterable[Piece]]


@dataclass(frozen=True, slots=True)
class AnswerDamage:
    """A damage.

    Attributes:
        name: its name, as `gzip-bomb`.
        does: a sentence about it.
        shape: the answers that it concerns.
        harm: changes an answer.
        refuses: it takes the place of an answer, and of a stream too.
    """

    name: str
    does: str
    shape: Shape
    harm: Harm
    refuses: bool


@dataclass(frozen=True, slots=True)
class StreamDamage:
    """A damage of streams.

    Attributes:
        name: its name, as `flood`.
        does: a sentence about it.
        pieces: gives what is sent, over a WebSocket if the second argument is True, otherwise as server-sent events.
    """

    name: str
    does: str
    pieces: StreamHarm


ANSWERS: dict[str, AnswerDamage] = {}
"""Damages of answers by name."""
STREAMS: dict[str, StreamDamage] = {}
"""Damages of streams by name."""


def damage(shape: Shape = Shape.ANY, *, refuses: bool = False) -> Callable[[Harm], Harm]:
    """Register a function; its name and the first sentence of its docstring are those of the damage."""

    def register(harm: Harm) -> Harm:
        name = harm.__name__.replace("_", "-")
        ANSWERS[name] = AnswerDamage(name, _sentence(harm), shape, harm, refuses)
        return harm

    return register


def stream_damage(pieces: StreamHarm) -> StreamHarm:
    """Register a function likewise as a damage of streams."""
    name = pieces.__name__.replace("_", "-")
    STREAMS[name] = StreamDamage(name, _sentence(pieces), pieces)
    return pieces


def _sentence(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").partition("\n")[0]
