"""Events that wait for the program, undecoded as long as possible, and their decoding.

A decoded status takes several times the memory of its text, and decoding costs least when the program uses the result
at once; so the buffer holds the text.
"""

from __future__ import annotations

from types import NoneType
from typing import Any

from trunkline.errors import MastodonMalformedEventError
from trunkline.ids import Id
from trunkline.json_text import decoded
from trunkline.streaming.event_kinds import KIND_OF_NAME
from trunkline.streaming.events import Event, Malformed, Unknown
from trunkline.streaming.wires.raw import RawEvent

Waiting = Event | RawEvent
"""Queued event: an undecoded `RawEvent`, or an `Event` of the stream itself (such as `Gap`)."""

_TEXT = (str, bytes)


def reveal(waiting: Waiting) -> Event:
    """Return the decoded event."""
    return typed(waiting) if isinstance(waiting, RawEvent) else waiting


def typed(raw: RawEvent) -> Event:
    """Decode *raw*. Never fails: see `Unknown` and `Malformed`."""
    name, payload, stream = raw.name, raw.payload, raw.stream or ""
    kind = KIND_OF_NAME.get(name)
    if kind is None:
        return Unknown(name, _loose(payload), stream=stream)
    event: Event
    try:
        if kind.payload is NoneType:
            event = kind.event(stream=stream)
        elif kind.payload is Id:
            event = kind.event(_id(payload), stream=stream)
        else:
            event = kind.event(kind.payload(_object(payload)), stream=stream)
    except MastodonMalformedEventError as error:
        return Malformed(name, _text(payload), error, stream=stream)
    return event


def _object(payload: Any) -> dict[str, Any]:
    """Return the JSON object in a payload; some servers send it as an object, not as text."""
    try:
        value = decoded(payload) if isinstance(payload, _TEXT) else payload
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
        return decoded(payload) if isinstance(payload, _TEXT) else payload
    except ValueError:
        return _text(payload)


def _text(payload: Any) -> Any:
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
