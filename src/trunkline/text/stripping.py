"""Fast removal of HTML tags, for searching and filtering many statuses."""

from __future__ import annotations

import re
from html import unescape

from trunkline.text.html import BLOCKS, HIDDEN

_MARKUP = re.compile(
    r"<!--.*?-->|<[!?][^>]*>"
    rf"|<({'|'.join(sorted(HIDDEN))})\b.*?(?:</\1\s*>|\Z)"  # with its content
    r"|</?([a-zA-Z]\w*)[^>]*>",
    re.DOTALL,
)
_BREAKS = dict.fromkeys(BLOCKS | {"br"}, "\n")


def strip_tags(html: str) -> str:
    """Return the text of HTML for searching and matching; `trunkline.text.html_to_text` is for reading.

    Block elements and ``<br>`` begin a new line, empty lines are dropped, and no-break spaces become spaces. The text
    of a link is complete, including the parts that Mastodon hides, but its ``href`` is dropped. Broken markup is not an
    error.
    """
    text = unescape(_MARKUP.sub(_replacement, html)).replace("\xa0", " ")
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _replacement(tag: re.Match[str]) -> str:
    return _BREAKS.get((tag[2] or "").lower(), "")
