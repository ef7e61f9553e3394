"""Streams of `Mastodon` that take a listener, as in existing programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trunkline.clients.sync_streaming import SyncStreaming
from trunkline.ids import IdLike, id_of
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.names import WireChoice

if TYPE_CHECKING:
    from trunkline.streaming.listeners.handles import StreamHandle, WebSocketStreamHandle, WebSocketSubscription
    from trunkline.streaming.listeners.listener import StreamListener
    from trunkline.streaming.options import StreamOptions

STREAM_TIMEOUT = 300
"""Default of ``timeout``: seconds."""

RECONNECT_WAIT = 5
"""Default of ``reconnect_async_wait_sec``: seconds."""

_NO_RECONNECT = ReconnectPolicy(attempts=0)


class ClassicStreaming(SyncStreaming):
    """Streams with listeners. The methods have these parameters in common:

    Args:
        listener: its methods are called for the events.
        run_async: return a handle as soon as the connection stands and listen in a thread; otherwise listen until the
            server ends the stream. A connection that breaks is an error.
        timeout: seconds without any byte after which the connection counts as dead.
        reconnect_async: with ``run_async``, connect again when the connection is lost.
        reconnect_async_wait_sec: seconds to wait before that.
        websocket_handle: add the stream to this open WebSocket; the `WebSocketSubscription` is returned at once.
        wire: ``"sse"``, ``"websocket"``, or ``"auto"``: server-sent events where the server has them.
        gap_fill: bounds for fetching objects missed between two connections; ``None``: fetch none.

    Returns:
        The handle or subscription; ``None`` after a stream to which this thread has listened, which the type shows as
        ``Any`` so that programs with ``run_async`` need no check.

    Raises:
        MastodonStreamRefusedError: the server refuses the stream.
        MastodonNetworkError: the connection could not be made, or broke.
    """

    def stream_user(
        self,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to the home timeline, notifications and announcements. See `ClassicStreaming` for the arguments."""
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription("user"), listener, run_async, options, websocket_handle)

    def stream_user_notifications(
        self,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to notifications alone. See `ClassicStreaming` for the arguments."""
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription("user:notification"), listener, run_async, options, websocket_handle)

    def stream_public(
        self,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        local: bool = False,
        remote: bool = False,
        only_media: bool = False,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to public posts.

        Args:
            listener: see `ClassicStreaming` for this and the other common arguments.
            local: only posts of this server.
            remote: only posts of other servers.
            only_media: only posts with media.

        Raises:
            MastodonIllegalArgumentError: ``local`` and ``remote`` exclude each other.
        """
        parts = ["public", *(name for name, on in (("local", local), ("remote", remote), ("media", only_media)) if on)]
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription.parse(":".join(parts)), listener, run_async, options, websocket_handle)

    def stream_local(
        self,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        only_media: bool = False,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to public posts of this server.

        Args:
            listener: see `ClassicStreaming` for this and the other common arguments.
            only_media: only posts with media.
        """
        name = "public:local:media" if only_media else "public:local"
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription(name), listener, run_async, options, websocket_handle)

    def stream_hashtag(
        self,
        tag: str,
        listener: StreamListener,
        local: bool = False,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to public posts with a hashtag.

        Args:
            tag: the hashtag.
            listener: see `ClassicStreaming` for this and the other common arguments.
            local: only posts of this server.
        """
        channel = "hashtag:local" if local else "hashtag"
        subscription = Subscription.parse(f"{channel}:#{tag.removeprefix('#')}")
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(subscription, listener, run_async, options, websocket_handle)

    def stream_list(
        self,
        id: IdLike,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to the posts of a list.

        Args:
            id: the list.
            listener: see `ClassicStreaming` for this and the other common arguments.
        """
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription.parse(f"list:{id_of(id)}"), listener, run_async, options, websocket_handle)

    def stream_direct(
        self,
        listener: StreamListener,
        run_async: bool = False,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        websocket_handle: WebSocketStreamHandle | None = None,
        *,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        """Listen to direct messages, as conversations. See `ClassicStreaming` for the arguments."""
        options = _options(timeout, run_async and reconnect_async, reconnect_async_wait_sec, wire, gap_fill)
        return self._listen(Subscription("direct"), listener, run_async, options, websocket_handle)

    def stream_open_websocket(
        self,
        listener: StreamListener | None = None,
        timeout: float = STREAM_TIMEOUT,
        reconnect_async: bool = False,
        reconnect_async_wait_sec: float = RECONNECT_WAIT,
        *,
        gap_fill: GapFill | None = None,
    ) -> WebSocketStreamHandle:
        """Open a WebSocket to which streams can be added.

        Args:
            listener: listener for streams that are added without their own.
            timeout: seconds without any byte after which the connection counts as dead.
            reconnect_async: connect again when the connection is lost.
            reconnect_async_wait_sec: seconds to wait before that.
            gap_fill: bounds for fetching objects missed between two connections; ``None``: fetch none.

        Raises:
            MastodonError: the first attempt to connect failed.
        """
        from trunkline.streaming.listeners.handles import WebSocketStreamHandle

        options = _options(timeout, reconnect_async, reconnect_async_wait_sec, "websocket", gap_fill)
        stream = self._stream([], replace(options, tell_refusals=True))
        return WebSocketStreamHandle(stream, listener, goes_on=reconnect_async).start()

    def _listen(
        self,
        subscription: Subscription,
        listener: StreamListener,
        run_async: bool,
        options: StreamOptions,
        websocket: WebSocketStreamHandle | None,
    ) -> StreamHandle | WebSocketSubscription | Any:
        from trunkline.streaming.listeners.handles import SSEStreamHandle

        if websocket is not None:
            return websocket.subscribe(subscription.name, listener)
        goes_on = options.reconnect.attempts != 0
        handle = SSEStreamHandle(self._stream([subscription], options), listener, goes_on=goes_on)
        if run_async:
            return handle.start()
        handle.listen()
        return None


def _options(timeout: float, reconnect: bool, wait: float, wire: WireChoice, gap_fill: GapFill | None) -> StreamOptions:
    """Return stream settings with the behaviour that programs with listeners expect.

    They get lost connections as ``on_abort``, and server-sent events where the server has both wires.
    """
    from trunkline.streaming.options import StreamOptions

    return StreamOptions(
        wire=wire,
        gap_fill=gap_fill,
        states=True,
        silence=timeout,
        reconnect=ReconnectPolicy(wait, wait, random=_no_jitter) if reconnect else _NO_RECONNECT,
        prefer="sse",
        joined=False,
    )


def _no_jitter() -> float:
    return 1.0
