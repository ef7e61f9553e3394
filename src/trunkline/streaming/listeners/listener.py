"""Listeners: classes with a method for each event, as in existing programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from inspect import signature
from types import NoneType
from typing import Any

from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonMalformedEventError,
    MastodonNetworkError,
    MastodonReadTimeout,
)
from trunkline.ids import Id
from trunkline.streaming.arrivals import typed
from trunkline.streaming.event_kinds import KIND_OF_CLASS, EventKind, listener_method
from trunkline.streaming.events import Event, Heartbeat, Malformed, Refused, Unknown
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent

_LIBRARIES = ("httpx2", "requests")
_NO_EVENTS = frozenset({"abort", "any_event", "unknown_event", "websocket_error"})


class StreamListener:
    """Base of listeners: override the methods for the events that matter; the others do nothing.

    An event of a name that is not known here calls ``on_<name>`` where the listener has that (dots become underscores),
    and `on_unknown_event` otherwise.
    """

    def on_update(self, status: Status) -> None:
        """Called for a new status."""

    def on_delete(self, status_id: Id) -> None:
        """Called when a status was deleted."""

    def on_notification(self, notification: Notification) -> None:
        """Called for a new notification."""

    def on_filters_changed(self) -> None:
        """Called when the keyword filters were changed."""

    def on_conversation(self, conversation: Conversation) -> None:
        """Called when a conversation has a new message."""

    def on_announcement(self, annoucement: Announcement) -> None:
        """Called when an announcement was published or changed."""

    def on_announcement_reaction(self, reaction: StreamReaction) -> None:
        """Called when the number of reactions to an announcement has changed."""

    def on_announcement_delete(self, annoucement_id: Id) -> None:
        """Called when an announcement was withdrawn."""

    def on_status_update(self, status: Status) -> None:
        """Called when a status was edited."""

    def on_encrypted_message(self, unclear: Any) -> None:
        """Called for an encrypted message; no version of Mastodon sends any."""

    def on_notifications_merged(self) -> None:
        """Called when notifications that had been filtered were accepted."""

    def on_websocket_error(self, error: MastodonAPIError, for_stream: list[str] | None = None) -> None:
        """Called when the server refuses a stream on a WebSocket.

        Args:
            error: the refusal; ``args`` are a text, the status (``None`` if unknown) and the server's reason.
            for_stream: the stream as in `on_any_event`, where that is known.
        """

    def on_abort(self, err: Exception) -> None:
        """Called when the connection breaks or an event is malformed; then *err* is raised or it reconnects.

        A stream that the server ends is not broken.
        """

    def on_unknown_event(self, name: str, unknown_event: Any = None) -> None:
        """Called for an event that this package does not know.

        Args:
            name: the event's name.
            unknown_event: its payload, decoded if it is JSON.
        """

    def handle_heartbeat(self) -> None:
        """Called when the server gave a sign of life."""

    def on_any_event(self, name: str, data: Any = None, for_stream: list[str] | None = None) -> None:
        """Called for every event, before its own method.

        Args:
            name: the event's name.
            data: its payload.
            for_stream: its stream on a WebSocket that carries several, as the server writes it: ``["user"]``,
                ``["hashtag", "python"]``; otherwise ``None``.
        """

    def dispatch(self, event: Event) -> None:
        """Call the methods for *event*.

        Raises:
            MastodonMalformedEventError: the event cannot be read.
        """
        if isinstance(event, Heartbeat):
            self.handle_heartbeat()
        elif isinstance(event, Refused):
            status, said = getattr(event.error, "status", None), getattr(event.error, "server_message", None)
            self.on_websocket_error(_refusal(status, said or str(event.error)), _parts(event.stream))
        elif isinstance(event, Malformed):
            self.on_abort(event.error)
            raise event.error
        elif isinstance(event, Unknown):
            self._dispatch_unknown(event)
        elif (kind := KIND_OF_CLASS.get(type(event))) is not None:
            self._dispatch_known(kind, event)

    def _dispatch_known(self, kind: EventKind, event: Event) -> None:
        payload = kind.payload_of(event)
        method = getattr(self, kind.listener_method)
        _tell(self.on_any_event, event.stream, kind.name, payload)
        _tell(method, event.stream, *([] if kind.payload is NoneType else [payload]))

    def _dispatch_unknown(self, event: Unknown) -> None:
        _tell(self.on_any_event, event.stream, event.name, event.payload)
        own = getattr(self, listener_method(event.name), None) if event.name not in _NO_EVENTS else None
        if own is None:
            _tell(self.on_unknown_event, event.stream, event.name, event.payload)
        else:
            _tell(own, event.stream, event.payload)

    def handle_stream(self, response: Any) -> None:
        """Read server-sent events from an open HTTP response until it ends.

        Args:
            response: a response of ``httpx2`` or ``requests`` that was opened for streaming.

        Raises:
            MastodonReadTimeout: nothing came in time.
            MastodonNetworkError: the connection broke.
        """
        from trunkline.streaming.wires.sse import SseDecoder

        decoder = SseDecoder()
        chunks = response.iter_bytes() if hasattr(response, "iter_bytes") else response.iter_content(None)
        for chunk in self._received(chunks):
            for raw in decoder.feed(chunk):
                self.dispatch(Heartbeat() if raw is HEARTBEAT else typed(raw))

    def _received(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what comes; errors of the HTTP library become those of this package."""
        try:
            yield from chunks
        except Exception as error:
            names = {base.__name__ for base in type(error).__mro__ if base.__module__.split(".")[0] in _LIBRARIES}
            if not names:
                raise
            kind = MastodonReadTimeout if "ReadTimeout" in names else MastodonNetworkError
            broken = kind(f"The stream broke: {type(error).__name__}.")
            self.on_abort(broken)
            raise broken from error

    def handle_websocket_message(self, message: str | Mapping[str, Any]) -> None:
        """Read one message of a WebSocket.

        Args:
            message: the message as text, or decoded.

        Raises:
            MastodonMalformedEventError: it is neither an event nor an error.
        """
        from trunkline.streaming.wires.messages import decode_message

        try:
            raw = decode_message(message if isinstance(message, str) else json.dumps(message))
        except MastodonMalformedEventError as error:
            self.on_abort(error)
            raise
        if raw is HEARTBEAT:
            self.handle_heartbeat()
        elif isinstance(raw, RawEvent):
            self.dispatch(typed(raw))
        elif raw.error is not None:
            self.on_websocket_error(_refusal(getattr(raw, "status", None), raw.error))

    # Private methods of Mastodon.py that programs with a connection of their own call.

    def _parse_line(self, line: str, event: dict[str, str]) -> dict[str, str]:
        """Add a line to the fields of an event, and return these."""
        if line.startswith(":"):
            self.handle_heartbeat()
            return event
        name, colon, value = line.partition(":")
        if not colon:
            error = MastodonMalformedEventError("Malformed event.")
            self.on_abort(error)
            raise error
        value = value.removeprefix(" ")
        event[name] = f"{event[name]}\n{value}" if name in event else value
        return event

    def _dispatch(self, event: dict[str, str]) -> None:
        """Call the methods for the fields of an event; for none, nothing."""
        if event:
            self.handle_websocket_message({"event": event.get("event"), "payload": event.get("data")})


def _tell(method: Callable[..., object], stream: str, *arguments: Any) -> None:
    """Call a method of a listener, with the name of the stream if it takes that (``for_stream``)."""
    if _takes_stream(getattr(method, "__func__", method)):
        method(*arguments, _parts(stream))
    else:
        method(*arguments)


@lru_cache(maxsize=256)
def _takes_stream(method: Callable[..., object]) -> bool:
    try:
        return "for_stream" in signature(method).parameters
    except (TypeError, ValueError):  # of a function that is not written in Python
        return False


def _refusal(status: int | None, said: str) -> MastodonAPIError:
    """Build the error of a refused stream with the arguments that Mastodon.py gives it."""
    error = MastodonAPIError("WebSocket streaming subscription failed", status, said)
    error.server_message = said
    return error


def _parts(stream: str) -> list[str] | None:
    """Return the name of a stream as the messages of a WebSocket have it."""
    if not stream:
        return None
    try:
        subscription = Subscription.parse(stream)
    except MastodonIllegalArgumentError:  # of other software
        return stream.split(":")
    return [subscription.channel, *([] if subscription.argument is None else [subscription.argument])]


class CallbackStreamListener(StreamListener):
    """A listener made of functions: each takes the arguments of the method of `StreamListener`.

    Args:
        update_handler: for each new status.
        local_update_handler: for each new status of an account of this server, after *update_handler*.
        delete_handler: takes the id of a deleted status.
        notification_handler: for each notification.
        conversation_handler: for each conversation with a new message.
        unknown_event_handler: takes name and payload of events that this package does not know.
        status_update_handler: for each edited status.
        filters_changed_handler: takes nothing.
        announcement_handler: for each announcement.
        announcement_reaction_handler: for each reaction to an announcement.
        announcement_delete_handler: takes the id of an announcement.
        encryted_message_handler: for encrypted messages, which no server sends.
        notifications_merged_handler: takes nothing.
        stream_error_handler: takes the arguments of `StreamListener.on_websocket_error`.
    """

    def __init__(
        self,
        update_handler: Callable[[Status], object] | None = None,
        local_update_handler: Callable[[Status], object] | None = None,
        delete_handler: Callable[[Id], object] | None = None,
        notification_handler: Callable[[Notification], object] | None = None,
        conversation_handler: Callable[[Conversation], object] | None = None,
        unknown_event_handler: Callable[[str, Any], object] | None = None,
        status_update_handler: Callable[[Status], object] | None = None,
        filters_changed_handler: Callable[[], object] | None = None,
        announcement_handler: Callable[[Announcement], object] | None = None,
        announcement_reaction_handler: Callable[[StreamReaction], object] | None = None,
        announcement_delete_handler: Callable[[Id], object] | None = None,
        encryted_message_handler: Callable[[Any], object] | None = None,
        notifications_merged_handler: Callable[[], object] | None = None,
        stream_error_handler: Callable[[MastodonAPIError, list[str] | None], object] | None = None,
    ) -> None:
        self.update_handler = update_handler
        self.local_update_handler = local_update_handler
        self.delete_handler = delete_handler
        self.notification_handler = notification_handler
        self.conversation_handler = conversation_handler
        self.unknown_event_handler = unknown_event_handler
        self.status_update_handler = status_update_handler
        self.filters_changed_handler = filters_changed_handler
        self.announcement_handler = announcement_handler
        self.announcement_reaction_handler = announcement_reaction_handler
        self.announcement_delete_handler = announcement_delete_handler
        self.encryted_message_handler = encryted_message_handler
        self.notifications_merged_handler = notifications_merged_handler
        self.stream_error_handler = stream_error_handler

    def on_update(self, status: Status) -> None:
        """Pass a new status on."""
        _call(self.update_handler, status)
        if "@" not in status.account.acct:
            _call(self.local_update_handler, status)

    def on_delete(self, status_id: Id) -> None:
        """Pass the id of a deleted status on."""
        _call(self.delete_handler, status_id)

    def on_notification(self, notification: Notification) -> None:
        """Pass a notification on."""
        _call(self.notification_handler, notification)

    def on_filters_changed(self) -> None:
        """Pass on that the filters were changed."""
        _call(self.filters_changed_handler)

    def on_conversation(self, conversation: Conversation) -> None:
        """Pass a conversation on."""
        _call(self.conversation_handler, conversation)

    def on_announcement(self, annoucement: Announcement) -> None:
        """Pass an announcement on."""
        _call(self.announcement_handler, annoucement)

    def on_announcement_reaction(self, reaction: StreamReaction) -> None:
        """Pass a reaction on."""
        _call(self.announcement_reaction_handler, reaction)

    def on_announcement_delete(self, annoucement_id: Id) -> None:
        """Pass the id of an announcement on."""
        _call(self.announcement_delete_handler, annoucement_id)

    def on_status_update(self, status: Status) -> None:
        """Pass an edited status on."""
        _call(self.status_update_handler, status)

    def on_encrypted_message(self, unclear: Any) -> None:
        """Pass an encrypted message on."""
        _call(self.encryted_message_handler, unclear)

    def on_notifications_merged(self) -> None:
        """Pass on that notifications were merged."""
        _call(self.notifications_merged_handler)

    def on_websocket_error(self, error: MastodonAPIError, for_stream: list[str] | None = None) -> None:
        """Pass the refusal of a stream on."""
        _call(self.stream_error_handler, error, for_stream)

    def on_unknown_event(self, name: str, unknown_event: Any = None) -> None:
        """Pass an unknown event on."""
        _call(self.unknown_event_handler, name, unknown_event)


def _call(handler: Callable[..., object] | None, *arguments: Any) -> None:
    if handler is not None:
        handler(*arguments)
