"""The program ``trunkline``: the group of all commands."""

from __future__ import annotations

import click

from trunkline.about import __version__
from trunkline.cli.commands import ABOUT
from trunkline.cli.groups import LazyGroup
from trunkline.cli.overview import overview


class Program(LazyGroup):
    """The group of all commands, whose help `trunkline.__main__` prints without it."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help."""
        return overview()


@click.group("trunkline", cls=Program, help=ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trunkline")
def cli() -> None:
    """Group the commands of `trunkline.cli.commands`."""
