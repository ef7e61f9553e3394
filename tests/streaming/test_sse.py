"""The decoder of server-sent events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.errors import MastodonMalformedEventError
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent
from trunkline.streaming.wires.sse import SseDecoder


def decode(body: bytes, size: int | None = None) -> list[RawEvent]:
    """The events in *body*, fed in pieces of *size* bytes."""
    decoder = SseDecoder()
    step = size or max(len(body), 1)
    events = [event for start in range(0, len(body), step) for event in decoder.feed(body[start : start + step])]
    return [event if event.payload is None else RawEvent(event.name, event.payload.decode()) for event in events]


MASTODON = (
    ':)\nevent: update\ndata: {"id":"1","content":"é😀\u2028\u0085 "}\n\n'
    ":thump\n\nevent: delete\ndata: 117\n\nevent: filters_changed\ndata: undefined\n\n"
).encode()
EXPECTED = [
    HEARTBEAT,
    RawEvent("update", '{"id":"1","content":"é😀\u2028\u0085 "}'),
    HEARTBEAT,
    RawEvent("delete", "117"),
    RawEvent("filters_changed", "undefined"),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, None])
def test_what_mastodon_sends_in_pieces_of_any_size(size: int | None) -> None:
    assert decode(MASTODON, size) == EXPECTED


@pytest.mark.parametrize("size", [1, 5, None])
def test_lines_may_end_with_crlf(size: int | None) -> None:
    assert decode(MASTODON.replace(b"\n", b"\r\n"), size) == EXPECTED


def test_lines_may_end_with_cr() -> None:
    assert decode(MASTODON.replace(b"\n", b"\r") + b":\n") == [*EXPECTED, HEARTBEAT]


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b"data: one\ndata: two\n\n", RawEvent("message", "one\ntwo")),
        (b"event: x\ndata\ndata\n\n", RawEvent("x", "\n")),
        (b"data\ndata\n\n", HEARTBEAT),
        (b"data: thump\n\n", HEARTBEAT),
        (b"event: ping\ndata: {}\n\n", HEARTBEAT),
        (b"event: keep-alive\n\n", HEARTBEAT),
        (b"event:update\ndata:x\n\n", RawEvent("update", "x")),
        (b"event: update\ndata:  x\n\n", RawEvent("update", " x")),
        (b"id: 7\nretry: 1\nevent: update\nnonsense: 1\ndata: x\n\n", RawEvent("update", "x")),
        (b"event: filters_changed\n\n", RawEvent("filters_changed", None)),
        (b"event: update\ndata:\n\n", RawEvent("update", "")),
        (b"\xef\xbb\xbfevent: update\ndata: x\n\n", RawEvent("update", "x")),
        (b"event: update\ndata: a:b: c\n\n", RawEvent("update", "a:b: c")),
    ],
)
def test_details_of_the_format(body: bytes, event: RawEvent) -> None:
    assert decode(body) == [event]


def test_bytes_that_are_no_text_are_left_to_who_reads_them() -> None:
    assert SseDecoder().feed(b"event: \xff\ndata: \xff\n\n") == [RawEvent("\ufffd", b"\xff")]


def test_an_event_that_is_cut_off_is_not_delivered() -> None:
    assert decode(b"event: update\ndata: {}\n") == []
    assert decode(b"event: update\ndata: {}") == []


def test_the_name_of_an_event_does_not_reach_the_next() -> None:
    assert decode(b"event: delete\ndata: 1\n\ndata: 2\n\n") == [RawEvent("delete", "1"), RawEvent("message", "2")]


@pytest.mark.parametrize("filler", [b"x" * 40, b"data: x\n" * 20])
def test_an_endless_event_is_refused(filler: bytes) -> None:
    decoder = SseDecoder(longest=100)
    decoder.feed(b"event: update\ndata: ")
    decoder.feed(filler[:40])
    with pytest.raises(MastodonMalformedEventError, match="more than 100 bytes"):
        decoder.feed(filler * 4)


def test_many_small_events_are_not_an_endless_one() -> None:
    decoder = SseDecoder(longest=100)
    events = [event for _ in range(50) for event in decoder.feed(b"data: 0123456789\n\n")]
    assert len(events) == 50


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=30))
def test_any_bytes_in_any_pieces_give_the_same_events(body: bytes, sizes: list[int]) -> None:
    whole, pieces = SseDecoder(), SseDecoder()
    expected, events, start = whole.feed(body + b"\n\n"), [], 0
    for size in (*sizes, len(body)):
        events += pieces.feed(body[start : start + size])
        start += size
    assert events + pieces.feed(b"\n\n") == expected


_LINES = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.text("abc.", min_size=1), _LINES), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(events: list[tuple[str, list[str]]], ending: str) -> None:
    text = "".join(
        f"event: {name}{ending}" + "".join(f"data: {line}{ending}" for line in lines) + ending for name, lines in events
    )
    assert decode(text.encode(), 3) == [RawEvent(name, "\n".join(lines)) for name, lines in events]
