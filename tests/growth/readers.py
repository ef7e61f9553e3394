"""Everything in src that reads what others write, character by character: its patterns, and what they meet.

A reader is a function of a text. Its *pieces* are what its patterns are made of; `inputs` builds evil texts of them. A
new pattern in src has to be added here, to the reader that uses it, or to `NEVER_FOREIGN` (see `test_patterns`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from trunkline import json_text
from trunkline.answers.paging import parse_link_header
from trunkline.answers.refreshes import parse_refresh
from trunkline.answers.scalars import SCALARS
from trunkline.answers.types import type_named
from trunkline.assistants.foreign import cleaned, without_secrets
from trunkline.cli.exits import in_words_of
from trunkline.cli.output.terminal import harmless, json_line, one_line
from trunkline.clients import push_crypto
from trunkline.clients.filtering import without_filtered
from trunkline.errors import MastodonError
from trunkline.explore.pictures import titled
from trunkline.explore.questions import search
from trunkline.ids import Id
from trunkline.pipeline.consent import _says_no_bot
from trunkline.pipeline.consent.robots import Robots, tag_refuses
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.redacting import Redactor
from trunkline.pipeline.tabular.undeclared import column_name
from trunkline.protocol.addresses import origin, path_and_query
from trunkline.protocol.request import Request
from trunkline.protocol.retries import requested_wait
from trunkline.protocol.software import software_of
from trunkline.protocol.throttles import classify
from trunkline.protocol.tokens import is_secret
from trunkline.protocol.versions import parse_version
from trunkline.sandbox.api import search as sandbox_search
from trunkline.sandbox.http import caching, formats, paths, ranges, site
from trunkline.sandbox.http import throttles as sandbox_throttles
from trunkline.sandbox.http.cors import cors_rule
from trunkline.sandbox.http.errors import ApiError, MalformedRequest
from trunkline.sandbox.http.params import Params, nest, parse_form, to_id, to_integer
from trunkline.sandbox.likes.hostile import server as damaging
from trunkline.sandbox.likes.hostile import values as damaged_values
from trunkline.sandbox.media import attributes
from trunkline.sandbox.media.sizes import image_size
from trunkline.sandbox.oauth import app_validation
from trunkline.sandbox.oauth.errors import OAuthError
from trunkline.sandbox.oauth.scopes import requested_scopes
from trunkline.sandbox.person import _Page
from trunkline.sandbox.rules import registration, status_search
from trunkline.sandbox.rules.addresses import own_status_id
from trunkline.sandbox.rules.domains import domain_problems
from trunkline.sandbox.rules.languages import known_language
from trunkline.sandbox.rules.text import (
    extract_hashtags,
    extract_mentions,
    extract_urls,
    format_text,
    is_tag_name,
    plain_text,
)
from trunkline.sandbox.serializers import common, filter_results
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import Update
from trunkline.streaming.recovery.listings import Listing
from trunkline.streaming.wires.messages import decode_message
from trunkline.streaming.wires.raw import RawEvent
from trunkline.streaming.wires.sse import SseDecoder
from trunkline.text import html_to_markdown, html_to_text, split_text, status_length
from trunkline.text.hashtags import normalise_tag
from trunkline.text.stripping import strip_tags


@dataclass(frozen=True)
class Reader:
    """A function that reads a text.

    Attributes:
        read: the function. It must read any text; of errors it may raise only those in *refuses*.
        pieces: parts of texts that its patterns begin, repeat or end with.
        patterns: the patterns that it applies, as `test_patterns` names them.
        refuses: errors that say that the text is not what it should be.
    """

    read: Callable[[str], object]
    pieces: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    refuses: tuple[type[Exception], ...] = ()


def _in_pieces(text: str) -> None:
    decoder, data = SseDecoder(), text.encode()
    for place in range(0, len(data), 4096):
        decoder.feed(data[place : place + 4096])


def _filtered(text: str) -> None:
    post = {"id": "1", "content": text, "spoiler_text": text}
    kept = {"id": "1", "phrase": text[:1000] or "a", "context": ["home"], "whole_word": True}
    without_filtered([post], [kept, {**kept, "phrase": "nothing"}], "home", datetime.now(UTC))


def _waited(text: str) -> None:
    names = ("date", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    headers = dict.fromkeys(names, text)
    requested_wait(headers, 0.0)


def _converted(text: str) -> None:
    for convert in SCALARS.values():
        convert(text)
    assert Id(text).sort_key
    Id(text).created_at  # noqa: B018


def _active(keyword: str) -> filter_results.ActiveFilter:
    rows: Any = [{"keyword": keyword, "whole_word": True}]
    return filter_results.ActiveFilter({}, filter_results._pattern(rows), frozenset())


_REDACTOR = Redactor(PurgeList.of(["@ann@far.example"], ["evil.example"]))
_MARKUP = (
    "<a ", "<", "<p>", "</p>", "<p>a", " ", "\n", "\t", "a", "&", "&#", "&#1", "1", "<!--", "-->", "<a href='", "<b>",
    "</b>", "<ul><li>", "<ol start='", "<blockquote>", "<br>", '"', "=", "='", "<![", "<script>", "</script ", "</",
    "<a href='https://a.example/'>", "/", ">",
)  # fmt: skip
_HEADER = ("a", " ", "\t", "=", '"', 'a="', "a=", ",", ";", "<", ">", "<a>", '<a>; rel="next', "; a=", "1", "-")
_WORDS = (
    "@", "a", "@a", "@a@a", ".", "-", "a.", "a-", "#", "#a", "#1", "1", "\u00b7", "_", "https://a.bc/", "https://a",
    "https://a.com/", "magnet:?", "xmpp:", "xmpp:a@", "xn--", "(", ")", "((", "?a", "?", ";", "%", ":", "\n", "\n\n",
    " ", "\u200d", "\u0301", "\U0001f468\u200d", "\U0001f1e6",
    "\u1100", "\u0600", "\r", "\uac00", "\u3002", "e",
)  # fmt: skip


READERS = {
    "html_to_text": Reader(
        html_to_text,
        _MARKUP,
        (
            "text.markup:_MARKUP",
            "text.markup:_ATTRIBUTE",
            "text.markup:_NOT_MARKUP",
            "text.markup:_LONG_NUMBER",
            "text.rendering:_SOURCE_LINE",
            "text.rendering:_NAME",
            "text.rendering:_EMPTY_LINES",
            "text.rendering:_LIST_NUMBER",
            "text.rendering:block",
            "text.rendering:_is_list",
            "text.rendering:_bare",
        ),
    ),
    "html_to_markdown": Reader(
        html_to_markdown,
        (
            "<p>",
            "<b>",
            "<li>",
            "<a href='https://a.example/'>",
            "<code>",
            "<pre>",
            " ",
            "\n",
            "a",
            "`",
            "*",
            "[",
            "#",
            "- ",
            "&",
        ),
        ("text.markdown:_MEANS_SOMETHING", "text.markdown:_BEGINS_SOMETHING", "text.markdown:_longest_run"),
    ),
    "strip_tags": Reader(strip_tags, (*_MARKUP, "<style", "</style", "<!", "<?"), ("text.stripping:_MARKUP",)),
    "status_length": Reader(
        status_length,
        _WORDS,
        ("text.tokens:_pattern", "text.tokens:_hashtag_end", "text.graphemes:_CLUSTER", "text.graphemes:_LISTED"),
    ),
    "split_text": Reader(
        split_text,
        ("a ", "a. ", "\n\n", " ", "#a ", "https://a.bc/ ", "\u3002", "e", "\u0301", "."),
        ("text.splitting:_WHITE", "text.splitting:_ENDS_SENTENCE", "text.splitting:_ENDS_WIDE_SENTENCE"),
        (MastodonError,),
    ),
    "json": Reader(
        json_text.decoded,
        ("\\", "u", "d8", "\\ud800", "\\udc00", '"', "[", "{", "1", "NaN", ",", ":", "\ufeff", '["'),
        ("json_text:_ESCAPES",),
        (ValueError,),
    ),
    "link header": Reader(parse_link_header, _HEADER, ("answers.paging:_LINK", "answers.paging:_PARAMETER")),
    "refresh header": Reader(
        lambda text: parse_refresh(f"id=1, {text}", Request("GET", "/", dict)),
        (*_HEADER, "retry=", "result_count="),
        ("answers.refreshes:_PART",),
    ),
    "push header": Reader(
        lambda text: push_crypto._part(text, "salt", "Encryption"),
        _HEADER,
        ("clients.push_crypto:_PART",),
        (MastodonError, ValueError),
    ),
    "type name": Reader(type_named, ("a", "[", "]", "a[", "PaginatableList["), ("answers.types:_WITH_ITEM",)),
    "software": Reader(
        lambda text: software_of({"version": text, "source_url": text}),
        ("(", "compatible; ", "(compatible; ", "(compatible; a", "a", "/", " ", "1", "1.", "a/"),
        (
            "protocol.software:_IN_WORDS",
            "protocol.software:_AS_A_PATH",
            "protocol.software:_LIKE_MASTODON",
            "protocol.software:_words",
        ),
    ),
    "version": Reader(parse_version, ("1", ".", "1.", "1.1", "1.1."), ("protocol.versions:_NUMBERS",)),
    "waits": Reader(
        _waited,
        ("1", "-", "nan", "1e9", " ", "(", ")", "\\", "Mon, ", ":", "Mon, 01 Jan 2020 00:00:00 ", ",", "<", '"', "."),
        (),
    ),
    "path": Reader(
        lambda text: [classify(method, f"/api/v1/{text}") for method in ("POST", "PUT", "DELETE")],
        ("/", "1", "a", "statuses/", "statuses/a/reblog", "accounts/", "?", "&", "a=", "%", "media"),
        ("protocol.throttles:classify",),
    ),
    "fields": Reader(_converted, ("1", "9", "2020-01-01T", "-", " ", "²", "a", ".", "nan", "_"), ()),
    "robots.txt": Reader(
        lambda text: Robots.of_answer(200, f"User-agent: *\n{text}").allows("/api/v1/timelines/public?limit=40"),
        (
            "Disallow: /*",
            "*",
            "*i",
            "*i*",
            "Disallow: /*i*$\n",
            " ",
            "\n",
            "a",
            "%",
            "$",
            "Sitemap: a\n",
            "Crawl-delay: 1\n",
            "User-agent: trunkline\n",
            "User-agent: trunkline\nDisallow: /a\n",
            "user agent",
            ":",
            "\v",
        ),
        ("pipeline.consent.robots:_AGENT_LINE",),
    ),
    "x-robots-tag": Reader(
        lambda text: tag_refuses({"x-robots-tag": text}),
        ("a", ",", ":", " ", "a:", "none", "*"),
        ("pipeline.consent.robots:_TAG_AGENT",),
    ),
    "no bots": Reader(
        lambda text: _says_no_bot({"note": text}),
        ("#", "<", ">", "#<", "<>", "#<>", "#<a", "a", "nobot", "#nobota"),
        ("pipeline.consent:_NO_BOT",),
    ),
    "redacting": Reader(
        _REDACTOR.without,
        (
            "a",
            ".",
            "@",
            "-",
            "a@",
            "@a",
            "a.",
            "evil.example",
            "@ann@far.example",
            "@evil.example",
            "<a ",
            "<a href='' ",
            "<a href='https://evil.example/'>",
            "</a>",
            "</a",
            " ",
            "href",
            "href=",
            "href='",
            "https://",
            "https://a",
        ),
        (
            "pipeline.purge.redacting:_LINK",
            "pipeline.purge.redacting:_HREF",
            "pipeline.purge.redacting:_ADDRESS",
            "pipeline.purge.redacting:__init__",
        ),
    ),
    "purged names": Reader(
        lambda text: PurgeList.of([text, f"https://a.example/{text}"], []),
        ("@", "a", "a@", "/", "/@a", "/users/", " "),
        ("pipeline.purge.names:_HANDLE", "pipeline.purge.names:_PROFILE"),
        (MastodonError, ValueError),
    ),
    "filtering": Reader(
        _filtered, ("a", " ", ".", "<", "a "), ("clients.filtering:_expression", "clients.filtering:without_filtered")
    ),
    "stream": Reader(
        lambda text: SseDecoder().feed(text.encode()),
        ("data: a\n", "data:", "data\n", "\n", "\r", ":", "a", "event: a\n", "\n\n", ":\n", " ", "\ufeff"),
    ),
    "stream in pieces": Reader(
        _in_pieces, ("data: a\n", "data:", "data\n", "\n", "\r", ":", "a", "event: a\n", "\r\n", " ")
    ),
    "message": Reader(
        decode_message,
        ("[", '{"a":', "1", '"', "\\u0000", '{"event":"a","stream":["', '"a",', "-", "1e", "{", " ", ","),
        refuses=(MastodonError,),
    ),
    "event": Reader(
        lambda text: [typed(RawEvent(name, text.encode(), None)) for name in ("update", "delete", "unknown")],
        ("[", '{"a":', "1", '{"reblog":', '"', "a"),
    ),
    "position": Reader(
        lambda text: Listing("home", "/", Update).position_in_raw(RawEvent("update", text.encode(), None)),
        ('{"id":"', "a", '"', "1"),
        ("streaming.recovery.listings:_ID", "streaming.recovery.listings:_BEGINNING"),
    ),
    "words of errors": Reader(
        lambda text: in_words_of([click.Option(["--status", "statuses"])], text),
        ("a", "statuses", "=", "[", "]", "'", "statuses=[", "statuses='", "aa=", "x_", "."),
        ("cli.exits:_ARGUMENT",),
    ),
    "terminal": Reader(
        lambda text: (harmless(text), one_line(text), json_line([text])),
        ("\x1b", "a", "\x9b", "\n", " ", "\u202e", "\U000e0061", "\U0001f3f4", "\U0001f3f4\U000e0061", "\u2028"),
        ("text.controls:_FLAG_OR_UNWANTED", "cli.output.terminal:_ESCAPED", "cli.output.terminal:_BEYOND_ASCII"),
    ),
    "titles of marks": Reader(
        titled, ('<path aria-label="', "a", "&lt;", ' d="', '"', "/>", ">"), ("explore.pictures:_MARKS",)
    ),
    "words for assistants": Reader(
        lambda text: (cleaned(text), without_secrets(text)),
        ("\u200b", "a", "\U000e0061", "\U0001f3f4\U000e0061", "\xad", "\u200d", "\ufe0f", "://", "@", "password=", " "),
        ("assistants.foreign:_HIDDEN", "assistants.foreign:_PASSWORD"),
    ),
    "search terms": Reader(search._TERMS.findall, ('"', "a", " ", '"a'), ("explore.questions.search:_TERMS",)),
    "sandbox: text": Reader(
        lambda text: (format_text(text), extract_hashtags(text), extract_mentions(text), extract_urls(text)),
        (*_WORDS, "https://a)", "http"),
        ("sandbox.rules.text:_URL_PREFIX", "sandbox.rules.text:_LINE_END", "sandbox.rules.text:_PARAGRAPH"),
    ),
    "sandbox: markup": Reader(plain_text, _MARKUP, ("sandbox.rules.text:plain_text",)),
    "sandbox: tag": Reader(
        lambda text: (is_tag_name(text), normalise_tag(text)), ("a", "1", "\u00b7", " ", "_", "a\u00b7", "\u0301"), ()
    ),
    "sandbox: parameters": Reader(
        lambda text: nest([(text, "x"), (f"a[{text}", "x"), (f"a{text}]", "x")]),
        ("[", "]", "a", "[]", "[a]", "[a"),
        ("sandbox.http.params:_KEY",),
        (ApiError,),
    ),
    "sandbox: numbers": Reader(
        lambda text: (to_integer(text), to_id(text)),
        (" ", "1", "-", "+", "a"),
        ("sandbox.http.params:_LEADING_INTEGER",),
    ),
    "sandbox: sign-up": Reader(
        lambda text: (registration._EMAIL.fullmatch(text), registration._USERNAME.fullmatch(text)),
        ("a", "@", ".", "a@a", "a.", ".a", " "),
        ("sandbox.rules.registration:_EMAIL", "sandbox.rules.registration:_USERNAME"),
    ),
    "sandbox: language": Reader(
        known_language, ("a", "-", "aa-", "_", "aa-aaaaaaaa"), ("sandbox.rules.languages:known_language",)
    ),
    "sandbox: search": Reader(
        lambda text: list(status_search._TERM.finditer(text)),
        ("-", "a", ":", '"', " ", "a:", '-a:"'),
        ("sandbox.rules.status_search:_TERM",),
    ),
    "sandbox: address": Reader(
        lambda text: (own_status_id(text), sandbox_search._OWN_ACCOUNT.fullmatch(text)),
        ("/", "/@a", "users/", "/users/a/statuses/", "a", "1", "@", "ap/users/"),
        ("sandbox.rules.addresses:_STATUS", "sandbox.api.search:_OWN_ACCOUNT"),
    ),
    "sandbox: emojis": Reader(
        common._SHORTCODE.findall, (":", "a", ":a", ":aa"), ("sandbox.serializers.common:_SHORTCODE",)
    ),
    "sandbox: filters": Reader(
        lambda text: filter_results.filter_results([_active(text[:1000])], text),
        ("a", " ", "."),
        ("sandbox.serializers.filter_results:_expression", "sandbox.serializers.filter_results:_pattern"),
    ),
    "sandbox: throttles": Reader(
        lambda text: (
            [
                pattern.fullmatch(f"/api/v1/{text}")
                for pattern in (sandbox_throttles._MEDIA, sandbox_throttles._STATUS, sandbox_throttles._UNREBLOG)
            ]
            + [
                pattern.fullmatch(f"POST /api/v1/{text}")
                for family in sandbox_throttles.FAMILIES
                for pattern in (family.creates, family.edits)
            ]
        ),
        ("/api/v1/media", "1", "/", "a", "statuses/", "statuses/a/"),
        (
            "sandbox.http.throttles:_MEDIA",
            "sandbox.http.throttles:_STATUS",
            "sandbox.http.throttles:_UNREBLOG",
            "sandbox.http.throttles:FAMILIES",
        ),
    ),
    "sandbox: damages": Reader(
        lambda text: (damaged_values._TIME.sub("", text), damaging._UNSENDABLE.sub(b"", text.encode())),
        ('"', "2026-01-01T", '"2026-01-01T', "T", "0", "\x00", "\n"),
        ("sandbox.likes.hostile.values:_TIME", "sandbox.likes.hostile.server:_UNSENDABLE"),
    ),
    "sandbox: requests": Reader(
        lambda text: (
            site.host_name(text),
            cors_rule(f"/{text}"),
            paths._BAD_ESCAPE.search(text.encode()),
            parse_form(text.encode()),
        ),
        ("a", "%", "%a", "%aa", "/", "users/", "[", ":", "1", ".", "&", "="),
        (
            "sandbox.http.site:_HOST",
            "sandbox.http.cors:RULES",
            "sandbox.http.paths:_BAD_ESCAPE",
            "sandbox.http.params:_BAD_ESCAPE",
        ),
        (ApiError, MalformedRequest),
    ),
    "sandbox: pictures": Reader(
        lambda text: [
            image_size(text.encode("latin-1"), f"image/{kind}")
            for kind in ("png", "gif", "webp", "jpeg", "heic", "avif")
        ],
        ("ispe", "ispe\0\0\0\0", "\xff", "\xff\xd8", "\xff\xd8\xff\xe0\0\2", "RIFF", "VP8 ", "VP8X", "\0"),
        ("sandbox.media.sizes:_SPATIAL_EXTENTS",),
    ),
    "address": Reader(
        lambda text: (origin(f"https://{text}"), origin(text), path_and_query(f"/{text}")),
        ("a", ".", "a.", "é", "é.", "\u0301", "xn--", "[", ":", "1", "/", "https://", "?", "#", "\\", "@", " "),
        ("protocol.addresses:_ORIGIN", "protocol.addresses:_ASCII_HOST"),
    ),
    "column name": Reader(column_name, ("a", "_", "A", "1", " ", "."), ("pipeline.tabular.undeclared:_COLUMN",)),
    "token": Reader(is_secret, ("a", " ", "!", "\xe9"), ("protocol.tokens:_SECRET",)),
    "sandbox: page": Reader(_Page, _MARKUP),
    "sandbox: addresses of forms": Reader(
        lambda text: (
            app_validation._URI_CHARACTERS.fullmatch(text),
            registration._STRICT_EMAIL.fullmatch(text),
            domain_problems(Params(domain=text), "own.example"),
        ),
        ("/", "/@a", "/users/a/statuses/", "1", "%", "%a1", "a", "a@", "@", "a.", ".", "[", ":", "é"),
        (
            "sandbox.oauth.app_validation:_URI_CHARACTERS",
            "sandbox.rules.registration:_STRICT_EMAIL",
            "sandbox.rules.domains:_HOST",
            "sandbox.rules.domains:_LABEL",
        ),
    ),
    "sandbox: caching": Reader(
        lambda text: (
            [rule.path.fullmatch(f"/{text}") for rule in caching.RULES],
            caching._KNOWN_TAG.findall(text),
            caching._REQUEST_ID.sub("", text),
            ranges._ONE_RANGE.fullmatch(text),
        ),
        ("/", "a", "1", '"', 'W/"', "W/", "-", "bytes=", "api/v1/", "@", "@a/", ".", "users/"),
        (
            "sandbox.http.caching:RULES",
            "sandbox.http.caching:_KNOWN_TAG",
            "sandbox.http.caching:_REQUEST_ID",
            "sandbox.http.ranges:_ONE_RANGE",
        ),
    ),
    "sandbox: formats": Reader(
        lambda text: (formats._BROWSER.search(text), formats._QUALITY.fullmatch(text)),
        (",", "*/*", "*", " ", "/", "q", "=", "q=0.", "1"),
        ("sandbox.http.formats:_BROWSER", "sandbox.http.formats:_QUALITY"),
    ),
    "sandbox: paths": Reader(
        lambda text: (
            paths._BAD_PATH_ESCAPE.search(text.encode()),
            paths._SLASHES.sub("/", text),
            paths._NEEDLESS_ESCAPE.sub("", text),
        ),
        ("%", "%2", "%2D", "/", "//", "a"),
        (
            "sandbox.http.paths:_BAD_PATH_ESCAPE",
            "sandbox.http.paths:_SLASHES",
            "sandbox.http.paths:_NEEDLESS_ESCAPE",
        ),
    ),
    "sandbox: focus": Reader(
        attributes._LEADING_NUMBER.match,
        (" ", "1", ".", "+", "e", "1.", "1e"),
        ("sandbox.media.attributes:_LEADING_NUMBER",),
    ),
    "sandbox: scopes": Reader(
        lambda text: requested_scopes(text, "read write"),
        ("read", " ", "\n", ":", "read:statuses "),
        ("sandbox.oauth.scopes:requested_scopes",),
        (OAuthError,),
    ),
}
"""All readers by name."""

NEVER_FOREIGN = {
    "pipeline.duckdb_file:_CHECKSUM": "messages of DuckDB",
    "pipeline.duckdb_file:_LOCK": "messages of DuckDB",
    "mastodon._url_regex:URL_REGEX_SOURCE": "nothing here applies it; programs written for Mastodon.py import it",
    "pipeline.describing.tables:_entities_in": "annotations of this package",
    "pipeline.times:_AGE": "an option",
    "face.requirements:_REQUIREMENT": "metadata of installed packages",
    "face.requirements:_LIMIT": "metadata of installed packages",
    "face.requirements:requirements": "metadata of installed packages",
    "face.requirements:normalized": "metadata of installed packages",
    "face.requirements:_release": "metadata of installed packages",
    "explore.pictures:_ROOT": "pictures by Vega, which escapes what a tag consists of",
    "explore.pictures:_IDS": "pictures by Vega, which escapes what a tag consists of",
    "sandbox.http.throttles:_NOTHING": "matches nothing",
}
"""Patterns that meet nothing that others write, with the reason."""
