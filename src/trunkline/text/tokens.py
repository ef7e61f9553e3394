"""URLs, mentions and hashtags in the text of a status, recognised as Mastodon recognises them.

The patterns follow the server's, with one simplification: the server has a list of top-level domains, here any word of
two letters or more is one. The server's are in

- https://github.com/mastodon/mastodon/blob/main/config/initializers/twitter_regex.rb (URLs)
- https://github.com/mastodon/mastodon/blob/main/app/models/account.rb (``MENTION_RE``)
- https://github.com/mastodon/mastodon/blob/main/app/models/tag.rb (``HASHTAG_RE``)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

Kind = Literal["url", "mention", "hashtag"]

_DOMAIN = r"(?:[^\W_](?:[\w-]*\w)?\.)+(?:xn--[A-Za-z0-9-]+|[^\W\d_]{2,})(?![\w@-])(?::\d+)?"
_IN_PATH = r"[^\s<>()?]"
_PARENTHESES = rf"\((?:{_IN_PATH}|\({_IN_PATH}+\))*\)"
_ENDS_PATH = r"""(?:[^\s()?!*"'「」<>;:=,.$%\[\]~&|@]|""" + _PARENTHESES + ")"
_PATH = rf"/(?:(?:{_IN_PATH}|{_PARENTHESES})*{_ENDS_PATH})?"
_QUERY = r"\?[A-Za-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\xa0-\U0010ffff]*[A-Za-z0-9_&=#/\-\xa0-\U0010ffff]"
_SCHEME = "(?i:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)"
_URL = rf"(?<![A-Za-z0-9@\uff20$#\uff03])(?P<url>{_SCHEME}://{_DOMAIN}(?:{_PATH})?(?:{_QUERY})?)"

_USERNAME = r"[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*"
_MENTION = rf"(?<![=/\w])(?P<mention>(?>@{_USERNAME}(?:@\w+(?:[.-]+\w+)*(?::\d+)?)?))(?![@\uff20]|://)"
_TAG_WORD = r"[\w·・\u200c]"
_HASHTAG = rf"(?<![/)\w&])(?P<hashtag>[#\uff03](?={_TAG_WORD}*[^\W\d_])(?:\w(?:{_TAG_WORD}*\w)?))"


@dataclass(frozen=True, slots=True)
class TextToken:
    """A URL, mention or hashtag in a text."""

    kind: Kind
    start: int
    end: int
    text: str


def tokens(text: str) -> Iterator[TextToken]:
    """Yield the URLs, mentions and hashtags in *text* in order, without overlaps."""
    for found in _pattern().finditer(text):
        yield TextToken(cast("Kind", found.lastgroup), found.start(), found.end(), found[0])


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the pattern on first use, since that takes milliseconds."""
    return re.compile(f"{_URL}|{_MENTION}|{_HASHTAG}")
