"""The lists of the REST API that hold what streams tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.entities import Conversation, Notification, Status
from trunkline.protocol.request import Request
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import ConversationEvent, Event, NotificationEvent, Update
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

Position = tuple[int, str]
"""An id as the key that orders it (`Id.sort_key`)."""

_Recoverable = type[Update] | type[NotificationEvent] | type[ConversationEvent]

_ENTITY: Mapping[_Recoverable, type[Any]] = {
    Update: Status,
    NotificationEvent: Notification,
    ConversationEvent: Conversation,
}
_ITEM: Mapping[_Recoverable, attrgetter[Any]] = {
    Update: attrgetter("status"),
    NotificationEvent: attrgetter("notification"),
    ConversationEvent: attrgetter("conversation"),
}
_NAME: Mapping[_Recoverable, str] = {
    Update: "update",
    NotificationEvent: "notification",
    ConversationEvent: "conversation",
}
_BEGINNING = r'\{"id":"(\w{1,64})"'
_ID: Mapping[type[Any], re.Pattern[Any]] = {
    str: re.compile(_BEGINNING, re.ASCII),
    bytes: re.compile(_BEGINNING.encode()),
}
_FLAGS = {"local": "local", "remote": "remote", "only_media": "media"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the REST API that holds what a stream tells.

    Attributes:
        name: its name in cursors.
        path: the path of its pages.
        event: the events that tell of its objects.
        params: what its pages are asked with.
        trimmed: whether the server keeps only its newest objects.
    """

    name: str
    path: str
    event: _Recoverable
    params: Mapping[str, Any] = field(default_factory=dict)
    trimmed: bool = False

    @property
    def event_name(self) -> str:
        """The name of the events on the wire."""
        return _NAME[self.event]

    @property
    def repeats(self) -> bool:
        """Whether the stream may rightly tell the same twice, as it does when a conversation is read."""
        return self.event is ConversationEvent

    def request(self, limit: int = ITEMS_A_PAGE) -> Request[Page[Any]]:
        """The request for its newest page."""
        return paged(self.path, _ENTITY[self.event], {**self.params, "limit": limit})

    def item(self, event: Event) -> Any:
        """The object that *event*, one of the kind of this list, tells of."""
        return _ITEM[self.event](event)

    def position_in(self, event: Event) -> Position | None:
        """Where that object is in the list."""
        return position_of(self.item(event))

    def position_in_raw(self, raw: RawEvent) -> Position | None:
        """The same, of an event that has not been decoded: its id mostly stands at the beginning."""
        pattern = None if self.event is ConversationEvent else _ID.get(type(raw.payload))
        match = None if pattern is None else pattern.match(raw.payload)
        if match is not None:
            found = match[1] if type(match[1]) is str else match[1].decode()
            return (len(found), found)
        event = typed(raw)
        return self.position_in(event) if type(event) is self.event else None

    def tell(self, item: Any, stream: str) -> Event:
        """The event that was missed."""
        return self.event(item, stream=stream, recovered=True)


def listings_of(subscription: Subscription) -> list[Listing]:
    """The lists that hold what a stream tells."""
    channel, argument = subscription.channel, quote(subscription.argument or "", safe="")
    if channel == "user":
        home = Listing("home", "/api/v1/timelines/home", Update, trimmed=True)
        return [home, *listings_of(Subscription("user:notification"))]
    if channel == "user:notification":
        return [Listing("notifications", "/api/v1/notifications", NotificationEvent)]
    if channel == "direct":
        return [Listing("conversations", "/api/v1/conversations", ConversationEvent)]
    if channel == "list":
        return [Listing("list", f"/api/v1/timelines/list/{argument}", Update, trimmed=True)]
    flags = {name: True for name, part in _FLAGS.items() if part in channel.split(":")}
    path = f"/api/v1/timelines/tag/{argument}" if subscription.argument else "/api/v1/timelines/public"
    return [Listing("statuses", path, Update, flags)]


def position_of(item: Mapping[str, Any]) -> Position | None:
    """Where an object is in its list: by its id, a conversation by that of its last status."""
    value: Any = item.get("last_status") if isinstance(item, Conversation) else item
    found = dict.get(value, "id") if isinstance(value, dict) else None
    return (len(found), found) if isinstance(found, str) and found else None


def time_of(item: Mapping[str, Any]) -> datetime | None:
    """When the object was made, as the server says."""
    value: Any = item.get("last_status") if isinstance(item, Conversation) else item
    found = value.get("created_at") if isinstance(value, dict) else None
    return found if isinstance(found, datetime) else None
