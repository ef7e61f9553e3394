"""Formatting of plain text as HTML with paragraphs, links, mentions and hashtags."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trunkline.text.markup import unescaped

# Placeholder for the server's own address in stored HTML; the address is known only when a request comes.
BASE = "\x01"
_VISIBLE_URL = 30
_AFTER_URLS = ".,;:!?'*_"

_URL = r"(?P<url>https?://[^\s<>\"\x01]+)"
_MENTION = r"(?<![=/\w.])@(?P<acct>\w(?:[\w.-]*\w)?(?:@[\w.-]*\w(?::\d+)?)?)"
_HASHTAG = r"(?<![=/)\w&])#(?P<hashtag>\w*[^\W\d_](?:[\w·・]*\w)?)"
_ENTITY = re.compile(f"{_URL}|{_MENTION}|{_HASHTAG}")
_URL_PREFIX = re.compile(r"https?://(?:www\.)?")
_PARAGRAPH = re.compile(r"\n\n+")


@dataclass(frozen=True, slots=True)
class MentionLink:
    """A mentioned account. `url` begins with `BASE` if it is local."""

    username: str
    acct: str
    url: str


def clean(text: str) -> str:
    """Remove characters that the server reserves, and normalise line ends."""
    return text.replace(BASE, "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def normalise_tag(name: str) -> str:
    """Return the key of a hashtag: `Café` and `café` are one tag."""
    return unicodedata.normalize("NFKC", name).lower()


def extract_hashtags(text: str) -> list[str]:
    """Return the hashtags in `text` without `#`, in the first of several spellings."""
    found: dict[str, str] = {}
    for match in _ENTITY.finditer(text):
        if match["hashtag"]:
            found.setdefault(normalise_tag(match["hashtag"]), match["hashtag"])
    return list(found.values())


def extract_mentions(text: str) -> list[str]:
    """Return the handles in `text` without the leading `@`."""
    return list(dict.fromkeys(match["acct"] for match in _ENTITY.finditer(text) if match["acct"]))


def extract_urls(text: str) -> list[str]:
    """Return the URLs in `text`."""
    return [_split_url(match["url"])[0] for match in _ENTITY.finditer(text) if match["url"]]


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/text_formatter.rb
def format_text(text: str, mentions: Mapping[str, MentionLink] | None = None) -> str:
    """Format `text` as the HTML of a status or a profile note. The keys of `mentions` are handles in lower case."""
    if not text.strip():
        return ""
    inner = _rewrite(text.strip("\n"), mentions or {}, rel="nofollow noopener")
    paragraphs = _PARAGRAPH.split(inner)
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


def format_field(value: str) -> str:
    """Format the value of a profile field as HTML."""
    return _rewrite(value, {}, rel="nofollow noopener me")


def quote_prefix(url: str) -> str:
    """Return the paragraph that precedes a status that quotes the one at `url`, for servers without quotes."""
    return f'<p class="quote-inline">RE: {_link(url, "nofollow noopener")}</p>'


def plain_text(markup: str) -> str:
    """Strip the tags from HTML."""
    return unescaped(re.sub(r"<[^>]++(?:>|\Z)", "", re.sub(r"<br ?/?>|</p><p>", "\n", markup)))


def _rewrite(text: str, mentions: Mapping[str, MentionLink], *, rel: str) -> str:
    ambiguous = _shared_usernames(mentions.values())
    parts: list[str] = []
    position = 0
    for match in _ENTITY.finditer(text):
        parts.append(_escape(text[position : match.start()]))
        parts.append(_entity(match, mentions, ambiguous, rel))
        position = match.end()
    parts.append(_escape(text[position:]))
    return "".join(parts)


def _entity(match: re.Match[str], mentions: Mapping[str, MentionLink], ambiguous: frozenset[str], rel: str) -> str:
    if match["url"]:
        url, rest = _split_url(match["url"])
        return _link(url, rel) + _escape(rest)
    if match["hashtag"]:
        name = _escape(match["hashtag"])
        return f'<a href="{BASE}/tags/{name}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'
    mention = mentions.get(match["acct"].lower())
    if mention is None:
        return _escape(match[0])
    shown = mention.acct if mention.username.lower() in ambiguous else mention.username
    return (
        f'<span class="h-card" translate="no"><a href="{_escape(mention.url)}" class="u-url mention">'
        f"@<span>{_escape(shown)}</span></a></span>"
    )


def _shared_usernames(mentions: Iterable[MentionLink]) -> frozenset[str]:
    """Return the user names that mentioned accounts of different servers share."""
    handles: dict[str, set[str]] = {}
    for mention in mentions:
        handles.setdefault(mention.username.lower(), set()).add(mention.acct.lower())
    return frozenset(name for name, accts in handles.items() if len(accts) > 1)


def _link(url: str, rel: str) -> str:
    prefix = _URL_PREFIX.match(url)
    start = prefix.end() if prefix else 0
    shown, hidden = url[start : start + _VISIBLE_URL], url[start + _VISIBLE_URL :]
    style = "ellipsis" if hidden else ""
    return (
        f'<a href="{_escape(url)}" target="_blank" rel="{rel}" translate="no">'
        f'<span class="invisible">{_escape(url[:start])}</span><span class="{style}">{_escape(shown)}</span>'
        f'<span class="invisible">{_escape(hidden)}</span></a>'
    )


def _split_url(found: str) -> tuple[str, str]:
    """Split a URL from the punctuation after it."""
    end = len(found.rstrip(_AFTER_URLS))
    unopened = found.count(")", 0, end) - found.count("(", 0, end)
    while found[end - 1] == ")" and unopened > 0:
        unopened -= 1
        end -= 1
        while found[end - 1] in _AFTER_URLS:
            end -= 1
    return found[:end], found[end:]


def _escape(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#39;")
