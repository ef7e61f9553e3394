"""The messages of the WebSocket."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.errors import MastodonMalformedEventError
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.messages import (
    PleromaReply,
    Refusal,
    decode_message,
    subscribe_message,
    unsubscribe_message,
)
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"stream":["user"],"event":"update","payload":"{}"}', RawEvent("update", "{}", "user")),
        ('{"stream":["hashtag","a"],"event":"delete","payload":"7"}', RawEvent("delete", "7", "hashtag:a")),
        ('{"stream":["user"],"event":"filters_changed"}', RawEvent("filters_changed", None, "user")),
        ('{"stream":["list",12],"event":"x","payload":{"a":1}}', RawEvent("x", {"a": 1}, "list:12")),
        ('{"stream":"user","event":"x","payload":null}', RawEvent("x", None, "user")),
        ('{"event":"x","payload":"\\u2028"}', RawEvent("x", "\u2028", None)),
        ('{"error":"Unknown stream type","status":400}', Refusal("Unknown stream type", 400)),
        ('{"error":"Error unsubscribing from channel"}', Refusal("Error unsubscribing from channel", None)),
    ],
)
def test_messages_of_the_server(text: str, expected: object) -> None:
    assert decode_message(text) == expected
    assert decode_message(text.encode()) == expected


@pytest.mark.parametrize(
    "text",
    ["[]", "1", "null", "thumper", '{"event":1}', '{"event":""}', '{"event":"x"', "[" * 100_000, "1" * 5000],
)
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(MastodonMalformedEventError):
        decode_message(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "{}",
        "\ufeff{}",
        ":thump",
        ": keep-alive",
        "thump",
        "Ping",
        '{"event":"ping"}',
        '{"event":"heartbeat"}',
    ],
)
def test_what_only_keeps_the_connection_open_is_no_event(text: str) -> None:
    assert decode_message(text) is HEARTBEAT
    assert decode_message(text.encode()) is HEARTBEAT


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ('{"result":"error","type":"subscribe","error":"bad_topic"}', "bad_topic"),
        ({"result": "error", "type": "subscribe"}, "error"),
        ('{"result":"success","type":"subscribe"}', None),
        ('{"result":"ignored","type":"subscribe"}', None),
        ("{", None),
        (None, None),
    ],
)
def test_replies_of_pleroma(payload: object, error: str | None) -> None:
    assert decode_message(json.dumps({"event": "pleroma:respond", "payload": payload})) == PleromaReply(error)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["stream", "event", "payload", "error"]), inner),
)


@given(_JSON)
def test_any_json_is_a_message_or_malformed(value: object) -> None:
    try:
        message = decode_message(json.dumps(value))
    except MastodonMalformedEventError:
        return
    assert isinstance(message, RawEvent | Refusal | PleromaReply)


@given(st.binary())
def test_any_bytes_are_a_message_or_malformed(text: bytes) -> None:
    with pytest.raises(MastodonMalformedEventError):
        decode_message(b"\xff" + text)


def test_messages_to_the_server() -> None:
    assert json.loads(subscribe_message(Subscription("hashtag", "python"))) == {
        "type": "subscribe",
        "stream": "hashtag",
        "tag": "python",
    }
    assert json.loads(unsubscribe_message(Subscription("list", "12"))) == {
        "type": "unsubscribe",
        "stream": "list",
        "list": "12",
    }
    assert json.loads(subscribe_message(Subscription("public:local"))) == {
        "type": "subscribe",
        "stream": "public:local",
    }
