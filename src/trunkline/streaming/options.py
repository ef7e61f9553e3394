"""Options of a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.streaming.recovery.bounds import DEFAULT_GAP_FILL, GapFill
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireChoice, WireForm, WireName
from trunkline.transport.connections import Connections

WhenFull = Literal["wait", "drop_oldest"]

_WIRES: dict[str, tuple[WireForm, ...]] = {
    "auto": ("websocket", "websockets", "sse"),
    "websocket": ("websocket", "websockets"),
    "sse": ("sse",),
}


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """Options of one stream; most are explained at `AsyncMastodon.stream`.

    Attributes:
        prefer: wire to begin with if both may be used.
        tell_refusals: go on if the server refuses the last stream, since others may be added.
        joined: deliver a post that comes on several streams as one event.
    """

    wire: WireChoice = "auto"
    gap_fill: GapFill | None = DEFAULT_GAP_FILL
    buffer: int = 1000
    when_full: WhenFull = "wait"
    states: bool = False
    silence: float = 60.0
    reconnect: ReconnectPolicy = field(default_factory=ReconnectPolicy)
    prefer: WireName = "websocket"
    tell_refusals: bool = False
    joined: bool = True

    def __post_init__(self) -> None:
        if self.wire not in _WIRES:
            raise MastodonIllegalArgumentError(f"wire is {self.wire!r}; it must be 'auto', 'websocket' or 'sse'.")
        if self.silence <= 0:
            raise MastodonIllegalArgumentError(f"The seconds of silence are {self.silence}; they must be above 0.")
        if self.buffer < 1:
            raise MastodonIllegalArgumentError(f"buffer is {self.buffer}; it must have room for at least one event.")
        if self.when_full not in ("wait", "drop_oldest"):
            raise MastodonIllegalArgumentError(f"when_full is {self.when_full!r}; it must be 'wait' or 'drop_oldest'.")

    def wires(self) -> Sequence[WireForm]:
        """Return the wires that may be used, the preferred one first."""
        return sorted(_WIRES[self.wire], key=lambda name: name != self.prefer)


def preferred(connections: Connections) -> WireName:
    """Return the wire to begin with: server-sent events with a given HTTP client, which carries no WebSocket."""
    return "websocket" if connections.given is None else "sse"
