"""Common part of `Stream` and `AsyncStream`: an engine, and its state."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.errors import MastodonError
from trunkline.streaming.access import Access
from trunkline.streaming.cursors import from_text, to_text
from trunkline.streaming.engine import Engine, StreamState
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.subscriptions import Subscription


class AnyStream:
    """Base of `Stream` and `AsyncStream`.

    Args:
        access: client behind it.
        subscriptions: streams to begin with.
        options: settings.
        cursor: text of `cursor` from an earlier stream.
    """

    def __init__(
        self, access: Access, subscriptions: Sequence[Subscription], options: StreamOptions, cursor: str | None = None
    ) -> None:
        self._engine = Engine(access, subscriptions, options, from_text(cursor))

    @property
    def state(self) -> StreamState:
        """State: ``idle`` before the start, ``connecting``, ``connected``, ``reconnecting``, or ``stopped``."""
        return self._engine.state

    @property
    def error(self) -> MastodonError | None:
        """Error that ended the last connection or attempt; ``None`` while there is a connection."""
        return self._engine.error

    @property
    def reconnects(self) -> int:
        """Number of times that the connection has been made again."""
        return self._engine.reconnects

    @property
    def dropped(self) -> int:
        """Number of events dropped because the program did not keep up (``when_full="drop_oldest"``)."""
        return self._engine.buffer.dropped

    @property
    def subscriptions(self) -> list[str]:
        """Names of the streams that it carries."""
        return [channel.name for channel in self._engine.channels]

    def cursor(self) -> str:
        """Return the progress of the program as text to be stored; it holds no secret.

        Passed to ``stream(...)`` with the same streams, weeks later or in another process, it makes the new
        stream begin with what has been missed since, within the bounds of ``gap_fill``.
        """
        return to_text(self._engine.channels, self._engine.repeats)
