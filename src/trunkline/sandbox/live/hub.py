"""The hub: delivers published events to bounded queues, one for each listener."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from trunkline.sandbox.live.messages import REACH, Message, View, arranged, everything
from trunkline.sandbox.live.metrics import StreamingMetrics

CAPACITY = 10_000
KILL = "kill"
PUSH = "push"
"""Channel on which the sender of push messages learns that something is due; no stream has it."""
_PAUSE = 0.02  # seconds without an event, which end a burst


class ChannelSubscription:
    """The queue of one listener. Made by `Hub.subscribe` and read in the event loop that made it.

    A listener that falls more than the capacity behind is closed, which bounds the memory.
    """

    def __init__(self, hub: Hub, channels: frozenset[str], view: View, capacity: int, *, in_bursts: bool) -> None:
        self.channels = channels
        self.closed = False
        self._hub = hub
        self._view = view
        self._capacity = capacity
        self._in_bursts = in_bursts
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Message] = deque()
        self._latest = 0.0  # time of the latest of them
        self._changed = asyncio.Event()

    async def messages(self) -> list[Message]:
        """Wait for messages and return all of them; an empty list when the subscription is closed."""
        while True:
            if self._waiting and self._in_bursts:
                await self._pause()
            waiting = list(self._waiting)
            self._waiting.clear()
            arrived = arranged(waiting) if self._in_bursts else waiting
            batch = [seen for message in arrived if (seen := self._view(message)) is not None]
            if batch or self.closed:
                return batch
            self._changed.clear()
            await self._changed.wait()

    async def _pause(self) -> None:
        """Wait until the burst ends that has begun, or is longer than its events may overtake each other."""
        while len(self._waiting) < REACH and not self.closed:
            left = self._latest + _PAUSE - self._loop.time()
            if left <= 0:
                return
            await asyncio.sleep(left)

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
            self._latest = self._loop.time()
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
    """Delivers events to the listeners of channels. Thread-safe.

    Args:
        capacity: the number of events that a listener may fall behind.
        seed: seed of the order in which the events of a burst arrive; without one they keep the order in which they
            were published.
    """

    def __init__(self, capacity: int = CAPACITY, *, seed: int | None = None) -> None:
        self._capacity = capacity
        self._seed = seed
        self._dice = _dice(seed)
        self._lock = threading.Lock()
        self._listeners: dict[str, set[ChannelSubscription]] = {}
        self.closed = False
        self._arrived = threading.Condition(self._lock)
        self.metrics = StreamingMetrics()

    def publish(self, event: str, payload: str, channels: Iterable[str]) -> None:
        """Send one event to all listeners of `channels`, once to each."""
        with self._lock:
            message = Message(event, payload, 0.0 if self._dice is None else self._dice.random())
            heard = [self._listeners[channel] for channel in channels if channel in self._listeners]
            receivers = set[ChannelSubscription]().union(*heard)
            self.metrics.received += len(heard)
        for listener in receivers:
            listener.push(message)

    def metrics_text(self) -> str:
        """Return the numbers about streams for Prometheus."""
        with self._lock:
            return self.metrics.text(len(self._listeners.keys() - {PUSH}))

    def has_listeners(self, channel: str) -> bool:
        """Return True if somebody listens to `channel`."""
        with self._lock:
            return channel in self._listeners

    def subscribe(self, channels: Iterable[str], view: View = everything) -> ChannelSubscription:
        """Subscribe to `channels` through the filter `view`. Call it in an event loop."""
        subscription = ChannelSubscription(
            self, frozenset(channels), view, self._capacity, in_bursts=self._dice is not None
        )
        with self._lock:
            if self.closed:
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

    def restart(self) -> None:
        """End all subscriptions, and let the order of events begin anew."""
        with self._lock:
            self._dice = _dice(self._seed)
        self._end_all()

    def _end_all(self) -> None:
        with self._lock:
            everyone = {listener for listeners in self._listeners.values() for listener in listeners}
        for listener in everyone:
            listener.close()

    def close(self) -> None:
        """End all subscriptions and refuse new ones."""
        with self._lock:
            self.closed = True
        self._end_all()


def _dice(seed: int | None) -> random.Random | None:
    return None if seed is None else random.Random(seed)  # noqa: S311  (an order is no secret)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
