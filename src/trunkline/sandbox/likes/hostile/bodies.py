"""Bodies that explode, that are broken off, or that are something else."""

from __future__ import annotations

import json

from trunkline.sandbox.likes.hostile.damages import Shape, TrueAnswer, damage
from trunkline.sandbox.likes.hostile.nonsense import bomb

_DEEP = 200_000
_LONG = 10_000_000


@damage()
def gzip_bomb(answer: TrueAnswer) -> None:
    """Send a little gzip or deflate that becomes 256 MB."""
    encoding, bits = answer.dice.choice((("gzip", 31), ("deflate", 15)))
    answer.body = bomb(bits)
    answer.head(("Content-Encoding", encoding))


@damage()
def broken_gzip(answer: TrueAnswer) -> None:
    """Say gzip, or an encoding that nobody knows, and send none."""
    answer.head(("Content-Encoding", answer.dice.choice(("gzip", "deflate", "br, zstd", "x"))))


@damage()
def deep_json(answer: TrueAnswer) -> None:
    """Send JSON nested 200 000 deep."""
    start, end = answer.dice.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"id":', b"}]")))
    answer.body = start * _DEEP + b"1" + end * _DEEP


@damage(Shape.JSON)
def long_json(answer: TrueAnswer) -> None:
    """Send a key with a text of 10 MB more."""
    value = answer.value
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one["content"] = "word " * (_LONG // 5)
            break
    answer.send(value)


@damage()
def byte_order_mark(answer: TrueAnswer) -> None:
    """Send a byte order mark before the body, or the body in UTF-16."""
    text = answer.body.decode(errors="replace")
    answer.body = answer.dice.choice((b"\xef\xbb\xbf" + answer.body, text.encode("utf-16")))


@damage()
def no_utf8(answer: TrueAnswer) -> None:
    """Send bytes that are no UTF-8."""
    answer.body = answer.body.replace(b'"', b'"\xff\xfe\xc0\x80', 3)


@damage(Shape.JSON)
def repeated_keys(answer: TrueAnswer) -> None:
    """Send a key twice, with another value first."""
    answer.body = answer.body.replace(b"{", b'{"id":[],"content":5,"account":null,', 1)


@damage()
def half(answer: TrueAnswer) -> None:
    """Send half of the body as if it were all."""
    answer.body = answer.body[: len(answer.body) // 2]


@damage()
def nothing(answer: TrueAnswer) -> None:
    """Send an empty body."""
    answer.body = b""


@damage()
def cut(answer: TrueAnswer) -> None:
    """End the connection in the middle of the body."""
    answer.ends = "cut"


@damage()
def reset(answer: TrueAnswer) -> None:
    """Reset the connection before the answer."""
    answer.ends = "reset"


@damage()
def lost(answer: TrueAnswer) -> None:
    """End the connection before the answer."""
    answer.ends = "lost"


@damage()
def wrong_type_of_content(answer: TrueAnswer) -> None:
    """Say that the body is HTML, text, a picture or nothing known."""
    kinds = ("text/html", "text/plain; charset=utf-16", "image/png", "application/json; charset=x", "", "x")
    answer.head(("Content-Type", answer.dice.choice(kinds)))


@damage()
def page_for_people(answer: TrueAnswer) -> None:
    """Send a web page with status 200."""
    answer.status, answer.body = 200, b"<!doctype html><title>Welcome</title><p>Please log in"
    answer.head(("Content-Type", "text/html; charset=utf-8"))


@damage()
def error_with_200(answer: TrueAnswer) -> None:
    """Send an error with status 200."""
    answer.status, answer.body = 200, json.dumps({"error": "Record not found"}).encode()
    answer.head(("Content-Type", "application/json"))
