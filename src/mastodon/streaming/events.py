"""What streams tell: one class for each event, made for ``match``.

::

    match event:
        case Update(status):
            print(status.account.acct, status.content)
        case NotificationEvent(notification) if notification.type == "mention":
            ...
        case Unknown(name, payload):
            ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mastodon.entities import Announcement, Conversation, Notification, Status, StreamReaction
from mastodon.errors import MastodonError, MastodonMalformedEventError
from mastodon.ids import Id
from mastodon.streaming.json_text import decoder
from mastodon.streaming.raw import RawEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events.

    Attributes:
        stream: the stream that it came on, as it was asked for (``"user"``, ``"hashtag:python"``); empty for events
            that concern the connection as a whole.
        recovered: whether it was missed while there was no connection, and fetched afterwards.
    """

    stream: str = ""
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class Update(Event):
    """A new status."""

    status: Status


@dataclass(frozen=True, slots=True)
class StatusUpdate(Event):
    """A status was edited."""

    status: Status


@dataclass(frozen=True, slots=True)
class Delete(Event):
    """A status was deleted."""

    status_id: Id


@dataclass(frozen=True, slots=True)
class NotificationEvent(Event):
    """A new notification."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class ConversationEvent(Event):
    """A conversation has a new message, or was read."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class FiltersChanged(Event):
    """The keyword filters of the account were changed."""


@dataclass(frozen=True, slots=True)
class AnnouncementEvent(Event):
    """An announcement of the server was published or changed."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class AnnouncementReaction(Event):
    """People react to an announcement."""

    reaction: StreamReaction


@dataclass(frozen=True, slots=True)
class AnnouncementDelete(Event):
    """An announcement was taken back."""

    announcement_id: Id


@dataclass(frozen=True, slots=True)
class NotificationsMerged(Event):
    """Requests for notifications were accepted, and the notifications put among the others."""


@dataclass(frozen=True, slots=True)
class Unknown(Event):
    """An event that this package does not know; the payload is decoded if it is JSON."""

    name: str
    payload: Any = None


@dataclass(frozen=True, slots=True)
class Malformed(Event):
    """Something of a known name that cannot be read, with what the server sent."""

    name: str
    payload: Any
    error: MastodonMalformedEventError


@dataclass(frozen=True, slots=True)
class Connected(Event):
    """The connection stands and what was missed has been asked for. Only where states are wanted."""


@dataclass(frozen=True, slots=True)
class Disconnected(Event):
    """The connection is lost; the next attempt follows in ``retry_in`` seconds. Only where states are wanted."""

    error: MastodonError
    retry_in: float


@dataclass(frozen=True, slots=True)
class Heartbeat(Event):
    """The server says that it is still there. Only where states are wanted, and only over server-sent events."""


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The server refuses one stream of a WebSocket. Only where the program wants this told instead of raised."""

    error: MastodonError


GapReason = Literal["count", "age", "trimmed", "refused", "failed", "slow"]


@dataclass(frozen=True, slots=True)
class Gap(Event):
    """Events are lost for good, or must be taken to be.

    Attributes:
        reason: ``count`` or ``age``: more was missed than the bounds allow to fetch; ``trimmed``: the server's list
            does not reach back far enough; ``refused`` or ``failed``: the server did not give the list; ``slow``: the
            program did not keep up, and the oldest waiting events were dropped.
        lost: how many, where that is known.
        since: when the last event before the gap was received, where there was one.
    """

    reason: GapReason
    lost: int | None = None
    since: datetime | None = None


def typed(raw: RawEvent, stream: str) -> Event:
    """The event that *raw* is, on the stream of that name. Never fails: see `Unknown` and `Malformed`."""
    make = _MAKERS.get(raw.name)
    if make is None:
        return Unknown(raw.name, _loose(raw.payload), stream=stream)
    try:
        return make(raw.payload, stream)
    except MastodonMalformedEventError as error:
        return Malformed(raw.name, _text(raw.payload), error, stream=stream)


def _object(payload: Any) -> dict[str, Any]:
    """The JSON object in a payload; some servers send it as an object, not as text."""
    try:
        value = decoder()(payload) if isinstance(payload, str | bytes) else payload
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
        return decoder()(payload) if isinstance(payload, str | bytes) else payload
    except ValueError:
        return _text(payload)


def _text(payload: Any) -> Any:
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload


_MAKERS: dict[str, Callable[[Any, str], Event]] = {
    "update": lambda payload, stream: Update(Status(_object(payload)), stream=stream),
    "status.update": lambda payload, stream: StatusUpdate(Status(_object(payload)), stream=stream),
    "delete": lambda payload, stream: Delete(_id(payload), stream=stream),
    "notification": lambda payload, stream: NotificationEvent(Notification(_object(payload)), stream=stream),
    "conversation": lambda payload, stream: ConversationEvent(Conversation(_object(payload)), stream=stream),
    "filters_changed": lambda _, stream: FiltersChanged(stream=stream),
    "announcement": lambda payload, stream: AnnouncementEvent(Announcement(_object(payload)), stream=stream),
    "announcement.reaction": lambda payload, stream: AnnouncementReaction(
        StreamReaction(_object(payload)), stream=stream
    ),
    "announcement.delete": lambda payload, stream: AnnouncementDelete(_id(payload), stream=stream),
    "notifications_merged": lambda _, stream: NotificationsMerged(stream=stream),
}
