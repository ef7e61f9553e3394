"""Grapheme clusters: user-perceived characters of one or more code points.

Implements the extended grapheme clusters (GB3 to GB13) of `UAX 29 <https://www.unicode.org/reports/tr29/>`_. The
properties that `unicodedata` lacks are the ranges below. Two limits: conjuncts of Indic scripts (GB9c, since Unicode
15.1) are not joined, and characters newer than the Unicode version of the running Python have no special properties.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_EXTENDS_TOO = "\u200c\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_NOT_SPACING = (
    "\u102b\u102c\u1038\u1062-\u1064\u1067-\u106d\u1083\u1087-\u108c\u108f\u109a-\u109c"
    "\u1a61\u1a63\u1a64\uaa7b\uaa7d\U00011720\U00011721"
)
_SPACING_TOO = "\u0e33\u0eb3"
_PREPENDS = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02"
)
_PICTOGRAPHS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u2388\u23cf\u23e9-\u23f3\u23f8-\u23fa"
    "\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605\u2607-\u2612\u2614-\u2685\u2690-\u2705\u2708-\u2712\u2714"
    "\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763-\u2767\u2795-\u2797\u27a1\u27b0"
    "\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f0ff"
    "\U0001f10d-\U0001f10f\U0001f12f\U0001f16c-\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a"
    "\U0001f1ad-\U0001f1e5\U0001f201-\U0001f20f\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f23c-\U0001f23f"
    "\U0001f249-\U0001f3fa\U0001f400-\U0001f53d\U0001f546-\U0001f64f\U0001f680-\U0001f6ff\U0001f774-\U0001f77f"
    "\U0001f7d5-\U0001f7ff\U0001f80c-\U0001f80f\U0001f848-\U0001f84f\U0001f85a-\U0001f85f\U0001f888-\U0001f88f"
    "\U0001f8ae-\U0001f8ff\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001faff\U0001fc00-\U0001fffd"
)

_KINDS = {
    "R": "\U0001f1e6-\U0001f1ff",
    "E": _EXTENDS_TOO,
    "S": _SPACING_TOO,
    "O": _NOT_SPACING,
    "A": _PREPENDS,
    "P": _PICTOGRAPHS,
    "L": "\u1100-\u115f\ua960-\ua97c",
    "V": "\u1160-\u11a7\ud7b0-\ud7c6",
    "T": "\u11a8-\u11ff\ud7cb-\ud7fb",
}
_LISTED = re.compile("|".join(f"(?P<{kind}>[{chars}])" for kind, chars in _KINDS.items()))
_SINGLE = {"\u200d": "Z", "\r": "r", "\n": "n"}
_BY_CATEGORY = {"Mn": "E", "Me": "E", "Mc": "S", "Cc": "C", "Cf": "C", "Zl": "C", "Zp": "C", "Cs": "C"}

_CLUSTER = re.compile(
    "N"  # CR LF
    "|C"  # a control character stands alone
    "|A*(?:L*(?:V+|GV*|H)T*|L+|T+|RR|P(?:E*ZP)*|[^NCA])[EZS]*"  # a core with prepended and extending characters
    "|A+"
)
"""Matches a cluster in a text whose characters have been replaced by the letters of `_kind`."""


def clusters(text: str) -> Iterator[str]:
    """Yield the grapheme clusters of *text* in order; joined they are *text* again."""
    place = 0
    for length in _lengths(text):
        yield text[place : place + length]
        place += length


def cluster_count(text: str) -> int:
    """Return the number of grapheme clusters in *text*."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _lengths(text))


def _lengths(text: str) -> Iterator[int]:
    """Yield the lengths of the clusters in code points; ``N`` stands for two of them."""
    kinds = "".join(map(_kind, text)).replace("rn", "N").replace("r", "C").replace("n", "C")
    for found in _CLUSTER.finditer(kinds):
        yield len(found[0]) + (found[0] == "N")


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """Return the letter for the grapheme cluster break property of a character.

    ``L V T G H`` Hangul (``G`` a syllable without, ``H`` with a final consonant), ``R`` regional indicator,
    ``P`` pictograph, ``E`` extends, ``Z`` joins, ``S`` spacing mark, ``A`` prepended, ``r`` CR, ``n`` LF,
    ``C`` other control, ``O`` other.
    """
    if "\uac00" <= char <= "\ud7a3":
        return "H" if (ord(char) - 0xAC00) % 28 else "G"
    if char in _SINGLE:
        return _SINGLE[char]
    listed = _LISTED.match(char)
    if listed is not None:
        return str(listed.lastgroup)
    return _BY_CATEGORY.get(unicodedata.category(char), "O")
