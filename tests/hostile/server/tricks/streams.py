"""Streams: of events that are none, of frames without end, and at another server."""

from __future__ import annotations

import json
from itertools import count

from tests.hostile.server import websocket
from tests.hostile.server.asked import Asked
from tests.hostile.server.recorded import answer
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.texts import _texts
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.nonsense import CONTROL, EVIL_HTML

STREAM = "/api/v1/streaming"
_INSTANCES = ("/api/v2/instance", "/api/v1/instance")
_EVENTS = [("Content-Type", "text/event-stream"), ("Connection", "close")]


async def _opened(reply: Reply) -> bool:
    """Open what was asked for; return True for a WebSocket."""
    if websocket.wanted(reply):
        await websocket.accept(reply)
        return True
    await reply.head(200, _EVENTS)
    await reply.raw(b":)\n\n")
    return False


async def _event(reply: Reply, as_message: bool, name: object, payload: object, stream: object = None) -> None:
    """Send an event over whichever wire is open."""
    if as_message:
        message = {"stream": ["public"] if stream is None else stream, "event": name, "payload": payload}
        await reply.raw(websocket.frame(json.dumps(message).encode()))
    else:
        text = payload if isinstance(payload, str) else json.dumps(payload)
        lines = "".join(f"data: {line}\n" for line in text.split("\n"))
        await reply.raw(f"event: {name}\n{lines}\n".encode("utf-8", "surrogatepass"))


def post(number: int = 1, **fields: object) -> dict[str, object]:
    """A post as the stream has it."""
    _, posts, _ = answer("GET", "/api/v1/timelines/home", {}, "http://x")
    return {**posts[0], "reblog": None, "id": str(10**17 + number), **fields}


@trick(STREAM)
async def events_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Send events of unknown names, and payloads that are none; then a good one, and nothing more."""
    over = await _opened(reply)
    names: list[object] = [
        "update",
        "delete",
        "notification",
        "filters_changed",
        "conversation",
        "announcement",
        "announcement.reaction",
        "status.update",
        "encrypted_message",
        "x" * 10_000,
        "\x1b[2J",
    ]
    payloads: list[object] = [
        "",
        "{",
        "null",
        "[]",
        "5",
        '{"id":',
        "{}",
        '{"account": []}',
        "[" * 100_000,
        "9" * 5_000,
        '{"id": NaN}',
        CONTROL,
    ]
    if over:
        payloads += [None, 5, [], {}, {"account": 5, "reblog": []}, [None], 10**30, True]
    for name in names:
        for payload in payloads:
            await _event(reply, over, name, payload)
    await _event(reply, over, "update", json.dumps(post(1)))
    await reply.silence()


_STREAM_NAMES: tuple[object, ...] = (
    "public",
    5,
    None,
    [],
    [[]],
    [None],
    ["hashtag", 5],
    ["hashtag", "x" * 60_000],
    {"a": 1},
    ["user", "user"],
    [CONTROL],
)


@trick(STREAM)
async def streams_of_every_name(asked: Asked, reply: Reply) -> None:
    """Send events for streams that nobody has asked for, in every type."""
    over = await _opened(reply)
    if over:
        for stream in _STREAM_NAMES:
            message = {"stream": stream, "event": "update", "payload": json.dumps(post(2))}
            await reply.raw(websocket.frame(json.dumps(message).encode()))
    await _event(reply, over, "update", json.dumps(post(1)))
    await reply.silence()


_SHAPELESS = (
    b"",
    b"5",
    b"[]",
    b"null",
    b'"x"',
    b"{}",
    b'{"error": 5, "status": "x"}',
    b'{"error":[]}',
    b'{"event":5,"payload":"x"}',
    b'{"event":"","payload":"\\ud800"}',
    b'{"error":"no","status":9999999999}',
    b"\xff\xfe",
    b"[" * 100_000,
)


@trick(STREAM)
async def messages_of_no_shape(asked: Asked, reply: Reply) -> None:
    """Send a message that is no event, another with each connection."""
    text = _SHAPELESS[len(reply.server.seen) % len(_SHAPELESS)]
    over = await _opened(reply)
    await reply.raw(websocket.frame(text) if over else text + b"\n\n")
    reply.hang_up()


@trick(STREAM)
async def evil_posts(asked: Asked, reply: Reply) -> None:
    """Send posts whose HTML was made to be slow or to break what reads it; then a good one."""
    over = await _opened(reply)
    for n, html in enumerate(EVIL_HTML):
        await _event(reply, over, "update", json.dumps(post(n + 2, content=html)))
    await _event(reply, over, "update", json.dumps(post(1)))
    await reply.silence()


@trick(STREAM)
async def posts_of_control_characters(asked: Asked, reply: Reply) -> None:
    """Send posts with control characters in every text; then a good one."""
    over = await _opened(reply)
    await _event(reply, over, "update", json.dumps(_texts(post(2), f"{CONTROL}\n")))
    await _event(reply, over, CONTROL, "x")
    await _event(reply, over, "update", json.dumps(post(1)))
    await reply.silence()


@trick(STREAM)
async def frame_of_100_mb(asked: Asked, reply: Reply) -> None:
    """Send an event of 100 MB."""
    if await _opened(reply):
        await reply.raw(websocket.frame(b"", length=100 << 20))
        for _ in range(100):
            await reply.raw(b" " * (1 << 20))
    else:
        await reply.raw(b"event: update\ndata: ")
        for _ in range(100):
            await reply.raw(b" " * (1 << 20))
        await reply.raw(b"\n\n")
    await reply.silence()


@trick(STREAM)
async def endless_event(asked: Asked, reply: Reply) -> None:
    """Send one event without end: fragments of a message, or lines of data."""
    if await _opened(reply):
        await reply.raw(websocket.frame(b"{", final=False))
        await reply.forever(websocket.frame(b" " * 65_536, 0, final=False))
    await reply.raw(b"event: update\n")
    await reply.forever(b"data: x\n" * 8_192)


@trick(STREAM)
async def endless_line(asked: Asked, reply: Reply) -> None:
    """Send one line without end, or a frame of an exabyte."""
    if await _opened(reply):
        await reply.raw(websocket.frame(b"", length=1 << 60))
    await reply.forever(b"x" * 65_536)


@trick(STREAM)
async def endless_empty_lines(asked: Asked, reply: Reply) -> None:
    """Send empty lines or empty messages as fast as possible, without end."""
    over = await _opened(reply)
    await reply.forever((websocket.frame(b"") if over else b"\n\n") * 1_000)


@trick(STREAM)
async def heartbeats_only(asked: Asked, reply: Reply) -> None:
    """Send signs of life and no events."""
    over = await _opened(reply)
    while True:
        await reply.raw(websocket.frame(b"", websocket.PING) if over else b":thump\n")
        await reply.drip(b"")
        await _nap(reply)


@trick(STREAM)
async def dripping_event(asked: Asked, reply: Reply) -> None:
    """Send an event a byte at a time, which never ends."""
    over = await _opened(reply)
    if over:
        await reply.raw(websocket.frame(b"", length=1 << 20))
    while True:
        await reply.drip(b"x")


@trick(STREAM)
async def closes_at_once(asked: Asked, reply: Reply) -> None:
    """Open the stream and close it at once, with a reason of every kind."""
    if await _opened(reply):
        codes = (1000, 1001, 1006, 4999, 0, 65_535)
        code = codes[len(reply.server.seen) % len(codes)]
        await reply.raw(websocket.frame(code.to_bytes(2, "big") + CONTROL.encode()[:100], websocket.CLOSE))
    reply.hang_up()


@trick(STREAM)
async def broken_frames(asked: Asked, reply: Reply) -> None:
    """Send frames that the protocol does not know, or lines that end nowhere."""
    if await _opened(reply):
        broken = (
            b"\xff\x7f",
            b"\x83\x00",
            websocket.frame(b"\xff\xfe"),
            websocket.frame(b"x", 0),
            b"\x81\x85aaaaabcdef",
        )
        await reply.raw(broken[len(reply.server.seen) % len(broken)])
        await reply.silence()
    await reply.raw(b"\xff\xfe\x00event\x00:\rdata\r\rid: \x00\nretry: " + b"9" * 5_000 + b"\n\n")
    reply.reset()


@trick(STREAM)
async def refuses_with_anything(asked: Asked, reply: Reply) -> None:
    """Refuse the stream with another status and an endless body each time."""
    statuses = (200, 204, 301, 400, 404, 418, 451, 500, 503, 599)
    status = statuses[len(reply.server.seen) % len(statuses)]
    await reply.head(status, [("Content-Type", "text/html"), ("Location", "https://["), ("Connection", "close")])
    await reply.forever(b"<p>" * 10_000)


@trick(STREAM)
async def refuses_each_stream(asked: Asked, reply: Reply) -> None:
    """Refuse the stream with 401, or over the WebSocket with an error of its own."""
    if await _opened(reply):
        await reply.raw(websocket.frame(json.dumps({"error": CONTROL * 1_000, "status": 401}).encode()))
        await reply.silence()
    reply.hang_up()


@trick(STREAM)
async def switches_to_nothing(asked: Asked, reply: Reply) -> None:
    """Answer 101 to whatever is asked."""
    await reply.head(101, [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", "wrong")])
    await reply.silence()


@trick(STREAM)
async def stream_redirects_elsewhere(asked: Asked, reply: Reply) -> None:
    """Redirect the stream to another server."""
    to = reply.server.elsewhere
    await reply.send(
        Answer(
            302, b"", (("Location", f"{to.replace('http', 'ws', 1) if websocket.wanted(reply) else to}{asked.target}"),)
        )
    )


@trick(STREAM)
async def forged_events(asked: Asked, reply: Reply) -> None:
    """Send edits and deletions of the honest server's posts, in that server's name; then a good post."""
    over = await _opened(reply)
    _, posts, _ = answer("GET", "/api/v1/timelines/home", {}, reply.server.victim)
    host = reply.server.victim.partition("://")[2]
    for one in posts:
        await _event(reply, over, "delete", one["id"])
        await _event(reply, over, "status.update", json.dumps({**one, "_instance": host, "content": "forged"}))
        await _event(reply, over, "update", json.dumps({**one, "_instance": host, "content": "forged"}))
    await _event(reply, over, "update", json.dumps(post(1)))
    await reply.silence()


async def _announced(reply: Reply, address: object) -> None:
    value = reply.honest.value()
    value["configuration"] = {"urls": {"streaming": address}}
    value["urls"] = {"streaming_api": address}
    await reply.send(reply.honest.changed(value))


@trick(*_INSTANCES)
async def streams_elsewhere(asked: Asked, reply: Reply) -> None:
    """Say that streams are at another server, on this machine."""
    await _announced(reply, reply.server.elsewhere.replace("http", "ws", 1))


_ADDRESSES: tuple[object, ...] = (
    "wss://[",
    "file:///x",
    "ws://192.0.2.1",
    "wss://a:b@127.0.0.2",
    ".",
    "",
    5,
    [],
    {},
    "wss://127.0.0.2:99999999",
    "wss://\x00",
    "javascript:x",
    "x" * 60_000,
    "wss://\u2100",
)


@trick(*_INSTANCES)
async def streams_nowhere(asked: Asked, reply: Reply) -> None:
    """Say that streams are at addresses that are none, another with each request."""
    await _announced(reply, _ADDRESSES[len(reply.server.seen) % len(_ADDRESSES)])


@trick(*_INSTANCES)
async def instance_of_another_server(asked: Asked, reply: Reply) -> None:
    """Redirect the description of the server to another one, which announces its own streams."""
    await reply.send(Answer(302, b"", (("Location", f"{reply.server.elsewhere}{asked.target}"),)))


@trick(STREAM)
async def floods(asked: Asked, reply: Reply) -> None:
    """Send good posts as fast as possible, without end."""
    over = await _opened(reply)
    for number in count(2):
        await _event(reply, over, "update", json.dumps(post(number)))


async def _nap(reply: Reply) -> None:
    import asyncio

    await asyncio.sleep(reply.server.pause)
