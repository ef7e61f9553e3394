"""When, how and whether to connect again after a failure. No I/O, no clock, no chance of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
    MastodonVersionError,
)
from trunkline.protocol.retries import jittered, requested_wait

WireName = Literal["websocket", "sse"]
WireChoice = Literal["auto", "websocket", "sse"]

_PATIENCE = 3
"""Failures in a row after which the other wire is tried."""

_FINAL = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonIllegalArgumentError, MastodonVersionError)
_PASSING = (408, 425)
_UNKNOWN_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class ReconnectPolicy:
    """How patiently a lost connection is made again.

    Attributes:
        base: seconds of the first wait at most; doubled with each failure in a row, and a random part of it is used.
        longest: seconds that no wait exceeds, unless the server asks for more.
        attempts: failures in a row after which the stream gives up with the last error; ``None``: never.
        stable: seconds that a connection must have lasted for the failures before it to be forgotten.
        random: gives numbers in [0, 1).
    """

    base: float = 1.0
    longest: float = 60.0
    attempts: int | None = None
    stable: float = 10.0
    random: Callable[[], float] = random.random

    def delay(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row."""
        return jittered(failures, self.base, self.longest, self.random)


@dataclass(frozen=True, slots=True)
class Failed:
    """A connection could not be made, or ended.

    Attributes:
        error: why.
        wait: seconds until the next attempt.
    """

    error: MastodonError
    wait: float


class Reconnect:
    """Decides what follows a failure: wait and try again, on this wire or on the other, or give up.

    Args:
        policy: how patiently.
        wires: the wires that may be used, the preferred one first.
    """

    def __init__(self, policy: ReconnectPolicy, wires: Sequence[WireName]) -> None:
        self.policy = policy
        self.failures = 0
        self.ever_connected = False
        self._wires = list(wires)
        self._unoffered: set[WireName] = set()
        self._since: float | None = None

    @property
    def wire(self) -> WireName:
        """The wire to use next."""
        return self._wires[0]

    def connected(self, now: float) -> None:
        """The connection stands. *now*: seconds on any clock that only goes forward."""
        self.ever_connected = True
        self._since = now
        self._unoffered.clear()

    def failed(self, error: MastodonError, now: float, wall: float) -> Failed:
        """The connection could not be made, or is lost.

        Args:
            error: why.
            now: seconds on the clock of `connected`.
            wall: seconds since 1970.

        Raises:
            MastodonError: *error* itself, where trying again is no use.
        """
        if self._since is not None and now - self._since >= self.policy.stable:
            self.failures = 0
        had_connection, self._since = self._since is not None, None
        self.failures += 1
        if is_final(error) or self._exhausted():
            raise error
        if is_unoffered(error) and not self.ever_connected:
            return self._without(error)
        if not had_connection and self.failures % _PATIENCE == 0:
            self._switch()
        return Failed(error, max(self.policy.delay(self.failures), wait_of(error, wall)))

    def _exhausted(self) -> bool:
        return self.policy.attempts is not None and self.failures > self.policy.attempts

    def _without(self, error: MastodonError) -> Failed:
        """The server has not got this wire: take the other at once, or raise if that is missing too."""
        self._unoffered.add(self.wire)
        if self._unoffered.issuperset(self._wires):
            raise error
        self._switch()
        return Failed(error, 0.0)

    def _switch(self) -> None:
        self._wires.append(self._wires.pop(0))


def is_final(error: MastodonError) -> bool:
    """Whether asking again cannot help: the token or an argument is wrong, or the server too old."""
    return isinstance(error, _FINAL)


def is_unoffered(error: MastodonError) -> bool:
    """Whether the answer means that the server does not know this, now and probably later."""
    if not isinstance(error, MastodonAPIError) or isinstance(error, MastodonServerError):
        return isinstance(error, MastodonServerError) and error.status == 501
    return error.status not in _PASSING


def wait_of(error: MastodonError, wall: float) -> float:
    """Seconds that the server asks to wait after this error; 0 where it does not."""
    if not isinstance(error, MastodonRatelimitError | MastodonServerError):
        return 0.0
    if error.response is None:
        return getattr(error, "retry_after", None) or 0.0
    asked = requested_wait(error.response.headers, wall)
    if asked is None:
        return _UNKNOWN_LIMIT if isinstance(error, MastodonRatelimitError) else 0.0
    return asked
