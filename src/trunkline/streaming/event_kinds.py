"""Table of the events that Mastodon's streaming server sends.

The names are those of https://docs.joinmastodon.org/methods/streaming/#events. Everything else that needs a name, a
class or a listener method looks it up here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import Any

from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.ids import Id
from trunkline.streaming.events import (
    AnnouncementDelete,
    AnnouncementEvent,
    AnnouncementReaction,
    ConversationEvent,
    Delete,
    Event,
    FiltersChanged,
    NotificationEvent,
    NotificationsMerged,
    StatusUpdate,
    Update,
)


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event.

    Attributes:
        name: its name in Mastodon's protocol.
        event: the class of its events, an `Event` built of the payload.
        payload: the class of its payload: an entity, `Id`, or ``NoneType`` for events without payload.
    """

    name: str
    event: type[Any]
    payload: type[Any] = NoneType

    @property
    def listener_method(self) -> str:
        """Name of the method of `StreamListener` that takes the payload."""
        return listener_method(self.name)

    def payload_of(self, event: Event) -> Any:
        """Return the payload of an event of this kind; ``None`` if the kind has none."""
        fields: tuple[str, ...] = type(event).__match_args__
        return getattr(event, fields[0]) if fields else None


KINDS = (
    EventKind("update", Update, Status),
    EventKind("status.update", StatusUpdate, Status),
    EventKind("delete", Delete, Id),
    EventKind("notification", NotificationEvent, Notification),
    EventKind("notifications_merged", NotificationsMerged),
    EventKind("conversation", ConversationEvent, Conversation),
    EventKind("filters_changed", FiltersChanged),
    EventKind("announcement", AnnouncementEvent, Announcement),
    EventKind("announcement.reaction", AnnouncementReaction, StreamReaction),
    EventKind("announcement.delete", AnnouncementDelete, Id),
)

KIND_OF_NAME = {kind.name: kind for kind in KINDS}
KIND_OF_CLASS = {kind.event: kind for kind in KINDS}


def listener_method(name: str) -> str:
    """Return the name of the listener method for events of a name: ``on_status_update`` for ``status.update``."""
    return "on_" + name.replace(".", "_")
