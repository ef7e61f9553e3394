"""Process-wide settings of the command line."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from trunkline.cli.exits import FAILED
from trunkline.cli.output.terminal import say
from trunkline.text.controls import harmless, one_line

_THIS_MACHINE = "127.0.0.1,localhost"


def prepare_process() -> None:
    """Set up output encoding, log messages, warnings and proxies."""
    _open_missing()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    logging.getLogger("trunkline").addHandler(_Notices(logging.WARNING))
    logging.setLogRecordFactory(_Record)
    sys.excepthook = _traceback
    warnings.showwarning = lambda message, *_: _note(str(message))
    _reach_this_machine()


@contextmanager
def written_out() -> Iterator[None]:
    """Write what is left of standard output at the end of the block, or end with one message: the disk may be full.

    Otherwise Python would try it at its own end, and complain on several lines.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        ended = error.__context__
        if isinstance(ended, SystemExit) and ended.code:  # the command has said why
            raise ended from None
        if not isinstance(error, BrokenPipeError):
            say(f"Error: The output could not be written: {error.strerror}.", error=True)
        sys.exit(FAILED)


def _open_missing() -> None:
    """Put the null device in the place of standard streams that were closed, as by ``>&-``: Python has none then."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  (it is for the whole process)


def _reach_this_machine() -> None:
    """Exclude this machine from the proxies in the environment."""
    others = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = f"{others},{_THIS_MACHINE}" if others else _THIS_MACHINE


class _Record(logging.LogRecord):
    """A record whose message, of whatever library, does nothing to a terminal."""

    def getMessage(self) -> str:  # noqa: N802  (the library's name)
        return harmless(super().getMessage())


def _traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a traceback: its last line may be a server's."""
    say("".join(traceback.format_exception(kind, error, trace)), error=True)


class _Notices(logging.Handler):
    """Prints log records of the package as single lines on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        _note(record.getMessage())


def _note(message: str) -> None:
    say(f"Note: {one_line(message)}", error=True)
