"""Answers that `Loopback` sends to the browser."""

from __future__ import annotations

from html import escape

_PAGE = """<!doctype html><meta charset="utf-8"><title>Trunkline</title>
<body style="font: 1.2rem system-ui; margin: 20vh auto; max-width: 28rem; text-align: center">
<p>{}</p><p>{}</p></body>"""
_RETURN = "You may close this page and return to the terminal."
# The address of the page holds the code: it is neither stored nor told to anybody.
_HEAD = """HTTP/1.1 {}\r
Content-Type: text/html; charset=utf-8\r
Content-Length: {}\r
Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r
X-Content-Type-Options: nosniff\r
Referrer-Policy: no-referrer\r
Cache-Control: no-store\r
Connection: close\r
\r
"""


def agreed() -> bytes:
    """Return the answer to a redirect with a code."""
    return _answer("200 OK", "You have given access.", _RETURN)


def refused(reason: str) -> bytes:
    """Return the answer to a redirect without a code; *reason* is a sentence, of which the server may have a part."""
    return _answer("200 OK", f"You are not logged in. {reason}", _RETURN)


def unknown() -> bytes:
    """Return the answer to every other request."""
    return _answer("404 Not Found", "This address belongs to no log-in.", "The log-in goes on where it was begun.")


def _answer(status: str, *sentences: str) -> bytes:
    body = _PAGE.format(*map(escape, sentences)).encode()
    return _HEAD.format(status, len(body)).encode() + body
