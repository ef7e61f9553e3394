"""Top-level domains, by which an address in a text is told from words with dots in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

# Source: https://data.iana.org/TLD/tlds-alpha-by-domain.txt, with the international names in their own script.
_FILE = Path(__file__).parent / "tlds.txt"
_PUNYCODE = re.compile("xn--[0-9a-z]+", re.IGNORECASE)
_LONGEST = 24
_GOES_ON = re.compile("[0-9A-Za-z@+-]")


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
    punycode = _PUNYCODE.match(text, start, end)
    if punycode is not None:
        return punycode.end()
    known = _top_level_domains()
    for stop in range(min(end, start + _LONGEST), start + 1, -1):
        if text[start:stop].lower() in known and not _GOES_ON.match(text, stop):
            return stop
    return None
