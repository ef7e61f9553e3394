"""Warnings of the package as single lines on standard error."""

from __future__ import annotations

import logging
import warnings

import click

from mastodon.cli.terminal import one_line


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _print(record.getMessage())


def show_notices() -> None:
    """From now on, print what the package logs and warns of for people at a terminal."""
    handler = _Lines(logging.WARNING)
    logging.getLogger("mastodon").addHandler(handler)
    warnings.showwarning = lambda message, *_: _print(str(message))


def _print(message: str) -> None:
    click.secho(f"Note: {one_line(message)}", err=True, dim=True)
