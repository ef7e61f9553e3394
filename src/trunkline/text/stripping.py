"""HTML without its markup, fast enough for searching and filtering many posts."""

from __future__ import annotations

import re
from html import unescape

from trunkline.text.html import BLOCKS, HIDDEN

_MARKUP = re.compile(
    r"<!--.*?-->|<[!?][^>]*>"
    rf"|<({'|'.join(sorted(HIDDEN))})\b.*?(?:</\1\s*>|\Z)"  # with what is in it
    r"|</?([a-zA-Z]\w*)[^>]*>",
    re.DOTALL,
)
_BREAKS = dict.fromkeys(BLOCKS | {"br"}, "\n")


def strip_tags(html: str) -> str:
    """Return the words of HTML for searching and matching; `trunkline.text.html_to_text` is for reading.

    Each block and each ``<br>`` begins a line; empty lines are dropped, and no-break spaces become spaces. The whole
    text of a link is kept, with the parts that Mastodon hides, but not its address. Any text is accepted, so that a
    broken tag is no error.
    """
    text = unescape(_MARKUP.sub(_replacement, html)).replace("\xa0", " ")
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _replacement(tag: re.Match[str]) -> str:
    return _BREAKS.get((tag[2] or "").lower(), "")
