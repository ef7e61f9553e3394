"""Events that wait for the program, undecoded as long as that is possible, and how they are decoded.

A decoded status takes several times the memory of its text, and decoding costs least when the program uses the result
at once; so what waits is the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.errors import MastodonMalformedEventError
from trunkline.ids import Id
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
from trunkline.streaming.wires.json_text import decoder
from trunkline.streaming.wires.raw import RawEvent

Waiting = Event | RawEvent
"""What waits: what came over the wire, or an event made here."""

_TEXT = (str, bytes)

_WITH_OBJECT: dict[str, tuple[Callable[..., Event], Callable[[Any], Any]]] = {
    "update": (Update, Status),
    "status.update": (StatusUpdate, Status),
    "notification": (NotificationEvent, Notification),
    "conversation": (ConversationEvent, Conversation),
    "announcement": (AnnouncementEvent, Announcement),
    "announcement.reaction": (AnnouncementReaction, StreamReaction),
}
_WITH_ID: dict[str, Callable[..., Event]] = {"delete": Delete, "announcement.delete": AnnouncementDelete}
_WITH_NOTHING: dict[str, Callable[..., Event]] = {
    "filters_changed": FiltersChanged,
    "notifications_merged": NotificationsMerged,
}


def reveal(waiting: Waiting) -> Event:
    """The event itself."""
    return typed(waiting) if isinstance(waiting, RawEvent) else waiting


def typed(raw: RawEvent) -> Event:
    """The event that *raw* is. Never fails: see `Unknown` and `Malformed`."""
    name, payload, stream = raw.name, raw.payload, raw.stream or ""
    try:
        if name in _WITH_OBJECT:
            event, entity = _WITH_OBJECT[name]
            return event(entity(_object(payload)), stream=stream)
        if name in _WITH_ID:
            return _WITH_ID[name](_id(payload), stream=stream)
    except MastodonMalformedEventError as error:
        return Malformed(name, _text(payload), error, stream=stream)
    if name in _WITH_NOTHING:
        return _WITH_NOTHING[name](stream=stream)
    return Unknown(name, _loose(payload), stream=stream)


def _object(payload: Any) -> dict[str, Any]:
    """The JSON object in a payload; some servers send it as an object, not as text."""
    try:
        value = decoder()(payload) if isinstance(payload, _TEXT) else payload
    except ValueError as error:
        raise MastodonMalformedEventError(f"The payload of an event is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise MastodonMalformedEventError("The payload of an event is not a JSON object.")
    return value


def _id(payload: Any) -> Id:
    payload = _text(payload)
    if isinstance(payload, bool) or not isinstance(payload, str | int) or payload == "":
        raise MastodonMalformedEventError("The payload of an event is not an id.")
    return Id(payload)


def _loose(payload: Any) -> Any:
    try:
        return decoder()(payload) if isinstance(payload, _TEXT) else payload
    except ValueError:
        return _text(payload)


def _text(payload: Any) -> Any:
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
