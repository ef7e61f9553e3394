"""The console, and text without terminal control characters."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Return a console that wraps lines only if standard output is a terminal."""
    return Console(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def harmless(text: str) -> str:
    """Remove terminal control characters and bidirectional overrides from *text*."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Return *text* on one line, without control characters."""
    return harmless(" ".join(text.split()))


def styled(*parts: str | tuple[str, str]) -> Text:
    """Build a text from parts, strings or pairs of string and style, without control characters."""
    return Text.assemble(*(_harmless_part(part) for part in parts))


def lines(parts: Iterable[Text | None]) -> Text:
    """Join texts with line breaks, without ``None`` and empty texts."""
    return Text("\n").join(part for part in parts if part)


def _harmless_part(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return harmless(part) if isinstance(part, str) else (harmless(part[0]), part[1])


def json_line(value: object) -> str:
    """Return *value* as JSON on one line; all Unicode line separators are escaped."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
