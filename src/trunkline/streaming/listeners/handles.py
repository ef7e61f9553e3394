"""Handles of streams that run in a thread of their own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from http import HTTPStatus
from typing import NoReturn, Self

from msgspec.structs import replace

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonMalformedEventError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonStreamRefusedError,
)
from trunkline.streaming.events import Connected, Disconnected, Event
from trunkline.streaming.listeners.listener import StreamListener
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.sync_stream import Stream
from trunkline.streaming.wires.failures import StreamEnded

_log = logging.getLogger("trunkline.streaming")


class StreamHandle:
    """A stream whose events go to a listener.

    Args:
        stream: the stream; the handle closes it.
        listener: its methods are called for the events.
        goes_on: a malformed event, and a method that ends with an error of the network or an `AttributeError`, do not
            end it: Mastodon.py connects again then.
    """

    def __init__(self, stream: Stream, listener: StreamListener, *, goes_on: bool = False) -> None:
        self._stream = stream
        self._listener = listener
        self._goes_on = goes_on
        self._closing = False
        self._connected = False
        self._thread = threading.Thread(target=self._run, name="trunkline-listener", daemon=True)

    def start(self) -> Self:
        """Connect, and begin to listen in a thread of its own.

        Raises:
            MastodonStreamRefusedError: the server refuses the stream.
            MastodonError: the first attempt to connect failed.
        """
        # A server that ends the stream as soon as it is open has connected, and may have sent events.
        if not self._stream.connected() and not isinstance(self._stream.error, StreamEnded):
            self._stream.close()
            if self._stream.error is not None:
                _raise(self._stream.error)
        self._thread.start()
        return self

    def listen(self) -> None:
        """Listen in this thread until the server ends the stream, or it is closed.

        Raises:
            MastodonStreamRefusedError: the server refuses the stream.
            MastodonError: the stream ended with an error, such as a broken connection; the listener's ``on_abort`` has
                been called with it.
        """
        with self._stream as stream:
            while not self._closing:
                try:
                    event = next(stream, None)
                except MastodonError as error:
                    self._abort(error)
                    if isinstance(error, StreamEnded):
                        break
                    _raise(error)
                if event is None or self._closing:
                    break
                self._handle(event)

    def _run(self) -> None:
        try:
            self.listen()
        except MastodonError as error:
            if self._stream.error not in (error, error.__cause__):
                raise

    def _handle(self, event: Event) -> None:
        if isinstance(event, Connected):
            self._connected = True
        elif isinstance(event, Disconnected):
            self._abort(event.error)
        else:
            try:
                self._dispatch(event)
            except (AttributeError, MastodonMalformedEventError, MastodonNetworkError) as error:
                if not self._goes_on:
                    raise
                _log.warning("A method of the listener failed, and the stream goes on: %r", error)

    def _abort(self, error: MastodonError) -> None:
        """Tell the listeners that an open connection broke.

        As in Mastodon.py, a stream that the server ends is not broken, and attempts to connect are not told of.
        """
        if self._connected and not isinstance(error, StreamEnded):
            for listener in self._listeners():
                listener.on_abort(error)
        self._connected = False

    def _dispatch(self, event: Event) -> None:
        self._listener.dispatch(replace(event, stream=""))  # ``for_stream`` is of a WebSocket with several alone

    def _listeners(self) -> Iterable[StreamListener]:
        return (self._listener,)

    def close(self) -> None:
        """Stop at once. A method of the listener that is running now is not interrupted; no other is called."""
        self._closing = True
        self._stream.close()

    def is_alive(self) -> bool:
        """Return True while it listens, connected or not."""
        return self._thread.is_alive() and not self._closing

    def is_receiving(self) -> bool:
        """Return True while it is connected."""
        return self.is_alive() and self._stream.state == "connected"

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end of the listener's thread.

        Args:
            timeout: seconds to wait at most.
        """
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)


def _raise(error: MastodonError) -> NoReturn:
    """Raise the error of a stream; a response with an error is one of the network too, as in Mastodon.py."""
    if isinstance(error, MastodonAPIError | MastodonRatelimitError) and (error.status or 0) >= HTTPStatus.BAD_REQUEST:
        raise MastodonStreamRefusedError.from_answer(error) from error
    raise error


class SSEStreamHandle(StreamHandle):
    """Handle that ``stream_user(listener, run_async=True)`` and the similar calls return."""


class WebSocketStreamHandle(StreamHandle):
    """A WebSocket that carries streams, each with a listener of its own. See `Mastodon.stream_open_websocket`."""

    def __init__(self, stream: Stream, listener: StreamListener | None = None, *, goes_on: bool = False) -> None:
        super().__init__(stream, listener or StreamListener(), goes_on=goes_on)
        self._subscribed: dict[str, WebSocketSubscription] = {}

    def _dispatch(self, event: Event) -> None:
        subscription = self._subscribed.get(event.stream)
        (subscription.listener if subscription else self._listener).dispatch(event)

    def _listeners(self) -> Iterable[StreamListener]:
        own = [one.listener for one in self._subscribed.values()]
        return {id(one): one for one in (*own, self._listener)}.values()

    def subscriptions(self) -> list[WebSocketSubscription]:
        """Return the streams that it carries."""
        return [self._subscribed[name] for name in self._stream.subscriptions if name in self._subscribed]

    def subscribe(
        self, stream: str, listener: StreamListener | None = None, *, tag: str | None = None, list: str | None = None
    ) -> WebSocketSubscription:
        """Add a stream.

        Args:
            stream: its name, such as ``"user"``, ``"hashtag"`` or ``"list:12"``.
            listener: listener for its events, instead of the one of the handle.
            tag: the hashtag, if it is not in the name.
            list: the id of the list, if it is not in the name.

        Raises:
            MastodonIllegalArgumentError: there is no such stream, it is there already, or the handle is closed.
        """
        subscription = _named(stream, tag, list)
        if self._closing:
            raise MastodonIllegalArgumentError("The WebSocket is closed; open another one for this stream.")
        if subscription.name in self._stream.subscriptions:
            raise MastodonIllegalArgumentError(f"The WebSocket carries {subscription.name} already.")
        added = WebSocketSubscription(self, subscription, listener or self._listener)
        self._subscribed[subscription.name] = added
        self._stream.subscribe(subscription)
        return added

    def unsubscribe(self, stream: str, *, tag: str | None = None, list: str | None = None) -> Self:
        """Drop a stream.

        Args:
            stream: its name.
            tag: the hashtag, if it is not in the name.
            list: the id of the list, if it is not in the name.

        Raises:
            MastodonIllegalArgumentError: the WebSocket does not carry it.
        """
        subscription = _named(stream, tag, list)
        if subscription.name not in self._stream.subscriptions:
            raise MastodonIllegalArgumentError(f"The WebSocket does not carry {subscription.name}.")
        self._drop(subscription)
        return self

    def _drop(self, subscription: Subscription) -> None:
        self._stream.unsubscribe(subscription)
        self._subscribed.pop(subscription.name, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _named(stream: str, tag: str | None, list_id: str | None) -> Subscription:
    if tag is not None and list_id is not None:
        raise MastodonIllegalArgumentError("A stream is of a hashtag or of a list; pass tag or list, not both.")
    argument = tag if list_id is None else list_id
    return Subscription.parse(stream if argument is None else f"{stream}:{argument}")


class WebSocketSubscription:
    """One stream on a WebSocket that carries several.

    Attributes:
        stream: its name, without the parameter.
        params: its parameter: ``tag`` or ``list``.
        listener: the listener for its events.
    """

    def __init__(self, handle: WebSocketStreamHandle, subscription: Subscription, listener: StreamListener) -> None:
        self._handle = handle
        self._subscription = subscription
        self.stream, self.params = subscription.channel, subscription.parameters
        self.listener = listener

    @property
    def active(self) -> bool:
        """True while the stream is subscribed to, whatever becomes of the connection."""
        return self in self._handle.subscriptions()

    def close(self) -> None:
        """Drop this stream; the WebSocket stays open."""
        if self.active:
            self._handle._drop(self._subscription)

    def is_alive(self) -> bool:
        """Return True while the stream is subscribed to, connected or not."""
        return self._handle.is_alive() and self.active

    def is_receiving(self) -> bool:
        """Return True while it is connected."""
        return self.is_alive() and self._handle.is_receiving()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end of the WebSocket that carries it.

        Args:
            timeout: seconds to wait at most.
        """
        self._handle.join(timeout)
