"""Fast removal of HTML tags, for searching and filtering many statuses."""

from __future__ import annotations

import re

from trunkline.text.html import BLOCKS, HIDDEN
from trunkline.text.markup import unescaped

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
    rf"|<({'|'.join(sorted(HIDDEN))})\b.*?(?:</\1\s*>|\Z)"  # with its content
    r"|</?([a-zA-Z]\w*+)[^>]*+(>|\Z)",
    re.DOTALL,
)
_BREAKS = dict.fromkeys(BLOCKS | {"br"}, "\n")


def strip_tags(html: str) -> str:
    """Return the text of HTML for searching and matching; `trunkline.text.html_to_text` is for reading.

    Block elements and ``<br>`` begin a new line, empty lines are dropped, and no-break spaces become spaces. The text
    of a link is complete, including the parts that Mastodon hides, but its ``href`` is dropped. Broken markup is not an
    error.
    """
    text = unescaped(_MARKUP.sub(_replacement, html)).replace("\xa0", " ")
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _replacement(tag: re.Match[str]) -> str:
    if tag[3] == "":  # a tag without an end is text
        return tag[0]
    return _BREAKS.get((tag[2] or "").lower(), "")
