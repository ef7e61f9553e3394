"""Wake the program's thread, once for many events."""

from __future__ import annotations

import asyncio
import threading

_QUIET = 3
"""Loop iterations without an event after which a burst counts as finished; as many pass between two socket reads."""

_LONGEST = 40
"""Loop iterations after which the thread is woken although events keep coming."""


class Bell:
    """Signal from an event loop to a thread that waits for it.

    Two busy Python threads hinder each other, since they share one lock
    (https://docs.python.org/3/glossary.html#term-global-interpreter-lock). So while events keep coming, the loop
    gathers some before the other thread is woken; that delays none by more than it takes to read the next ones.
    """

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._turns = self._quiet = 0

    def ring(self) -> None:
        """Announce that something came. Called in the loop."""
        self._quiet = 0
        if not self._turns:
            self._turn()

    def _turn(self) -> None:
        self._turns += 1
        self._quiet += 1
        if self._quiet > _QUIET or self._turns > _LONGEST:
            self._turns = 0
            self._rung.set()
        else:
            asyncio.get_running_loop().call_soon(self._turn)

    def ring_at_once(self) -> None:
        """Wake the other thread now. Called in any thread, also when the loop has ended."""
        self._rung.set()

    def wait(self) -> None:
        """Wait until it has rung since the last wait. Called in the other thread."""
        self._rung.wait()
        self._rung.clear()
