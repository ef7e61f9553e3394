"""From raw events to typed ones."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.ids import Id
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import (
    AnnouncementDelete,
    AnnouncementEvent,
    AnnouncementReaction,
    ConversationEvent,
    Delete,
    Event,
    FiltersChanged,
    Malformed,
    NotificationEvent,
    NotificationsMerged,
    StatusUpdate,
    Unknown,
    Update,
)
from trunkline.streaming.wires.raw import RawEvent


@pytest.mark.parametrize(
    ("name", "payload", "event"),
    [
        ("update", '{"id":"1"}', Update(Status(id="1"), stream="user")),
        ("status.update", '{"id":"1"}', StatusUpdate(Status(id="1"), stream="user")),
        ("delete", "117", Delete(Id("117"), stream="user")),
        ("delete", 117, Delete(Id("117"), stream="user")),
        ("notification", '{"id":"2"}', NotificationEvent(Notification(id="2"), stream="user")),
        ("conversation", '{"id":"3"}', ConversationEvent(Conversation(id="3"), stream="user")),
        ("filters_changed", "undefined", FiltersChanged(stream="user")),
        ("filters_changed", None, FiltersChanged(stream="user")),
        ("announcement", '{"id":"4"}', AnnouncementEvent(Announcement(id="4"), stream="user")),
        ("announcement.reaction", '{"name":"a"}', AnnouncementReaction(StreamReaction(name="a"), stream="user")),
        ("announcement.delete", "4", AnnouncementDelete(Id("4"), stream="user")),
        ("notifications_merged", "1", NotificationsMerged(stream="user")),
        ("update", b'{"id":"1"}', Update(Status(id="1"), stream="user")),
        ("delete", b"117", Delete(Id("117"), stream="user")),
        ("new.thing", b"plain \xff", Unknown("new.thing", "plain \ufffd", stream="user")),
        ("update", {"id": "1"}, Update(Status(id="1"), stream="user")),
        ("new.thing", '{"a":1}', Unknown("new.thing", {"a": 1}, stream="user")),
        ("new.thing", "plain text", Unknown("new.thing", "plain text", stream="user")),
        ("new.thing", None, Unknown("new.thing", None, stream="user")),
    ],
)
def test_each_event_has_its_class(name: str, payload: Any, event: Event) -> None:
    assert typed(RawEvent(name, payload, "user")) == event


def test_fields_have_their_types() -> None:
    event = typed(RawEvent("update", '{"id":"1","account":{"acct":"bob"}}', "public"))
    match event:
        case Update(status):
            assert isinstance(status, Status)
            assert status.account.acct == "bob"
        case _:
            pytest.fail("not an update")
    assert event.stream == "public"
    assert not event.recovered


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("update", "{"),
        ("update", "[]"),
        ("update", None),
        ("notification", "7"),
        ("delete", None),
        ("delete", ""),
        ("delete", b""),
    ],
)
def test_what_cannot_be_read_is_delivered_as_such(name: str, payload: Any) -> None:
    event = typed(RawEvent(name, payload, "user"))
    assert isinstance(event, Malformed)
    text = payload.decode() if isinstance(payload, bytes) else payload
    assert (event.name, event.payload, event.stream) == (name, text, "user")
