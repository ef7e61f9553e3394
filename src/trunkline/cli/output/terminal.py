"""What the commands print with: one console, and text that cannot take over the terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """The console of a command. Lines are wrapped for people, and left whole for other programs."""
    return Console(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def harmless(text: str) -> str:
    """*text* without the characters that control a terminal or turn the direction of writing."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """*text* in one line, harmless."""
    return harmless(" ".join(text.split()))


def styled(*parts: str | tuple[str, str]) -> Text:
    """A text of parts, each harmless, some with a style."""
    return Text.assemble(*(_harmless_part(part) for part in parts))


def lines(parts: Iterable[Text | None]) -> Text:
    """Texts below each other; ``None`` and empty ones are left out."""
    return Text("\n").join(part for part in parts if part)


def _harmless_part(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return harmless(part) if isinstance(part, str) else (harmless(part[0]), part[1])


def json_line(value: object) -> str:
    """*value* as JSON in one line, whatever a reader takes for the end of a line."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
