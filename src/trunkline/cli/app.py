"""The program ``trunkline``: the group of all commands."""

from __future__ import annotations

import click

from trunkline.about import __version__
from trunkline.cli.groups import LazyGroup


@click.group("trunkline", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trunkline")
def cli() -> None:
    """Mastodon from the terminal: read, post, follow, and load a server into a database.

    Begin with: trunkline login mastodon.social
    """
