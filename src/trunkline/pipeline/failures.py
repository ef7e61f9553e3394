"""Errors of loads in one line: dlt wraps what went wrong several times, and says most about itself."""

from __future__ import annotations

from collections.abc import Iterator

from trunkline.errors import MastodonError
from trunkline.text.controls import one_line

_LONGEST = 500


def cause_of(error: BaseException) -> BaseException:
    """Return the innermost cause of *error*, or an error around it of this package or of settings, which says more."""
    from dlt.common.configuration.exceptions import ConfigurationException

    chain = [*_chain(error)]
    return next((one for one in chain if isinstance(one, (MastodonError, ConfigurationException))), chain[-1])


def failure_text(error: BaseException) -> str:
    """Return what went wrong, and what to do where that is known."""
    from trunkline.pipeline.lacking import advice

    cause = cause_of(error)
    if found := advice(cause):
        return found[:_LONGEST]
    if isinstance(cause, (MastodonError, OSError)) or type(cause).__module__ != "builtins":
        return one_line(str(cause))[:_LONGEST]
    # The message of a built-in error, such as the key of a KeyError, says nothing by itself.
    return one_line(f"{_place(error)}{type(cause).__name__}: {cause}")[:_LONGEST]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and its causes, down to the innermost one: dlt has them in ``exception``, groups in a list."""
    inner: object = error
    while isinstance(inner, BaseException):
        yield inner
        if isinstance(inner, BaseExceptionGroup):
            inner = inner.exceptions[0]
        else:
            inner = getattr(inner, "exception", None) or inner.__cause__


def _place(error: BaseException) -> str:
    """Return the beginning of a sentence about the resource that failed; empty if it was none."""
    names = (getattr(one, "pipe_name", None) for one in _chain(error))
    return next((f"{name} could not be loaded: " for name in names if name), "")
