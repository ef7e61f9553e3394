"""Errors without the local variables of the calls that they came through.

Trackers of errors send the local variables of every frame of a traceback, those of other libraries too: there are
headers with tokens, passwords and codes among them. Lines and names of the frames stay, as they help to find faults.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound=BaseException)


def emptied(error: E, handled: BaseException | None = None) -> E:
    """Return *error* after clearing the variables of all frames in its traceback that have ended.

    The errors behind it lose their tracebacks, and a context that is never shown is removed: their frames may belong to
    somebody who still runs, and must not be cleared.

    Args:
        error: the error.
        handled: error that the program was handling when it called this package; it stays as it is.
    """
    from traceback import clear_frames

    clear_frames(error.__traceback__)
    known: set[int] = set()
    rest: list[BaseException] = [error]
    while rest:
        one = rest.pop()
        if id(one) in known or one is handled:
            continue
        known.add(id(one))
        if one is not error:
            one.__traceback__ = None
        if one.__suppress_context__ and one.__context__ is not handled:
            one.__context__ = None
        rest += [other for other in (one.__cause__, one.__context__) if other is not None]
        if isinstance(one, BaseExceptionGroup):
            rest += one.exceptions
    return error


def without_variables(work: Callable[P, T]) -> Callable[P, T]:
    """Return *work* with errors that hold neither its arguments nor any variables of what it calls."""

    @wraps(work)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        handled = sys.exception()
        try:
            return work(*args, **kwargs)
        except BaseException as error:
            del args, kwargs
            emptied(error, handled)
            raise

    return call


def awaited_without_variables(work: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Return *work* as `without_variables` does, for coroutines."""

    @wraps(work)
    async def call(*args: P.args, **kwargs: P.kwargs) -> T:
        handled = sys.exception()
        try:
            return await work(*args, **kwargs)
        except BaseException as error:
            del args, kwargs
            emptied(error, handled)
            raise

    return call
