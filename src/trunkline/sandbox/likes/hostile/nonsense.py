"""Values that servers should not send: what has broken a parser, and its relatives."""

from __future__ import annotations

import zlib
from functools import cache

EVIL_HTML = (
    '<ol start="' + "1" * 4_301 + '"><li>a</li></ol>',
    '<ol start="-' + "9" * 400 + '"><li>a<li>b</ol>',
    "<p>a" + " " * 60_000,
    "<a " * 8_000,
    "#<" * 64_000,
    "<a href='' " * 1_600,
    "<" * 60_000,
    "<!--" * 15_000,
    "<![CDATA[" * 6_000,
    "<?" * 30_000,
    "<!" * 30_000,
    "&" * 60_000,
    "&#" * 30_000,
    "&#x110000;&#xd800;&#0;&#" + "9" * 5_000 + ";",
    "<p>" * 20_000,
    "<blockquote>" * 5_000 + "x",
    "<ul><li>" * 5_000 + "x",
    "<ol><li>" * 900 + "x",
    "</p>" * 20_000,
    "<a href='" + "x" * 60_000 + "'>" + "y" * 60_000,
    "<script>" * 5_000,
    "<textarea>" * 5_000 + "</textarea",
    "<style>" + "<" * 60_000,
    "<pre>" * 5_000 + "\n" * 5_000,
    "<p>" + "\u0301" * 60_000,
    "<p>" + "👩‍" * 15_000,
    "<p>" + "🇩" * 15_000,
    "<a\x00b='" * 5_000,
    "</" * 30_000,
    "<a =" * 15_000,
    '<a href="https://[">x</a><a href="file:///x">y</a><a href="http://a b">z</a>',
    "<span class='invisible'>" * 5_000 + "x",
    "<br>" * 20_000,
    "\n \t" * 20_000,
)
"""Texts of posts: what made a parser slow or broken, and their relatives."""

CONTROL = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\x08\x08\u202eevil\u2066\u200f\x85\u2028\x00\r\x0b\x0c"
"""Characters that move, colour and rename a terminal, or turn the line around."""

MAD_NUMBERS = ("0", "-1", "nan", "inf", "-inf", "1e400", "9" * 5_000, "²", "0x10", "", "1_0")
"""Values of headers in place of numbers."""

MAD_TIMES = (
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "10000-01-01",
    "nan",
    "-1",
    "9" * 5_000,
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Mon, 99 Foo 99999999999999999999 99:99:99 +999999",
)
"""Values of headers in place of times."""

MAD_LINKS = (
    "<http://[>; rel=next",
    "<https://[::1>; rel=next",
    "<.evil.example/x>; rel=next",
    "<@evil.example/x>; rel=next",
    "<:8080/x>; rel=next",
    "<//evil.example/api/v1/timelines/public?max_id=1>; rel=next",
    "<file:///etc/passwd>; rel=next",
    "<?max_id=1&access_token=x>; rel=next",
    "<>; rel=next",
    "< >; rel=next",
    "<\\\\evil.example\\x>; rel=next",
    "</api/../../oauth/token?max_id=1>; rel=next",
    "</oauth/revoke?x=1>; rel=next",
    "<http://127.0.0.1:99999999/x>; rel=next",
    "<http://\u2100/x>; rel=next",
    "</a?" + "max_id=1&" * 7_000 + '>; rel="next"',
    "<" * 60_000,
    "<a>;" * 15_000,
    ";" * 60_000,
    '<a>; rel="' + "\\" * 60_000,
    "</x?max_id=" + "9" * 60_000 + ">; rel=next",
    "</x?max_id=%00%ff%zz&limit=abc&limit=" + "9" * 5_000 + ">; rel=next; rel=prev",
)
"""Values of `Link`."""

MAD_REFRESHES = (
    'id="x"',
    'id="' + "a" * 60_000,
    "retry=" * 10_000,
    'id="x", retry=nan, result_count=nan',
    'id="x", retry=' + "9" * 5_000,
    'id="../../oauth/token", retry=0',
    "," * 60_000,
    'a="' * 20_000,
    'id="\x1b[31m", retry=-5, result_count=-5',
)
"""Values of `Mastodon-Async-Refresh`."""

NOWHERE = (
    "https://[",
    "http://[::1",
    "//",
    "",
    "file:///etc/passwd",
    "data:application/json,[]",
    "https://127.0.0.1:99999999/",
    "https://user:password@evil.example/",
    "\\\\evil.example\\x",
    "http://127.0.0.1:1/\x00",
    "https://\u2100.example/",
    "/" + "x" * 60_000,
    "javascript:alert(1)",
    ":",
    "http:///x",
    "https://xn--/",
    "https://" + "a" * 300 + ".example/",
)
"""Values of `Location`."""

BOMB = 1 << 28
"""Bytes that a compressed body becomes."""


@cache
def bomb(wbits: int) -> bytes:
    """Pack `BOMB` bytes of JSON into a few, as gzip (31) or deflate (15)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = b" " * (1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(BOMB >> 20)), packer.compress(b"[]"), packer.flush()])


EVIL_TIMES = (
    "0000-00-00T00:00:00.000Z",
    "0001-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00+23:59",
    "1969-12-31T23:59:59.999Z",
    "2099-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.999-23:59",
    "10000-01-01T00:00:00.000Z",
    "2026-02-30T25:61:61Z",
    "yesterday",
    "",
)
"""Times of entities."""

MAD_WAITS = (
    "0",
    "1",
    "60",
    "-5",
    "nan",
    "inf",
    "1e9",
    "99999999999999999999",
    "90000",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Mon, 99 Foo 99999999999999999999 99:99:99 +999999",
    "soon",
    "",
)
"""Values of `Retry-After`."""

MAD_IDS: tuple[object, ...] = (None, "", " ", 0, -1, 1.5, True, [], {}, ["1"], "../x", "1\x00", "a/b?c#d", "9" * 5_000)
"""Ids of entities."""

ERROR_BODIES: tuple[object, ...] = (
    {"error": "Record not found"},
    {"error": "no", "error_description": "No, " + CONTROL},
    {"error": {"issues": [{"path": ["status"], "message": "Required"}]}},
    {"error": {"message": "no", "code": "NO_SUCH_NOTE"}},
    {"errors": {"detail": "Internal server error"}},
    {"message": "The given data was invalid.", "errors": {"status": ["The status field is required."]}},
    {"error": "no", "details": {"username": [{"error": "ERR_TAKEN", "description": 5}]}},
    {"error": None},
    {"error": []},
    {"error": {"a": [1]}},
    {"error": "no " * 1_000_000},
    {"error": 5, "errors": [[]], "message": {}, "details": "x"},
    "just a text",
    None,
    [],
    5,
    {},
)
"""Errors in the forms of many servers, and in forms of none."""
