"""The commands ``run`` and ``doctor`` in the list of commands; `trunkline.face` has them without click."""

from __future__ import annotations

import click

from trunkline.face import doctor as _doctor
from trunkline.face import running

_AS_TYPED = {"ignore_unknown_options": True, "help_option_names": []}


@click.command(context_settings=_AS_TYPED)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def run(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Run a program written for Mastodon.py with trunkline."""
    context.exit(running.main(arguments))


@click.command(context_settings=_AS_TYPED)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def doctor(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Examine the installation, and say what mends it."""
    context.exit(_doctor.main(arguments))
