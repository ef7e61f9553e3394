"""The log of the HTTP library, without the lines about requests of this package.

The library logs the URL of each request at level INFO, which most programs show. Other users of it in the same process
keep their lines.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("trunkline_quiet", default=False)


def _may_pass(_: logging.LogRecord) -> bool:
    return not _quiet.get()


logging.getLogger("httpx2").addFilter(_may_pass)


@contextmanager
def quietly(*, logged: bool) -> Iterator[None]:
    """Keep the HTTP library from logging what the task does meanwhile, unless it is to be *logged*."""
    before = _quiet.set(not logged)
    try:
        yield
    finally:
        _quiet.reset(before)
