"""The lists of the REST API that hold the objects of streams."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.entities import Conversation
from trunkline.ids import sort_key_of
from trunkline.protocol.request import Request
from trunkline.streaming.arrivals import typed
from trunkline.streaming.event_kinds import KIND_OF_CLASS, EventKind
from trunkline.streaming.events import ConversationEvent, Event, NotificationEvent, Update
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

Position = tuple[int, str]
"""Place in a list: the sort key of an id (`sort_key_of`)."""

_BEGINNING = r'\{"id":"(\w{1,64})"'
_ID: Mapping[type[Any], re.Pattern[Any]] = {
    str: re.compile(_BEGINNING, re.ASCII),
    bytes: re.compile(_BEGINNING.encode()),
}
_FLAGS = {"local": "local", "remote": "remote", "only_media": "media"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the REST API that holds the objects of a stream.

    Attributes:
        name: its name in cursors.
        path: path of its pages.
        event: class of the events that carry its objects.
        params: query parameters of its pages.
        trimmed: True if the server keeps only the newest objects, as it does of home and list timelines
            (https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb).
    """

    name: str
    path: str
    event: type[Any]
    params: Mapping[str, Any] = field(default_factory=dict)
    trimmed: bool = False

    @property
    def kind(self) -> EventKind:
        """Kind of the events that carry its objects."""
        return KIND_OF_CLASS[self.event]

    @property
    def repeats(self) -> bool:
        """True if the stream may send an object again, as it does when a conversation is read."""
        return self.event is ConversationEvent

    def request(self, limit: int = ITEMS_A_PAGE) -> Request[Page[Any]]:
        """Build the request for its newest page."""
        return paged(self.path, self.kind.payload, {**self.params, "limit": limit})

    def item(self, event: Event) -> Any:
        """Return the object that *event*, one of the kind of this list, carries."""
        return self.kind.payload_of(event)

    def position_in(self, event: Event) -> Position | None:
        """Return the place of that object in the list."""
        return position_of(self.item(event))

    def position_in_raw(self, raw: RawEvent) -> Position | None:
        """Return the place of the object of an undecoded event.

        Mastodon writes the id first, so that the payload need not be decoded.
        """
        found = None if self.event is ConversationEvent else first_id(raw)
        if found is not None:
            return sort_key_of(found)
        event = typed(raw)
        return self.position_in(event) if type(event) is self.event else None

    def missed_event(self, item: Any, stream: str) -> Event:
        """Build the event that would have carried a missed object."""
        event: Event = self.event(item, stream=stream, recovered=True)
        return event


def listings_of(subscription: Subscription) -> list[Listing]:
    """Return the lists that hold the objects of a stream."""
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


def first_id(raw: RawEvent) -> str | None:
    """Return the id at the beginning of an undecoded object; ``None`` if it is elsewhere."""
    pattern = _ID.get(type(raw.payload))
    match = None if pattern is None else pattern.match(raw.payload)
    if match is None:
        return None
    found: str | bytes = match[1]
    return found if isinstance(found, str) else found.decode()


def position_of(item: Mapping[str, Any]) -> Position | None:
    """Return the place of an object in its list, by its id; of a conversation, by the id of its last status."""
    found = dict.get(_dated(item), "id")
    return sort_key_of(found) if isinstance(found, str) and found else None


def time_of(item: Mapping[str, Any]) -> datetime | None:
    """Return the time at which an object was made, where the server says it."""
    found = _dated(item).get("created_at")
    return found if isinstance(found, datetime) else None


def _dated(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object whose id and time place *item* in its list: itself, or the last status of a conversation."""
    value: Any = item.get("last_status") if isinstance(item, Conversation) else item
    return value if isinstance(value, dict) else {}
