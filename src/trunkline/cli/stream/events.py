"""Streaming events as JSON and as styled text."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from trunkline.cli.output.statuses import account_line, status_text
from trunkline.cli.output.terminal import lines, styled
from trunkline.entities import Notification
from trunkline.streaming.events import (
    AnnouncementDelete,
    AnnouncementEvent,
    AnnouncementReaction,
    ConversationEvent,
    Delete,
    Event,
    FiltersChanged,
    Gap,
    Malformed,
    NotificationEvent,
    NotificationsMerged,
    StatusUpdate,
    Unknown,
    Update,
)
from trunkline.text import html_to_text

NAMES = (
    "update", "status.update", "delete", "notification", "notifications_merged", "conversation", "filters_changed",
    "announcement", "announcement.reaction", "announcement.delete",
)  # fmt: skip
_DEEDS = {
    "mention": "mentioned you",
    "status": "posted",
    "reblog": "boosted your status",
    "follow": "follows you",
    "follow_request": "asks to follow you",
    "favourite": "favourited your status",
    "poll": "ran a poll that has ended",
    "update": "edited a status",
    "quote": "quoted your status",
}


def named(event: Event) -> tuple[str, Any]:
    """Return the name of an event and its payload; names that are not Mastodon's begin with ``trunkline``."""
    match event:
        case Update(status):
            return "update", status
        case StatusUpdate(status):
            return "status.update", status
        case Delete(status_id):
            return "delete", status_id
        case NotificationEvent(notification):
            return "notification", notification
        case NotificationsMerged():
            return "notifications_merged", None
        case ConversationEvent(conversation):
            return "conversation", conversation
        case FiltersChanged():
            return "filters_changed", None
        case AnnouncementEvent(announcement):
            return "announcement", announcement
        case AnnouncementReaction(reaction):
            return "announcement.reaction", reaction
        case AnnouncementDelete(announcement_id):
            return "announcement.delete", announcement_id
        case Unknown(name, payload) | Malformed(name, payload):
            return name, payload
        case Gap(reason, lost):
            return "trunkline.gap", {"reason": reason, "lost": lost}
    raise TypeError(f"There is no name for {type(event).__name__}.")


def as_json(event: Event) -> dict[str, Any]:
    """Return the event as a JSON object with stream, event and payload."""
    name, payload = named(event)
    return {"stream": event.stream, "event": name, "payload": payload}


def event_text(event: Event) -> Text:
    """Return the event as styled text."""
    match event:
        case Update(status):
            return status_text(status)
        case StatusUpdate(status):
            return _headed("edited", status_text(status))
        case NotificationEvent(notification):
            return _notification(notification)
        case ConversationEvent(conversation) if conversation.last_status:
            return _headed("direct message", status_text(conversation.last_status))
        case AnnouncementEvent(announcement):
            return _headed("announcement", styled(html_to_text(announcement.content)))
        case Gap("edits"):
            return styled(("edits and deletions of older statuses may have been missed", "yellow"))
        case Gap(reason, lost):
            return styled((f"{lost or 'some'} events were missed and are lost ({reason})", "red"))
    name, payload = named(event)
    return styled((name, "yellow"), (f" {payload}" if payload else "", "dim"))


def _headed(head: str, text: Text) -> Text:
    return lines((styled((head, "yellow")), text))


def _notification(notification: Notification) -> Text:
    deed = _DEEDS.get(notification.type, notification.type)
    head = account_line(notification.account) + styled((f" {deed}", "yellow"))
    return lines((head, _quoted(status_text(notification.status)) if notification.status else None))


def _quoted(text: Text) -> Text:
    """Indent *text* behind a vertical line."""
    return Text("\n").join(styled(("│ ", "dim")) + line for line in text.split("\n"))
