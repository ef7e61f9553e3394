"""Streams: events that are none, messages without bounds, refusals, ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from trunkline.sandbox.likes.hostile.damages import Piece, stream_damage
from trunkline.sandbox.likes.hostile.nonsense import CONTROL, EVIL_HTML

_KINDS = (
    "update",
    "delete",
    "notification",
    "filters_changed",
    "conversation",
    "announcement",
    "announcement.reaction",
    "announcement.delete",
    "status.update",
    "notifications_merged",
)
_PAYLOADS: tuple[Any, ...] = (
    "",
    "{",
    "null",
    "[]",
    "5",
    "{}",
    '{"account": []}',
    "9" * 5_000,
    '{"id": NaN}',
    CONTROL,
    None,
    5,
    [],
    {},
    {"account": 5, "reblog": []},
    [None],
    True,
)
_NAMES: tuple[Any, ...] = ("public", 5, None, [], [[]], [None], ["list", "99"], ["hashtag", "x" * 60_000], {"a": 1})
_HUGE = 20_000_000
_FLOOD = 1_000


def _event(over_socket: bool, name: str, payload: Any, stream: Any = ("user",)) -> str:
    if over_socket:
        return json.dumps({"stream": stream, "event": name, "payload": payload})
    text = payload if isinstance(payload, str) else json.dumps(payload)
    lines = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"event: {name}\n{lines}\n"


def _post(number: int, content: str = "<p>x</p>") -> str:
    account = {"id": "1", "username": "x", "acct": "x", "created_at": "2020-01-01T00:00:00.000Z"}
    post = {"id": str(10**17 + number), "created_at": "2020-01-01T00:00:00.000Z", "content": content}
    return json.dumps({**post, "account": account, "reblog": None, "visibility": "public"})


@stream_damage
def broken_events(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send events with payloads that are none."""
    for _ in range(20):
        yield _event(over_socket, dice.choice(_KINDS), dice.choice(_PAYLOADS))


@stream_damage
def unknown_kinds(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send events of kinds that nobody knows."""
    for kind in ("x", "x" * 10_000, "chat_update", "pleroma:conversation", CONTROL.replace("\n", "")):
        yield _event(over_socket, kind, dice.choice(_PAYLOADS))


@stream_damage
def broken_messages(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send messages that are no events: no JSON, deep JSON, bytes, nothing."""
    messages: tuple[Piece, ...] = ("", "{", "null", "[" * 200_000, '{"event":', "5", b"\xff\xfe\x00", "data", ":\r\r\n")
    yield from dice.sample(messages, 4)
    yield "\n\n"


@stream_damage
def huge_message(_dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send an event of 20 MB."""
    yield _event(over_socket, "update", _post(1, "x" * _HUGE))


@stream_damage
def evil_posts(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send posts whose HTML was made to be slow."""
    for html in dice.sample(EVIL_HTML, 3):
        yield _event(over_socket, dice.choice(("update", "status.update")), _post(2, html))


@stream_damage
def events_of_nobody(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send events of streams that nobody has asked for."""
    for name in dice.sample(_NAMES, 4):
        yield _event(over_socket, "update", _post(3), name)


@stream_damage
def refused_later(dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send an error in a form of Mastodon's, of Pleroma's, or in none."""
    status = dice.choice((400, 401, 403, 404, 429, 500, None, "401"))
    errors: tuple[Any, ...] = (
        {"error": "no", "status": status},
        {"error": {"a": [1]}, "status": status},
        {"event": "pleroma:respond", "payload": json.dumps({"type": "subscribe", "result": "error", "error": "no"})},
        {"event": "pleroma:respond", "payload": {"result": "error"}},
    )
    yield json.dumps(dice.choice(errors)) if over_socket else _event(False, "error", dice.choice(errors))


@stream_damage
def flood(_dice: Random, over_socket: bool) -> Iterator[Piece]:
    """Send a thousand posts at once."""
    for number in range(_FLOOD):
        yield _event(over_socket, "update", _post(number))


@stream_damage
def sudden_end(dice: Random, _over_socket: bool) -> Iterator[Piece]:
    """Close the stream, with a code of any kind."""
    yield dice.choice((1000, 1001, 1003, 1008, 1011, 1013, 3000, 4999))
