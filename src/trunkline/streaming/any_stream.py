"""What both kinds of stream are: an engine, and what a program may ask about it."""

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
        access: the client behind it.
        subscriptions: what it begins with.
        options: how it behaves.
        cursor: where an earlier stream was, as it said.
    """

    def __init__(
        self, access: Access, subscriptions: Sequence[Subscription], options: StreamOptions, cursor: str | None = None
    ) -> None:
        self._engine = Engine(access, subscriptions, options, from_text(cursor))

    @property
    def state(self) -> StreamState:
        """``idle`` before the start, ``connecting``, ``connected``, ``reconnecting``, or ``stopped``."""
        return self._engine.state

    @property
    def error(self) -> MastodonError | None:
        """Why there is no connection; ``None`` while there is one."""
        return self._engine.error

    @property
    def reconnects(self) -> int:
        """How often the connection has been made again."""
        return self._engine.reconnects

    @property
    def dropped(self) -> int:
        """How many events were dropped because the program did not keep up (``when_full="drop_oldest"``)."""
        return self._engine.buffer.dropped

    @property
    def subscriptions(self) -> list[str]:
        """The names of the streams that it carries."""
        return [channel.name for channel in self._engine.channels]

    def cursor(self) -> str:
        """Where the program is now, as text to be stored; it holds no secret.

        Passed to ``stream(...)`` with the same streams, weeks later or in another process, it makes the new
        stream begin with what has been missed since, within the bounds of ``gap_fill``.
        """
        return to_text(self._engine.channels)
