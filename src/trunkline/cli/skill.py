"""``trunkline skill install`` and ``trunkline skill show``: instructions for coding assistants."""

from __future__ import annotations

from pathlib import Path

import click

from trunkline.assistants.skill import PLACES, ForeignContentError, plan, skill_text, write
from trunkline.cli.command import command
from trunkline.cli.exits import CommandFailure
from trunkline.cli.output.terminal import say

_DONE = {"create": "Written", "update": "Updated", "keep": "Already there"}
_WOULD = {"create": "Would write", "update": "Would update", "keep": "Already there"}


@command({"trunkline skill show": "to read it, or to paste it elsewhere"})
def show() -> None:
    """Print the instructions."""
    say(skill_text().rstrip("\n"))


@command({"trunkline skill install --agent claude --agent codex": "for the project in this folder"})
@click.option(
    "--agent",
    "agents",
    multiple=True,
    required=True,
    type=click.Choice([*PLACES]),
    help="The assistant; may be repeated. agents-md writes a section of AGENTS.md.",
)
@click.option(
    "--folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of the project; the one you are in unless given.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def install(agents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Put the instructions where an assistant looks for them.

    Running it again updates them. What others have written into the same file is kept, and a file that is not from
    trunkline is never overwritten.
    """
    try:
        planned = [plan(agent, folder) for agent in dict.fromkeys(agents)]
    except ForeignContentError as error:
        raise CommandFailure(f"{error} Nothing was written.") from error
    for one in planned:
        if not dry_run and one.kind != "keep":
            write(one)
        say(f"{(_WOULD if dry_run else _DONE)[one.kind]}: {one.file}")
