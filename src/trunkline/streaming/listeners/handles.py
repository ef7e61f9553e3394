"""Handles of streams that run in a thread of their own."""

from __future__ import annotations

import threading
from typing import Self

from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.streaming.events import Disconnected, Event
from trunkline.streaming.listeners.listener import StreamListener
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.sync_stream import Stream
from trunkline.streaming.wires.failures import StreamEnded


class StreamHandle:
    """A stream whose events go to a listener.

    Args:
        stream: the stream; the handle closes it.
        listener: its methods are called for the events.
    """

    def __init__(self, stream: Stream, listener: StreamListener) -> None:
        self._stream = stream
        self._listener = listener
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="trunkline-listener", daemon=True)

    def start(self) -> Self:
        """Connect, and begin to listen in a thread of its own.

        Raises:
            MastodonError: the first attempt to connect failed.
        """
        if not self._stream.connected():
            self._stream.close()
            if self._stream.error is not None:
                raise self._stream.error
        self._thread.start()
        return self

    def listen(self) -> Self:
        """Listen in this thread until the server ends the stream, or it is closed.

        Raises:
            MastodonError: the stream ended with an error, such as a broken connection; the listener's ``on_abort`` has
                been called with it.
        """
        with self._stream as stream:
            while not self._closing:
                try:
                    event = next(stream, None)
                except StreamEnded:  # as in Mastodon.py: only what breaks is an error
                    break
                except MastodonError as error:
                    self._abort(error)
                    raise
                if event is None or self._closing:
                    break
                self._dispatch(event)
        return self

    def _run(self) -> None:
        try:
            self.listen()
        except MastodonError as error:
            if error is not self._stream.error:
                raise

    def _dispatch(self, event: Event) -> None:
        self._listener.dispatch(event)

    def _abort(self, error: Exception) -> None:
        self._listener.on_abort(error)

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


class SSEStreamHandle(StreamHandle):
    """Handle that ``stream_user(listener, run_async=True)`` and the similar calls return."""


class WebSocketStreamHandle(StreamHandle):
    """A WebSocket that carries streams, each with a listener of its own. See `Mastodon.stream_open_websocket`."""

    def __init__(self, stream: Stream, listener: StreamListener | None = None) -> None:
        super().__init__(stream, listener or StreamListener())
        self._listeners: dict[str, StreamListener] = {}

    def _dispatch(self, event: Event) -> None:
        if isinstance(event, Disconnected):
            if not isinstance(event.error, StreamEnded):
                self._abort(event.error)
        else:
            self._listeners.get(event.stream, self._listener).dispatch(event)

    def _abort(self, error: Exception) -> None:
        for listener in {id(one): one for one in (*self._listeners.values(), self._listener)}.values():
            listener.on_abort(error)

    def subscriptions(self) -> list[str]:
        """Return the names of the streams that it carries."""
        return self._stream.subscriptions

    def subscribe(
        self, stream: str, listener: StreamListener | None = None, *, tag: str | None = None, list: str | None = None
    ) -> WebSocketSubscription:
        """Add a stream.

        Args:
            stream: its name, such as ``"user"``, ``"hashtag"`` or ``"list:12"``.
            listener: listener for its events, instead of the one of the handle.
            tag: the hashtag, if it is not in the name.
            list: the id of the list, if it is not in the name.
        """
        subscription = _named(stream, tag, list)
        if listener is not None:
            self._listeners[subscription.name] = listener
        self._stream.subscribe(subscription)
        return WebSocketSubscription(self, subscription)

    def unsubscribe(self, stream: str, *, tag: str | None = None, list: str | None = None) -> None:
        """Drop a stream.

        Args:
            stream: its name.
            tag: the hashtag, if it is not in the name.
            list: the id of the list, if it is not in the name.
        """
        subscription = _named(stream, tag, list)
        self._stream.unsubscribe(subscription)
        self._listeners.pop(subscription.name, None)

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
    """One stream on a WebSocket that carries several."""

    def __init__(self, handle: WebSocketStreamHandle, subscription: Subscription) -> None:
        self._handle = handle
        self._subscription = subscription

    def close(self) -> None:
        """Drop this stream; the WebSocket stays open."""
        self._handle.unsubscribe(self._subscription.name)

    def is_alive(self) -> bool:
        """Return True while the stream is subscribed to, connected or not."""
        return self._handle.is_alive() and self._subscription.name in self._handle.subscriptions()

    def is_receiving(self) -> bool:
        """Return True while it is connected."""
        return self.is_alive() and self._handle.is_receiving()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end of the WebSocket that carries it.

        Args:
            timeout: seconds to wait at most.
        """
        self._handle.join(timeout)
