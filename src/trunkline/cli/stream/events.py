"""Streaming events as JSON and as styled text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trunkline.cli.output.notifications import notification_text
from trunkline.cli.output.statuses import html_lines, status_text
from trunkline.cli.output.terminal import json_line, lines, one_line, styled
from trunkline.cli.output.view import View
from trunkline.streaming.event_kinds import KIND_OF_CLASS
from trunkline.streaming.events import (
    AnnouncementEvent,
    ConversationEvent,
    Event,
    Gap,
    Malformed,
    NotificationEvent,
    StatusUpdate,
    Unknown,
    Update,
)

if TYPE_CHECKING:
    from rich.text import Text


def named(event: Event) -> tuple[str, Any]:
    """Return the name of an event and its payload; names that are not Mastodon's begin with ``trunkline``."""
    match event:
        case Unknown(name, payload) | Malformed(name, payload):
            return name, payload
        case Gap(reason, lost):
            return "trunkline.gap", {"reason": reason, "lost": lost}
    kind = KIND_OF_CLASS[type(event)]
    return kind.name, kind.payload_of(event)


def as_json(event: Event) -> dict[str, Any]:
    """Return the event as a JSON object with stream, all streams, event and payload."""
    name, payload = named(event)
    return {"stream": event.stream, "streams": [*event.streams], "event": name, "payload": payload}


def event_text(event: Event, view: View | None = None) -> Text:
    """Return the event as styled text; as JSON if it cannot be shown like that."""
    try:
        return _event_text(event, view or View())
    except Exception:  # noqa: BLE001  (whatever is wrong with one event must not end the stream)
        return styled(json_line(as_json(event)))


def _event_text(event: Event, view: View) -> Text:
    match event:
        case Update(status):
            return status_text(status, view)
        case StatusUpdate(status):
            return _headed("edited", status_text(status, view))
        case NotificationEvent(notification):
            return notification_text(notification, view)
        case ConversationEvent(conversation) if conversation.last_status:
            return _headed("direct message", status_text(conversation.last_status, view))
        case AnnouncementEvent(announcement):
            return _headed("announcement", html_lines(announcement.content))
        case Gap("edits"):
            return styled(("edits and deletions of older statuses may have been missed", "yellow"))
        case Gap(reason, lost):
            return styled((f"{lost or 'some'} events were missed and are lost ({reason})", "red"))
    name, payload = named(event)
    return styled((one_line(name), "yellow"), (f" {one_line(str(payload))}" if payload else "", "dim"))


def _headed(head: str, text: Text) -> Text:
    return lines((styled((head, "yellow")), text))
