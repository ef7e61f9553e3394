"""Decisions after a failed or lost connection: wait, change the wire, or give up. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trunkline.errors import MastodonError, MastodonForbiddenError, MastodonUnauthorizedError
from trunkline.protocol.retries import jittered, random_fraction
from trunkline.streaming.wires.error_kinds import is_final, is_of_mastodon, is_unoffered, wait_of
from trunkline.streaming.wires.names import WireForm

_PATIENCE = 3
"""Number of failures in a row after which the other wire is tried."""


@dataclass(frozen=True, slots=True)
class ReconnectPolicy:
    """Policy for connecting again.

    Attributes:
        base: longest first wait in seconds; doubled with each failure in a row, and a random part of it is used.
        longest: longest wait in seconds, unless the server asks for more.
        attempts: most failures in a row; then the stream ends with the last error. ``None``: no limit.
        stable: seconds after which a connection counts as good, and the failures before it are forgotten.
        random: source of numbers in [0, 1).
    """

    base: float = 1.0
    longest: float = 60.0
    attempts: int | None = None
    stable: float = 10.0
    random: Callable[[], float] = random_fraction

    def delay(self, failures: int) -> float:
        """Return the seconds to wait after a number of failures in a row."""
        return jittered(failures, self.base, self.longest, self.random)


@dataclass(frozen=True, slots=True)
class Failed:
    """A failed attempt, or the end of a connection.

    Attributes:
        error: the failure.
        wait: seconds until the next attempt.
    """

    error: MastodonError
    wait: float


class Reconnect:
    """Decides what follows a failure: wait and try again, on this wire or on the other, or give up.

    Args:
        policy: waits and limits.
        wires: the wires that may be used, the preferred one first.
    """

    def __init__(self, policy: ReconnectPolicy, wires: Sequence[WireForm]) -> None:
        self.policy = policy
        self.failures = 0
        self.ever_connected = False
        self._wires = list(wires)
        self._unoffered: dict[WireForm, MastodonError] = {}
        self._since: float | None = None

    @property
    def wire(self) -> WireForm:
        """Wire of the next attempt."""
        return self._wires[0]

    @property
    def lacks_streams(self) -> bool:
        """True if the server has none of the wires, as far as their addresses tell."""
        return self._unoffered.keys() >= set(self._wires) and not any(map(is_final, self._unoffered.values()))

    def prefer_separate(self) -> None:
        """Try WebSockets with one stream each before one for all streams, unless some wire has been tried."""
        if "websockets" in self._wires and not (self.ever_connected or self.failures or self._unoffered):
            self._wires.remove("websockets")
            self._wires.insert(self._wires.index("websocket"), "websockets")

    def connected(self, now: float) -> None:
        """Note that the connection stands. *now*: seconds on a monotonic clock."""
        self.ever_connected = True
        self._since = now
        self._unoffered.clear()

    def failed(self, error: MastodonError, now: float, wall: float) -> Failed:
        """Decide what follows a failure.

        Args:
            error: the failure.
            now: seconds on the clock of `connected`.
            wall: seconds since 1970.

        Raises:
            MastodonError: *error* itself, if another attempt is useless.
        """
        if self._since is not None and now - self._since >= self.policy.stable:
            self.failures = 0
        had_connection, self._since = self._since is not None, None
        final = is_final(error) and not self._may_be_unread(error)
        if is_unoffered(error) and not (final or self.ever_connected):
            return self._without(error)
        self.failures += 1
        if final or self._exhausted():
            raise self._first_final(error)
        if not had_connection and self.failures % _PATIENCE == 0:
            self._switch()
        return Failed(error, max(self.policy.delay(self.failures), wait_of(error, wall)))

    def _exhausted(self) -> bool:
        return self.policy.attempts is not None and self.failures > self.policy.attempts

    def _may_be_unread(self, error: MastodonError) -> bool:
        """Return True if the server may not have read the token, since it reads none in ``Authorization``."""
        if self.ever_connected or self.wire != "websocket" or "websockets" not in {*self._wires} - {*self._unoffered}:
            return False
        return isinstance(error, MastodonUnauthorizedError | MastodonForbiddenError) and not is_of_mastodon(error)

    def _without(self, error: MastodonError) -> Failed:
        """Switch to another wire without waiting; raise if the server refused each that may be used."""
        self._unoffered[self.wire] = error
        if self._unoffered.keys() >= set(self._wires):
            raise self._first_final(error)
        while self.wire in self._unoffered:
            self._switch()
        return Failed(error, 0.0)

    def _first_final(self, error: MastodonError) -> MastodonError:
        """Return the refusal of the token that a wire met, since the others may just be missing; else *error*."""
        return next(filter(is_final, self._unoffered.values()), error)

    def _switch(self) -> None:
        self._wires.append(self._wires.pop(0))
