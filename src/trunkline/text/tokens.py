"""URLs, mentions and hashtags in the text of a status, recognised as Mastodon recognises them.

The patterns follow the server's, which are in

- https://github.com/mastodon/mastodon/blob/main/config/initializers/twitter_regex.rb (URLs)
- https://github.com/mastodon/mastodon/blob/main/app/models/account.rb (``MENTION_RE``)
- https://github.com/mastodon/mastodon/blob/main/app/models/concerns/tag/naming.rb (``HASHTAG_RE``)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from trunkline.text.domains import domain_end

Kind = Literal["url", "mention", "hashtag"]

_HOST = r"(?:[^\W_](?:[\w-]*\w)?\.)+[^\W_][\w-]*"
_IN_PATH = r"[^\s<>()?]"
_PARENTHESES = rf"\((?:{_IN_PATH}|\({_IN_PATH}+\))*\)"
_ENDS_PATH = r"""(?:[^\s()?!*"'「」<>;:=,.$%\[\]~&|@]|""" + _PARENTHESES + ")"
_PATH = rf"/(?:(?:{_IN_PATH}|{_PARENTHESES})*{_ENDS_PATH})?"
_QUERY = r"\?[A-Za-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\xa0-\U0010ffff]*[A-Za-z0-9_&=#/\-\xa0-\U0010ffff]"
_BEFORE_URL = r"(?<![A-Za-z0-9@\uff20$#\uff03])"
_SCHEME = "(?i:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)"
_NODE = r"[A-Za-z0-9._~!$()*+,;=%\u0400-\u04ff-]+@"
_RESOURCE = r"/[A-Za-z0-9._~!$&'()*+,;=%\u0400-\u04ff-]+"

_USERNAME = r"[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*"
_ACCENTS = r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_MENTION = rf"(?<![=/\w])(?P<mention>(?>@{_USERNAME}(?:@\w+(?:[.-]+\w+)*(?::\d+)?)?))(?![@\uff20{_ACCENTS}]|://)"
_SEPARATORS = "·・\u200c"


@dataclass(frozen=True, slots=True)
class TextToken:
    """A URL, mention or hashtag in a text."""

    kind: Kind
    start: int
    end: int
    text: str


def tokens(text: str) -> Iterator[TextToken]:
    """Yield the URLs, mentions and hashtags in *text* in order, without overlaps."""
    place = 0
    while (found := _pattern("start").search(text, place)) is not None:
        begin = found.lastgroup
        place = found.end()
        if begin == "mention":
            yield TextToken("mention", found.start(), place, found[0])
            continue
        end = _hashtag_end(text, place) if begin == "hashtag" else _url_end(text, found)
        if end is not None:
            yield TextToken("hashtag" if begin == "hashtag" else "url", found.start(), end, text[found.start() : end])
            place = end


def _url_end(text: str, found: re.Match[str]) -> int | None:
    """Return the end of an address of which the beginning was found; `None` if its domain cannot exist."""
    begin = str(found.lastgroup)
    if begin == "magnet":
        return found.end()
    end = domain_end(text, found.start(f"{begin}_host"), found.end())
    if end is None:
        return None
    rest = _pattern(begin).match(text, end)
    return end if rest is None else rest.end()


def _hashtag_end(text: str, start: int) -> int | None:
    """Return the end of the hashtag whose name begins at `start`.

    It consists of letters, marks, digits and underscores, and has a letter. Inside of it there may be separators, one
    of which does for a letter.
    """
    end = start
    while end < len(text) and (_is_word(text[end]) or (end > start and text[end] in _SEPARATORS)):
        end += 1
    name = text[start:end].rstrip(_SEPARATORS)
    if any(one.isalpha() or one == "_" or one in _SEPARATORS for one in name[1:-1]):
        return start + len(name)
    word = re.split(f"[{_SEPARATORS}]", name)[0]
    return start + len(word) if any(one.isalpha() for one in word) else None


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in {"Mn", "Mc", "Me", "Pc"}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern on first use, since that takes milliseconds."""
    rest = {"url": rf"(?::\d+)?(?:{_PATH})?(?:{_QUERY})?", "xmpp": rf"(?:{_RESOURCE})?(?:{_QUERY})?"}
    if name in rest:
        return re.compile(rest[name])
    xmpp = rf"(?i:xmpp):(?://{_NODE}{_HOST}/)?(?:{_NODE})?(?P<xmpp_host>{_HOST})"
    return re.compile(
        rf"{_BEFORE_URL}(?:(?P<url>{_SCHEME}://(?P<url_host>{_HOST}))|(?P<xmpp>{xmpp})|(?P<magnet>(?i:magnet):{_QUERY}))"
        rf"|{_MENTION}|(?P<hashtag>(?<!\S)[#\uff03](?=[^\W_]|_))"
    )
