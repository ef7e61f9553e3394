"""Formatting of plain text as HTML with paragraphs, links, mentions and hashtags."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from trunkline.text.hashtags import normalise_tag
from trunkline.text.markup import unescaped
from trunkline.text.tokens import TextToken, tokens

# Placeholder for the server's own address in stored HTML; the address is known only when a request comes.
BASE = "\x01"
_VISIBLE_URL = 30
_BLANKS = " \t\n\v\f\r"

# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/text_formatter.rb (URL_PREFIX_REGEX)
_URL_PREFIX = re.compile(r"https?://(?:www\.)?|xmpp:")
_LINE_END = re.compile(r"\r\n?")
_PARAGRAPH = re.compile(r"\n\n+")


@dataclass(frozen=True, slots=True)
class MentionLink:
    """A mentioned account. `url` begins with `BASE` if it is local."""

    username: str
    acct: str
    url: str


def clean(text: str) -> str:
    """Remove characters that the server reserves."""
    return text.replace(BASE, "").replace("\0", "")


def strip(text: str) -> str:
    """Remove ASCII white space around a text."""
    return text.strip(_BLANKS)


def tag_path(name: str) -> str:
    """Return the path of the page of a hashtag."""
    return f"/tags/{quote(name, safe='')}"


def is_tag_name(name: str) -> bool:
    """Return True if `name` can be a hashtag."""
    return extract_hashtags(f"#{name}") == [name]


def extract_hashtags(text: str) -> list[str]:
    """Return the hashtags in `text` without `#`, in the first of several spellings."""
    found: dict[str, str] = {}
    for name in (token.text[1:] for token in tokens(text) if token.kind == "hashtag"):
        found.setdefault(normalise_tag(name), name)
    return list(found.values())


def extract_mentions(text: str) -> list[str]:
    """Return the handles in `text` without the leading `@`."""
    return list(dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "mention"))


def extract_urls(text: str) -> list[str]:
    """Return the URLs in `text`."""
    return [token.text for token in tokens(text) if token.kind == "url"]


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/text_formatter.rb
def format_text(text: str, mentions: Mapping[str, MentionLink] | None = None) -> str:
    """Format `text` as the HTML of a status or a profile note. The keys of `mentions` are handles in lower case."""
    if not text.strip():
        return ""
    inner = _rewrite(_LINE_END.sub("\n", text).strip("\n"), mentions or {}, rel="nofollow noopener")
    paragraphs = _PARAGRAPH.split(inner)
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


def format_field(value: str, mentions: Mapping[str, MentionLink] | None = None) -> str:
    """Format the value of a profile field as HTML; people of other servers are shown with their domains."""
    named = mentions or {}
    return _rewrite(value, named, rel="nofollow noopener me", full={link.username.lower() for link in named.values()})


def quote_prefix(url: str) -> str:
    """Return the paragraph that precedes a status that quotes the one at `url`, for servers without quotes."""
    return f'<p class="quote-inline">RE: {_link(url, "nofollow noopener")}</p>'


def plain_text(markup: str) -> str:
    """Strip the tags from HTML."""
    return unescaped(re.sub(r"<[^>]++(?:>|\Z)", "", re.sub(r"<br ?/?>|</p><p>", "\n", markup)))


def _rewrite(text: str, mentions: Mapping[str, MentionLink], *, rel: str, full: Collection[str] = ()) -> str:
    """Replace links, hashtags and mentions; the user names in `full` are shown with their domains."""
    ambiguous = _shared_usernames(mentions.values()) | set(full)
    parts: list[str] = []
    position = 0
    for token in tokens(text):
        parts.append(_escape(text[position : token.start]))
        parts.append(_entity(token, mentions, ambiguous, rel))
        position = token.end
    parts.append(_escape(text[position:]))
    return "".join(parts)


def _entity(token: TextToken, mentions: Mapping[str, MentionLink], ambiguous: frozenset[str], rel: str) -> str:
    if token.kind == "url":
        return _link(token.text, rel)
    if token.kind == "hashtag":
        name = token.text[1:]
        return f'<a href="{BASE}{tag_path(name)}" class="mention hashtag" rel="tag">#<span>{_escape(name)}</span></a>'
    mention = mentions.get(token.text[1:].lower())
    if mention is None:
        return _escape(token.text)
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
    if len(hidden) == 1:  # no longer than the sign of omission that would stand for it
        shown, hidden = shown + hidden, ""
    style = "ellipsis" if hidden else ""
    return (
        f'<a href="{_escape(url)}" target="_blank" rel="{rel}" translate="no">'
        f'<span class="invisible">{_escape(url[:start])}</span><span class="{style}">{_escape(shown)}</span>'
        f'<span class="invisible">{_escape(hidden)}</span></a>'
    )


def _escape(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#39;")
