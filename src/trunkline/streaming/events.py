"""Events of streams: one class for each kind, made for ``match``.

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
        stream: name of its stream, as subscribed to (``"user"``, ``"hashtag:python"``); empty for events of the
            connection as a whole.
        also: names of the other streams on which the same post, edit or deletion has come by the time at which the
            program takes the event; such a post is one event (see `trunkline.streaming.repeats`).
        recovered: True if it was missed while there was no connection, and fetched afterwards.
    """

    stream: str = ""
    also: tuple[str, ...] = ()
    recovered: bool = False

    @property
    def streams(self) -> tuple[str, ...]:
        """Names of all streams on which it has come, that of `stream` first."""
        return (self.stream, *self.also)


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
    """A conversation has a new message or was read."""

    conversation: Conversation


class FiltersChanged(Event, frozen=True):
    """The keyword filters of the account were changed."""


class AnnouncementEvent(Event, frozen=True):
    """An announcement of the server was published or changed."""

    announcement: Announcement


class AnnouncementReaction(Event, frozen=True):
    """The number of reactions to an announcement has changed."""

    reaction: StreamReaction


class AnnouncementDelete(Event, frozen=True):
    """An announcement was withdrawn."""

    announcement_id: Id


class NotificationsMerged(Event, frozen=True):
    """Requests for notifications were accepted, and their notifications are among the others now."""


class Unknown(Event, frozen=True):
    """An event of an unknown name; the payload is decoded if it is JSON."""

    name: str
    payload: Any = None


class Malformed(Event, frozen=True):
    """An event of a known name whose payload, given as text, cannot be decoded."""

    name: str
    payload: Any
    error: MastodonMalformedEventError


class Connected(Event, frozen=True):
    """The connection stands, and missed events have been delivered. Only with ``states=True``."""


class Disconnected(Event, frozen=True):
    """The connection is lost; the next attempt follows in ``retry_in`` seconds. Only with ``states=True``."""

    error: MastodonError
    retry_in: float


class Heartbeat(Event, frozen=True):
    """The server gave a sign of life. Only with ``states=True``, and not on a WebSocket that carries all streams."""


class Refused(Event, frozen=True):
    """The server refuses a stream; the others go on.

    The stream is dropped, as by `unsubscribe`, and not asked for again when the connection is made again; `subscribe`
    asks anew. If the last stream is refused, the error is raised, except with `Mastodon.stream_open_websocket`.

    Attributes:
        error: the refusal, with the server's reason. `stream` is empty in the rare case that the server does not say
            which stream it means, and asking again does not show it.
    """

    error: MastodonError


GapReason = Literal["count", "age", "trimmed", "refused", "failed", "limit", "slow", "edits"]


class Gap(Event, frozen=True):
    """Events are lost for good, or may be.

    Attributes:
        reason: ``count`` or ``age``: more was missed than `GapFill` allows to fetch; ``trimmed``: the server's list
            does not reach back far enough; ``refused`` or ``failed``: the list cannot be read; ``limit``: the rest of
            the rate limit is left to the program, and the list has not been read; ``slow``: the program
            did not keep up, and the oldest waiting events were dropped; ``edits``: only edits and deletions may be
            missing, of statuses older than the remembered ones, or of all if the server does not give statuses by id.
        lost: number of lost events, where that is known.
        since: time inside the id of the last object before the gap, where that is known.
    """

    reason: GapReason
    lost: int | None = None
    since: datetime | None = None
