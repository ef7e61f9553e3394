"""Calls that never end are ended, and waiting takes no time."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECONDS = 30
_JUST_NOW = 0.02
_real_sleep = time.sleep


class Hangs(BaseException):
    """A call has not ended in time; nothing that catches exceptions stops this one."""


def no_sleep() -> None:
    """Make `time.sleep` return at once."""
    time.sleep = lambda seconds: _real_sleep(min(float(seconds), _JUST_NOW))


@contextmanager
def in_time() -> Iterator[None]:
    """Raise `Hangs` in what takes too long."""

    def end(*_: Any) -> None:
        raise Hangs

    signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
