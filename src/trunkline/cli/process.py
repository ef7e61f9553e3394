"""What the command line settles for its process before a command runs."""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings

import click

from trunkline.cli.output.terminal import one_line

_THIS_MACHINE = "127.0.0.1,localhost"


def prepare_process() -> None:
    """Prepare output, notices and the way to servers on this machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    logging.getLogger("trunkline").addHandler(_Notices(logging.WARNING))
    warnings.showwarning = lambda message, *_: _note(str(message))
    _reach_this_machine()


def _reach_this_machine() -> None:
    """Keep a proxy, if the environment has one, out of the way to servers on this machine."""
    others = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = f"{others},{_THIS_MACHINE}" if others else _THIS_MACHINE


class _Notices(logging.Handler):
    """Shows what the package logs as single lines on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        _note(record.getMessage())


def _note(message: str) -> None:
    click.secho(f"Note: {one_line(message)}", err=True, dim=True)
