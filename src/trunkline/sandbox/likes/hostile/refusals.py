"""Statuses with every form of error, redirects, and limits that lie."""

from __future__ import annotations

import json

from trunkline.sandbox.likes.hostile.damages import TrueAnswer, damage
from trunkline.sandbox.likes.hostile.nonsense import CONTROL, ERROR_BODIES, MAD_NUMBERS, MAD_TIMES, MAD_WAITS, NOWHERE

_STATUSES = (400, 401, 403, 404, 405, 406, 408, 410, 413, 415, 418, 422, 451, 500, 501, 502, 503, 504, 520, 599)
_LIMIT = ("X-RateLimit-Limit", "300")
_NONE_LEFT = ("X-RateLimit-Remaining", "0")


@damage(refuses=True)
def refused(answer: TrueAnswer) -> None:
    """Answer with a status from 400 to 599, and an error in any form."""
    answer.refuse(answer.dice.choice(_STATUSES), answer.dice.choice(ERROR_BODIES))
    if answer.dice.random() < 0.2:
        answer.head(("Retry-After", answer.dice.choice(MAD_WAITS)))


@damage(refuses=True)
def refused_by_page(answer: TrueAnswer) -> None:
    """Answer with a status from 400 to 599 and a page, a text or nothing; the reason may be in a header."""
    bodies = (b"<!doctype html><h1>Not here</h1>", b"Not here", b"", b"\xff\xfe", CONTROL.encode(), b"no " * 1_000_000)
    answer.refuse(answer.dice.choice(_STATUSES), None, ("X-Error-Message", answer.dice.choice(("no", "x" * 9_000))))
    answer.body = answer.dice.choice(bodies)
    answer.head(("Content-Type", answer.dice.choice(("text/html", "text/plain", "application/json"))))


@damage(refuses=True)
def deep_error(answer: TrueAnswer) -> None:
    """Answer with an error nested 200 000 deep."""
    answer.refuse(answer.dice.choice(_STATUSES), None)
    answer.body = b'{"error":' * 200_000 + b'"no"' + b"}" * 200_000


@damage(refuses=True)
def to_login(answer: TrueAnswer) -> None:
    """Redirect to /login."""
    answer.status, answer.body = answer.dice.choice((301, 302, 303, 307, 308)), b""
    answer.head(("Location", answer.dice.choice(("/login", "/auth/sign_in"))))


@damage(refuses=True)
def redirected(answer: TrueAnswer) -> None:
    """Redirect to itself, to another host, or to an address that is none."""
    answer.status, answer.body = answer.dice.choice((300, 301, 302, 303, 304, 307, 308)), b""
    answer.head(("Location", answer.dice.choice((answer.url, "http://127.0.0.1:1/", *NOWHERE))))


@damage(refuses=True)
def too_many_requests(answer: TrueAnswer) -> None:
    """Answer 429, with a wait or a reset that may be absurd, or with none."""
    headers = answer.dice.choice(
        (
            [],
            [("Retry-After", answer.dice.choice(MAD_WAITS))],
            [_LIMIT, _NONE_LEFT],
            [_LIMIT, _NONE_LEFT, ("X-RateLimit-Reset", answer.dice.choice(MAD_TIMES))],
            [("X-RateLimit-Reset", "2001-01-01T00:00:00Z"), ("Retry-After", answer.dice.choice(MAD_WAITS))],
        )
    )
    answer.refuse(429, answer.dice.choice(ERROR_BODIES), *headers)


@damage()
def lying_limits(answer: TrueAnswer) -> None:
    """Add a rate limit that is used up, over, for ever or no number."""
    dice = answer.dice
    answer.head(
        ("X-RateLimit-Limit", dice.choice(MAD_NUMBERS)),
        ("X-RateLimit-Remaining", dice.choice(MAD_NUMBERS)),
        ("X-RateLimit-Reset", dice.choice(MAD_TIMES)),
        ("Date", dice.choice(MAD_TIMES)),
    )


@damage(refuses=True)
def odd_success(answer: TrueAnswer) -> None:
    """Answer 201, 202, 204, 206 or 299, with an empty object or nothing."""
    answer.status, answer.body = answer.dice.choice(((201, b"{}"), (202, b""), (204, b""), (206, b"{}"), (299, b"[]")))
    answer.head(("Content-Type", "application/json"))


@damage()
def cookies(answer: TrueAnswer) -> None:
    """Set ninety cookies, for other hosts too."""
    answer.headers += [("Set-Cookie", json.dumps({"n": n}) + f"; c{n}=x; Domain=example.com") for n in range(90)]
