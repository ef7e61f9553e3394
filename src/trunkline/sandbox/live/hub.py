"""The hub: delivers published events to bounded queues, one for each listener."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import msgspec

CAPACITY = 10_000
KILL = "kill"


@dataclass(frozen=True)
class Message:
    """One event. `payload` is JSON text or a bare id; `None` for an event without content."""

    event: str
    payload: str | None

    @cached_property
    def sse(self) -> bytes:
        """The event in the server-sent events format, encoded once for all listeners."""
        data = "undefined" if self.payload is None else self.payload
        return f"event: {self.event}\ndata: {data}\n\n".encode()

    @cached_property
    def json(self) -> Any:
        """The decoded payload, decoded once for all listeners."""
        return msgspec.json.decode(self.payload or "null")


View = Callable[[Message], Message | None]
"""Filter of one listener: maps a message to itself, to a replacement, or to `None` to drop it."""


def everything(message: Message) -> Message:
    """Return the message unchanged."""
    return message


class ChannelSubscription:
    """The queue of one listener. Made by `Hub.subscribe` and read in the event loop that made it.

    A listener that falls more than the capacity behind is closed, which bounds the memory.
    """

    def __init__(self, hub: Hub, channels: frozenset[str], view: View, capacity: int) -> None:
        self.channels = channels
        self.closed = False
        self._hub = hub
        self._view = view
        self._capacity = capacity
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Message] = deque()
        self._changed = asyncio.Event()

    async def messages(self) -> list[Message]:
        """Wait for messages and return all of them; an empty list when the subscription is closed."""
        while True:
            batch = [seen for message in self._waiting if (seen := self._view(message)) is not None]
            self._waiting.clear()
            if batch or self.closed:
                return batch
            self._changed.clear()
            await self._changed.wait()

    def push(self, message: Message) -> None:
        """Queue `message`. Thread-safe."""
        if _running_loop() is self._loop:
            self._push(message)
        else:
            self._loop.call_soon_threadsafe(self._push, message)

    def _push(self, message: Message) -> None:
        if message.event == KILL or len(self._waiting) >= self._capacity:
            self._close()
        elif not self.closed:
            self._waiting.append(message)
            self._changed.set()

    def close(self) -> None:
        """End the subscription. Queued messages can still be read. Thread-safe and idempotent."""
        if _running_loop() is self._loop:
            self._close()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        self.closed = True
        self._hub.forget(self)
        self._changed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Hub:
    """Delivers events to the listeners of channels. Thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._listeners: dict[str, set[ChannelSubscription]] = {}
        self._closed = False
        self._arrived = threading.Condition(self._lock)

    def publish(self, event: str, payload: str | None, channels: Iterable[str]) -> None:
        """Send one event to all listeners of `channels`, once to each."""
        message = Message(event, payload)
        with self._lock:
            receivers = {listener for channel in channels for listener in self._listeners.get(channel, ())}
        for listener in receivers:
            listener.push(message)

    def has_listeners(self, channel: str) -> bool:
        """Return True if somebody listens to `channel`."""
        with self._lock:
            return channel in self._listeners

    def subscribe(self, channels: Iterable[str], view: View = everything) -> ChannelSubscription:
        """Subscribe to `channels` through the filter `view`. Call it in an event loop."""
        subscription = ChannelSubscription(self, frozenset(channels), view, self._capacity)
        with self._lock:
            if self._closed:
                subscription.closed = True
                return subscription
            for channel in subscription.channels:
                self._listeners.setdefault(channel, set()).add(subscription)
            self._arrived.notify_all()
        return subscription

    def wait_for_listener(self, channel: str, timeout: float = 10.0) -> bool:
        """Block until somebody listens to `channel`; return False after `timeout` seconds."""
        with self._arrived:
            return self._arrived.wait_for(lambda: channel in self._listeners, timeout)

    def forget(self, subscription: ChannelSubscription) -> None:
        """Remove a closed subscription from its channels."""
        with self._lock:
            for channel in subscription.channels:
                listeners = self._listeners.get(channel, set())
                listeners.discard(subscription)
                if not listeners:
                    self._listeners.pop(channel, None)

    def disconnect(self) -> None:
        """End all subscriptions."""
        with self._lock:
            everyone = {listener for listeners in self._listeners.values() for listener in listeners}
        for listener in everyone:
            listener.close()

    def close(self) -> None:
        """End all subscriptions and refuse new ones."""
        with self._lock:
            self._closed = True
        self.disconnect()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
