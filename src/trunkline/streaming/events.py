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

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.errors import MastodonError, MastodonMalformedEventError
from trunkline.ids import Id


class Event(Struct, frozen=True, kw_only=True):
    """Base of all events.

    Attributes:
        stream: the stream that it came on, as it was asked for (``"user"``, ``"hashtag:python"``); empty for events
            that concern the connection as a whole.
        recovered: whether it was missed while there was no connection, and fetched afterwards.
    """

    stream: str = ""
    recovered: bool = False


class Update(Event, frozen=True):
    """A new status."""

    status: Status


class StatusUpdate(Event, frozen=True):
    """A status was edited."""

    status: Status


class Delete(Event, frozen=True):
    """A status was deleted."""

    status_id: Id


class NotificationEvent(Event, frozen=True):
    """A new notification."""

    notification: Notification


class ConversationEvent(Event, frozen=True):
    """A conversation has a new message, or was read."""

    conversation: Conversation


class FiltersChanged(Event, frozen=True):
    """The keyword filters of the account were changed."""


class AnnouncementEvent(Event, frozen=True):
    """An announcement of the server was published or changed."""

    announcement: Announcement


class AnnouncementReaction(Event, frozen=True):
    """People react to an announcement."""

    reaction: StreamReaction


class AnnouncementDelete(Event, frozen=True):
    """An announcement was taken back."""

    announcement_id: Id


class NotificationsMerged(Event, frozen=True):
    """Requests for notifications were accepted, and the notifications put among the others."""


class Unknown(Event, frozen=True):
    """An event that this package does not know; the payload is decoded if it is JSON."""

    name: str
    payload: Any = None


class Malformed(Event, frozen=True):
    """Something of a known name that cannot be read, with what the server sent."""

    name: str
    payload: Any
    error: MastodonMalformedEventError


class Connected(Event, frozen=True):
    """The connection stands and what was missed has been asked for. Only where states are wanted."""


class Disconnected(Event, frozen=True):
    """The connection is lost; the next attempt follows in ``retry_in`` seconds. Only where states are wanted."""

    error: MastodonError
    retry_in: float


class Heartbeat(Event, frozen=True):
    """The server says that it is still there. Only where states are wanted, and only over server-sent events."""


class Refused(Event, frozen=True):
    """The server refuses one stream of a WebSocket. Only where the program wants this told instead of raised."""

    error: MastodonError


GapReason = Literal["count", "age", "trimmed", "refused", "failed", "slow", "edits"]


class Gap(Event, frozen=True):
    """Events are lost for good, or must be taken to be.

    Attributes:
        reason: ``count`` or ``age``: more was missed than the bounds allow to fetch; ``trimmed``: the server's list
            does not reach back far enough; ``refused`` or ``failed``: the server did not give the list; ``slow``: the
            program did not keep up, and the oldest waiting events were dropped; ``edits``: after a break, edits and
            deletions may have been missed, of statuses older than those remembered, or of all where the server
            cannot be asked. Nothing else is missing then.
        lost: how many, where that is known.
        since: when the last event before the gap was received, where there was one.
    """

    reason: GapReason
    lost: int | None = None
    since: datetime | None = None
