"""Every parser that meets what others have written: it gives a result, or the error that it documents."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.nonsense import data, headers, json_values, objects, texts
from tests.hostile.touching import only, touch
from trunkline import AsyncMastodon, Mastodon
from trunkline.answers.cursors import from_cursor, moved_to
from trunkline.answers.decoding import decode
from trunkline.answers.page import Page
from trunkline.answers.paging import parse_link_header
from trunkline.answers.refreshes import parse_refresh
from trunkline.answers.storing import Storable
from trunkline.cli.output.statuses import account_line, status_text
from trunkline.entities import Account, Instance, Notification, Status
from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonFileNotFoundError,
    MastodonIllegalArgumentError,
    MastodonMalformedEventError,
    MastodonMalformedResponseError,
    error_for,
)
from trunkline.ids import Id
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.credentials import read_app_file, read_user_file
from trunkline.protocol.addresses import base_url, is_below, origin, path_and_query
from trunkline.protocol.discovery import find_software
from trunkline.protocol.rate_headers import RateHeaders
from trunkline.protocol.ratelimit import Caller, RateLimiter
from trunkline.protocol.request import Now, Request, Send, Sleep
from trunkline.protocol.retries import LONGEST_WAIT, requested_wait
from trunkline.protocol.software import names_software, software_of
from trunkline.protocol.throttles import classify
from trunkline.protocol.versions import parse_version
from trunkline.response import Response
from trunkline.streaming.address import streaming_url
from trunkline.streaming.arrivals import typed
from trunkline.streaming.cursors import from_text
from trunkline.streaming.wires.messages import decode_message
from trunkline.streaming.wires.raw import RawEvent
from trunkline.streaming.wires.sse import SseDecoder
from trunkline.text import html_to_markdown, html_to_text, split_text, status_length
from trunkline.text.graphemes import cluster_count, clusters
from trunkline.text.stripping import strip_tags
from trunkline.text.tokens import tokens

PAGE = Request("GET", "/api/v1/timelines/home", Page[Status], pagination="link")
PATH = "/api/v1/timelines/home"

few = settings(max_examples=40, suppress_health_check=list(HealthCheck))
"""Settings of each parser's examples: there are many parsers."""


@few
@given(texts)
def test_links(text: str) -> None:
    for target in parse_link_header(text).values():
        touch_page(target)
    touch_page(text)


def touch_page(target: str) -> None:
    """Move to a page as a server links it, or refuse it."""
    request = moved_to(PAGE, target)
    assert request is None or origin(f"https://a.example{request.path}") == "https://a.example"


@few
@given(texts)
def test_answers_with_headers_of_every_kind(text: str) -> None:
    names = ("link", "mastodon-async-refresh", "content-type", "date", "retry-after")
    answer = Response(200, text, dict.fromkeys(names, text), b'[{"id":"1"}]')
    with only(MastodonMalformedResponseError):
        touch(decode(PAGE, answer))


@few
@given(texts)
def test_announced_refreshes(text: str) -> None:
    found = parse_refresh(text, PAGE)
    if found is not None:
        assert found["id"]
        assert (found.get("retry") or 0) >= 0


@few
@given(headers("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "date"))
def test_rate_limits(sent: dict[str, str]) -> None:
    said = RateHeaders.parse(sent)
    assert said is None or math.isfinite(said.reset)
    wait = requested_wait(sent, 1_000.0)
    assert wait is None or 0 <= wait <= LONGEST_WAIT or math.isclose(wait, 0)
    limiter, caller = RateLimiter(), Caller("https://a.example", "")
    for status in (200, 429):
        limiter.observe(caller, "GET /", ("default",), status, sent, 1_000.0)
        assert math.isfinite(limiter.reserve(caller, "GET /", ("default",), 1_000.0, 1.1))


@few
@given(objects("version", "source_url", "title"), st.one_of(st.none(), objects("software", "version", "links")))
def test_software(instance: dict[str, Any], nodeinfo: dict[str, Any] | None) -> None:
    names_software(instance)
    found = software_of(instance, nodeinfo)
    parse_version(found.version)
    parse_version(found.mastodon_version or "")


@few
@given(st.lists(st.one_of(objects("version", "links", "software"), json_values), min_size=1))
def test_discovery(answers: list[Any]) -> None:
    """Whatever a server answers about itself, discovery ends with its software or an error."""
    flow, left = find_software("https://m.example"), iter(answers)
    with only(StopIteration, MastodonError):
        step: Any = next(flow)
        while True:
            if isinstance(step, Sleep):
                step = flow.send(None)
            elif isinstance(step, Now):
                step = flow.send(0.0)
            else:
                assert isinstance(step, Request | Send)
                found: Any = next(left, {})
                step = flow.send(found if isinstance(found, dict) else {"links": [found]})


@few
@given(st.one_of(st.none(), st.integers(100, 599)), texts)
def test_robots(status: int | None, text: str) -> None:
    pytest.importorskip("protego")
    from trunkline.pipeline.consent.robots import Robots, tag_refuses

    rules = Robots.of_answer(status, text)
    rules.allows("/api/v1/timelines/public")
    assert rules.delay is None or rules.delay >= 0 or math.isnan(rules.delay)
    tag_refuses({"x-robots-tag": text})


@few
@given(texts)
def test_html(html: str) -> None:
    for convert in (html_to_text, html_to_markdown, strip_tags):
        assert isinstance(convert(html), str)


@few
@given(texts)
def test_words(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert cluster_count(text) <= len(text)
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
    assert status_length(text) >= 0
    try:
        parts = split_text(text, 50, numbered=True)
    except MastodonIllegalArgumentError:
        return
    assert all(status_length(part) <= 50 for part in parts)


@few
@given(st.lists(data, max_size=5))
def test_server_sent_events(chunks: list[bytes]) -> None:
    decoder = SseDecoder("user", longest=10_000)
    with only(MastodonMalformedEventError):
        for chunk in chunks:
            for event in decoder.feed(chunk):
                repr(typed(event))


@few
@given(
    st.one_of(
        data, objects("event", "stream", "payload", "error", "status").map(lambda value: json.dumps(value).encode())
    )
)
def test_messages_of_websockets(message: bytes) -> None:
    try:
        found = decode_message(message)
    except MastodonMalformedEventError:
        return
    if isinstance(found, RawEvent):
        repr(typed(found))


KINDS = (
    "update",
    "status.update",
    "delete",
    "notification",
    "conversation",
    "announcement",
    "announcement.reaction",
    "x",
)


@few
@given(st.sampled_from(KINDS), st.one_of(json_values, data, json_values.map(json.dumps)))
def test_payloads_of_events(name: str, payload: Any) -> None:
    from trunkline.cli.stream.events import as_json, event_text

    event = typed(RawEvent(name, payload))
    repr(event)
    event_text(event)
    json.dumps(as_json(event))


@few
@given(st.one_of(texts, json_values.map(json.dumps), objects("get", "of", "by", "paged").map(json.dumps)))
def test_cursors(text: str) -> None:
    with only(MastodonIllegalArgumentError):
        touch_page(from_cursor(text).path)


@pytest.mark.parametrize("read", [from_cursor, Storable.from_json, from_text])
def test_nesting_without_end(read: Callable[[str], object]) -> None:
    with pytest.raises(MastodonIllegalArgumentError):
        read("[" * 100_000)


STORED = ("_mastopy_version", "_mastopy_type", "_mastopy_data", "_mastopy_extra_data")


@few
@given(st.one_of(texts, json_values.map(json.dumps), objects(*STORED).map(json.dumps)))
def test_stored_objects(text: str) -> None:
    with only(MastodonIllegalArgumentError, json.JSONDecodeError):
        Storable.from_json(text)


@few
@given(texts, texts)
def test_ids(one: str, other: str) -> None:
    found = Id(one)
    assert found.created_at is None or found.created_at.year >= 1970
    found.to_datetime()
    assert (found < other) != (found >= other)


@few
@given(
    st.one_of(data, json_values.map(json.dumps).map(str.encode)),
    st.sampled_from([Status, Account, Notification, Instance, Page[Status], bool, str]),
)
def test_bodies(body: bytes, kind: Any) -> None:
    answer = Response(200, "", {"content-type": "application/json"}, body)
    with only(MastodonMalformedResponseError):
        touch(decode(Request("GET", PATH, kind, pagination="link"), answer))
    assert str(error_for("GET", PATH, answer))


@few
@given(json_values)
def test_statuses_on_a_terminal(value: Any) -> None:
    """A post is shown, whatever its fields are; its text has no control characters."""
    fields = (
        "account",
        "content",
        "created_at",
        "reblog",
        "media_attachments",
        "poll",
        "spoiler_text",
        "replies_count",
    )
    whole = dict.fromkeys(fields, value)
    for changed in (
        *({"account": {"acct": "a"}, "content": "x", "created_at": "2026-01-01", name: value} for name in fields),
        whole,
    ):
        shown = status_text(Status(changed)).plain
        assert not set(shown) & set("\x1b\x9b\x7f\u202e\r")
    for name in ("acct", "username", "display_name"):
        assert "\n" not in account_line(Account({"acct": "a", "username": "a", name: value})).plain


@few
@given(texts)
def test_addresses(text: str) -> None:
    with only(MastodonIllegalArgumentError):
        base_url(text)
    with only(MastodonAPIError):
        streaming_url(text, "https://a.example", allow_http=False)
    classify("GET", text)


@few
@given(texts)
def test_who_may_have_a_token_is_decided_for_every_text(text: str) -> None:
    for one in (text, f"https://{text}", f"https://a.example{text}", f"https://a.example/{text}"):
        found = origin(one)
        assert found is None or base_url(found, allow_http=True) == found
        assert not is_below(one, "https://a.example") or found == "https://a.example"
        path = path_and_query(one)
        assert path is None or origin(f"https://a.example{path}") == "https://a.example"


@few
@given(texts)
def test_redirects_of_a_log_in(text: str) -> None:
    login = Authorization("https://a.example", "http://127.0.0.1/callback", "read", "state", "verifier")
    with pytest.raises(MastodonIllegalArgumentError):
        login.code_from(text)
    with pytest.raises(MastodonIllegalArgumentError):
        login.code_from(f"http://127.0.0.1/callback?{text}")


@few
@given(data, st.sampled_from([".txt", ".json", ".toml", ""]))
def test_files_of_instances(tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str) -> None:
    pytest.importorskip("dlt")
    from trunkline.pipeline.crawling.sites import sites_of

    file = tmp_path_factory.getbasetemp() / f"instances{ending}"
    file.write_bytes(content)
    with only(MastodonIllegalArgumentError, MastodonFileNotFoundError):
        sites_of(file)


@few
@given(data)
def test_credential_files(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "credentials"
    file.write_bytes(content)
    file.chmod(0o600)
    for read in (read_app_file, read_user_file):
        with only(MastodonIllegalArgumentError, MastodonFileNotFoundError):
            read(file)
    for client in (Mastodon, AsyncMastodon):
        with only(MastodonIllegalArgumentError, MastodonFileNotFoundError):
            client(access_token=file)


@few
@given(data, texts, texts)
def test_push_messages(message: bytes, encryption: str, crypto_key: str) -> None:
    pytest.importorskip("http_ece")
    from trunkline.clients.push_crypto import decrypt, generate_keys

    private, _ = generate_keys()
    for key in ("dh=", "p256ecdsa="):
        for salt in (encryption, f"salt={encryption}", ""):
            with pytest.raises(MastodonIllegalArgumentError):
                decrypt(message, private, salt, f"{key}{crypto_key}" if salt else "")


@few
@given(
    st.one_of(
        data,
        st.lists(
            st.tuples(
                st.integers(0, 2**32 - 1),
                st.sampled_from([b"moov", b"trak", b"mvhd", b"tkhd", b"ftyp"]),
                st.binary(max_size=40),
            )
        ).map(lambda boxes: b"".join(size.to_bytes(4, "big") + kind + body for size, kind, body in boxes)),
    ),
    st.sampled_from(["video/mp4", "video/quicktime", "audio/wav", "audio/mp4", "x"]),
)
def test_media_containers(content: bytes, kind: str) -> None:
    pytest.importorskip("PIL")
    from trunkline.sandbox.media.containers import read_stream_info

    for one in (content, b"RIFF" + content, b"RIFF\x10\0\0\0WAVEfmt " + content):
        read_stream_info(one, kind)


ROW = (
    "id",
    "account",
    "visibility",
    "reblog",
    "quote",
    "content",
    "uri",
    "url",
    "mentions",
    "status",
    "poll",
    "created_at",
)
PERSON = ("id", "acct", "url", "uri", "note", "fields", "username", "discoverable")


@few
@given(objects(*ROW), objects(*PERSON))
def test_rows(row: dict[str, Any], person: dict[str, Any]) -> None:
    """Consent, purges and the columns of a table take every object of a server."""
    pytest.importorskip("dlt")
    from trunkline.pipeline.catalogue import CATALOGUE
    from trunkline.pipeline.consent import Consent
    from trunkline.pipeline.purge.names import PurgeList
    from trunkline.pipeline.tabular.encoding import Encoder
    from trunkline.pipeline.tabular.parsing import Parser

    purged = PurgeList.of(["@a@b.example"], ["c.example"])
    resource = CATALOGUE["timelines_public"]
    for one in (row, {**row, "account": person}, {**row, "visibility": "public", "account": person, "reblog": row}):
        Consent().refusal(one, None)
        Consent().refusal(one, "1")
        purged.shown_in(one, "d.example")
        parser = Parser(resource.shape, resource.key)
        lines = Encoder(resource.shape).encode([{**one, "_instance": "d.example"}], set()).text
        try:
            parser.parse(lines)
        except ValueError:  # as the tables do
            parser.parse_carefully(lines)


@few
@given(texts)
def test_names_to_purge(text: str) -> None:
    pytest.importorskip("dlt")
    from trunkline.pipeline.purge.names import PurgeList

    for accounts, servers in (([text], []), ([], [text])):
        with only(MastodonIllegalArgumentError):
            PurgeList.of(accounts, servers)


def test_the_file_of_instances_may_be_missing(tmp_path: Path) -> None:
    pytest.importorskip("dlt")
    from trunkline.pipeline.crawling.sites import sites_of

    with pytest.raises(MastodonFileNotFoundError):
        sites_of(tmp_path)
