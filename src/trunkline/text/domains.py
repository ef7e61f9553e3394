"""Top-level domains, by which an address in a text is told from words with dots in them."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

# Source: https://data.iana.org/TLD/tlds-alpha-by-domain.txt, with the international names in their own script.
_FILE = Path(__file__).parent / "tlds.txt"
_LONGEST = 24
_PUNYCODE = "xn--"
_ALPHANUMERIC = frozenset(string.ascii_letters + string.digits)
_GOES_ON = _ALPHANUMERIC | frozenset("@+-")


@cache
def _top_level_domains() -> frozenset[str]:
    return frozenset(_FILE.read_text(encoding="utf-8").split())


# Source: https://github.com/twitter/twitter-text/blob/master/rb/lib/twitter-text/regex.rb (valid_domain)
def domain_end(text: str, start: int, end: int) -> int | None:
    """Return the end of the longest domain with a known top-level domain that begins at `start`, `None` without one.

    Args:
        text: a text.
        start: where the first label begins.
        end: where the last of at least two labels ends.
    """
    dot = text.rfind(".", start, end)
    while dot > start:
        found = _top_level_end(text, dot + 1, end)
        if found is not None:
            return found
        end = dot
        dot = text.rfind(".", start, end)
    return None


def _top_level_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a top-level domain that begins at `start`; letters of other scripts may follow it at once."""
    if text[start : start + len(_PUNYCODE)].lower() == _PUNYCODE:
        return _punycode_end(text, start + len(_PUNYCODE), end)
    known = _top_level_domains()
    for stop in range(min(end, start + _LONGEST), start + 1, -1):
        if text[start:stop].lower() in known and text[stop : stop + 1] not in _GOES_ON:
            return stop
    return None


def _punycode_end(text: str, start: int, end: int) -> int | None:
    stop = start
    while stop < end and text[stop] in _ALPHANUMERIC:
        stop += 1
    return stop if stop > start else None
