"""Removal of characters that act on a terminal, change the direction of text, or hide.

Removed are control characters (C0 but line feed and tab, DEL, C1), characters that change the direction of text
(embeddings, overrides and isolates), separators of lines and paragraphs, and invisible characters that carry nothing:
tags outside flags, annotations, deprecated format characters, halves of surrogate pairs. Kept are the joiners of emojis
and scripts, and U+061C, U+200E and U+200F: they stand for one letter of their direction, and move no more than such a
letter does. https://www.unicode.org/reports/tr36/
"""

from __future__ import annotations

import re

UNWANTED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f"
"""The characters, as ranges of a pattern."""

_FLAG_OR_UNWANTED = re.compile(f"(\U0001f3f4[\U000e0030-\U000e007a]{{2,6}}\U000e007f)|[{UNWANTED}]")


def harmless(text: str) -> str:
    """Remove from *text* what acts on a terminal, or hides."""
    return _FLAG_OR_UNWANTED.sub(r"\1", text)


def one_line(text: str) -> str:
    """Return *text* on one line, without what `harmless` removes."""
    return harmless(" ".join(text.split()))
