"""The question before what cannot be undone, and the option that answers it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from trunkline.cli.output.terminal import confirm


def yes_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--yes``, and pass it as ``yes``."""
    return click.option("--yes", "-y", is_flag=True, help="Do not ask.")(function)


def require_yes(yes: bool, question: str) -> None:
    """Ask on a terminal whether to go on, and end the command if not; elsewhere ``--yes`` has to be given.

    Args:
        yes: the value of ``--yes``.
        question: the question.

    Raises:
        click.UsageError: nobody can be asked.
    """
    require_askable(yes)
    if not yes:
        confirm(question)


def require_askable(yes: bool) -> None:
    """Refuse a command that will have to ask where nobody can answer, before anything is requested.

    Raises:
        click.UsageError: nobody can be asked.
    """
    if not (yes or sys.stdin.isatty()):
        raise click.UsageError("Standard input is no terminal, so that nobody can be asked. Add --yes.")
