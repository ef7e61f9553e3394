"""Bodies that never end, that explode, or that are not as long as they say."""

from __future__ import annotations

import gzip
import json

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.nonsense import bomb

_JSON = ("Content-Type", "application/json")


@trick()
async def drips(asked: Asked, reply: Reply) -> None:
    """Send the body a byte at a time, so that no pause is long and the end never comes."""
    await reply.head(200, [_JSON, ("Content-Length", "10000000")])
    while True:
        await reply.drip(b" ")


@trick()
async def drips_chunks(asked: Asked, reply: Reply) -> None:
    """Send chunks of one byte without end."""
    await reply.head(200, [_JSON, ("Transfer-Encoding", "chunked")])
    while True:
        await reply.raw(b"1\r\n")
        await reply.drip(b" ")
        await reply.raw(b"\r\n")


@trick()
async def drips_head(asked: Asked, reply: Reply) -> None:
    """Send the status line a byte at a time."""
    await reply.raw(b"HTTP/1.1 200 O")
    while True:
        await reply.drip(b"K")


@trick()
async def endless_body(asked: Asked, reply: Reply) -> None:
    """Send a body without length, as fast as possible, until the connection breaks."""
    await reply.head(200, [_JSON, ("Connection", "close")])
    await reply.raw(b"[")
    await reply.forever(b'"' + b"x" * 65_533 + b'",')


@trick()
async def endless_chunks(asked: Asked, reply: Reply) -> None:
    """Send chunks of 64 KiB without end."""
    await reply.head(200, [_JSON, ("Transfer-Encoding", "chunked")])
    await reply.forever(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


@trick()
async def gzip_bomb(asked: Asked, reply: Reply) -> None:
    """Send a little gzip that becomes 256 MiB."""
    await reply.send(Answer(200, bomb(31), (_JSON, ("Content-Encoding", "gzip"))))


@trick()
async def deflate_bomb(asked: Asked, reply: Reply) -> None:
    """Send a little deflate that becomes 256 MiB."""
    await reply.send(Answer(200, bomb(15), (_JSON, ("Content-Encoding", "deflate"))))


@trick()
async def gzip_in_gzip(asked: Asked, reply: Reply) -> None:
    """Send a few KB that are gzip in gzip, and become 256 MiB."""
    body = gzip.compress(bomb(31))
    await reply.send(Answer(200, body, (_JSON, ("Content-Encoding", "gzip, gzip"))))


@trick()
async def broken_gzip(asked: Asked, reply: Reply) -> None:
    """Say gzip, and send something else."""
    await reply.send(Answer(200, b"[]", (_JSON, ("Content-Encoding", "gzip"))))


@trick()
async def unknown_encoding(asked: Asked, reply: Reply) -> None:
    """Say an encoding that nobody knows."""
    await reply.send(Answer(200, b"[]", (_JSON, ("Content-Encoding", "br, zstd, \x7f"))))


@trick()
async def too_short(asked: Asked, reply: Reply) -> None:
    """Promise more bytes than come, and close."""
    await reply.head(200, [_JSON, ("Content-Length", "1000")])
    await reply.raw(b"[{}")
    reply.hang_up()


@trick()
async def too_long(asked: Asked, reply: Reply) -> None:
    """Send more bytes than promised: they look like the answer to the next request."""
    await reply.head(200, [_JSON, ("Content-Length", "2")])
    await reply.raw(b'[]HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"error":"mine"}')


@trick()
async def two_lengths(asked: Asked, reply: Reply) -> None:
    """Send two lengths that contradict each other."""
    await reply.head(200, [_JSON, ("Content-Length", "2"), ("Content-Length", "200")])
    await reply.raw(b"[]")
    reply.hang_up()


@trick()
async def mad_length(asked: Asked, reply: Reply) -> None:
    """Send a length that is no number."""
    await reply.head(200, [_JSON, ("Content-Length", "-1")])
    await reply.raw(b"[]")
    reply.hang_up()


@trick()
async def huge_length(asked: Asked, reply: Reply) -> None:
    """Promise an exabyte, and close."""
    await reply.head(200, [_JSON, ("Content-Length", str(10**18))])
    await reply.raw(b"[]")
    reply.hang_up()


@trick()
async def mad_chunks(asked: Asked, reply: Reply) -> None:
    """Send a chunk whose size is no number."""
    await reply.head(200, [_JSON, ("Transfer-Encoding", "chunked")])
    await reply.raw(b"fffffffffffffffffffffffff\r\nzz\r\n[]")
    reply.hang_up()


@trick()
async def resets(asked: Asked, reply: Reply) -> None:
    """Reset the connection in the middle of the body."""
    await reply.head(200, [_JSON, ("Content-Length", "1000")])
    await reply.raw(b"[{}")
    reply.reset()


@trick()
async def hangs_up(asked: Asked, reply: Reply) -> None:
    """Close the connection without a word."""
    reply.hang_up()


@trick()
async def never_answers(asked: Asked, reply: Reply) -> None:
    """Say nothing, and keep the connection open."""
    await reply.silence()


@trick()
async def no_http(asked: Asked, reply: Reply) -> None:
    """Answer in another protocol."""
    await reply.raw(b"220 mail.example ESMTP\r\n")
    reply.hang_up()


@trick()
async def html(asked: Asked, reply: Reply) -> None:
    """Answer with a page for people."""
    await reply.send(Answer(200, b"<!doctype html><p>Welcome", (("Content-Type", "text/html"),)))


@trick()
async def empty_body(asked: Asked, reply: Reply) -> None:
    """Answer with nothing."""
    await reply.send(Answer(200, b"", (_JSON,)))


@trick()
async def no_utf8(asked: Asked, reply: Reply) -> None:
    """Send JSON with bytes that are no UTF-8."""
    await reply.send(Answer(200, b'[{"id":"\xff\xfe","content":"\xc0\x80"}]', (_JSON,)))


@trick()
async def deep_list(asked: Asked, reply: Reply) -> None:
    """Send JSON of 100 000 lists in each other."""
    await reply.send(Answer(200, b"[" * 100_000 + b"]" * 100_000, (_JSON,)))


@trick()
async def deep_object(asked: Asked, reply: Reply) -> None:
    """Send a list of an object with 100 000 objects in each other."""
    await reply.send(Answer(200, b'[{"id":"1","a":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001 + b"]", (_JSON,)))


@trick()
async def deep_but_valid(asked: Asked, reply: Reply) -> None:
    """Send a status with 900 objects in each other, which decoders take and encoders may not."""
    deep = b'{"a":[' * 450 + b"1" + b"]}" * 450
    await reply.send(reply.honest.changed(reply.honest.body.replace(b'"card": null', b'"card": ' + deep)))


@trick()
async def error_page_of_10_mb(asked: Asked, reply: Reply) -> None:
    """Refuse with a message of 10 MB."""
    await reply.send(Answer.of({"error": "no " * 3_500_000}, status=403))


@trick()
async def error_of_other_types(asked: Asked, reply: Reply) -> None:
    """Refuse with messages that are no text."""
    await reply.send(Answer.of({"error": {"a": [1]}, "error_description": [{}]}, status=422))


@trick()
async def wide_object(asked: Asked, reply: Reply) -> None:
    """Send objects with 20 000 keys of their own each."""
    value = [{**one, **{f"key{n}": n for n in range(20_000)}} for one in _objects(reply)][:2]
    await reply.send(reply.honest.changed(value))


@trick()
async def new_columns_each_time(asked: Asked, reply: Reply) -> None:
    """Send each object with 200 keys that no other has."""
    value = [{**one, **{f"row{n}key{k}": k for k in range(200)}} for n, one in enumerate(_objects(reply))]
    await reply.send(reply.honest.changed(value))


@trick()
async def duplicate_keys(asked: Asked, reply: Reply) -> None:
    """Send every key twice, with another value first."""
    texts = [json.dumps(one) for one in _objects(reply)]
    doubled = [f'{{"id":"1","content":[],"account":null,{text[1:]}' for text in texts]
    await reply.send(reply.honest.changed(f"[{','.join(doubled)}]".encode()))


def _objects(reply: Reply) -> list[dict[str, object]]:
    value = reply.honest.value()
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
