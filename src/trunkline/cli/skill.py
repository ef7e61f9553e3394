"""``trunkline skill``: instructions for coding assistants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from trunkline.assistants.skill import PLACES, ForeignContentError, Plan, carry_out, plan, plan_removal, skill_text
from trunkline.cli.command import command
from trunkline.cli.exits import CommandFailure
from trunkline.cli.output.terminal import say

_DONE = {"create": "Written", "update": "Updated", "remove": "Removed"}
_WOULD = {"create": "Would write", "update": "Would update", "remove": "Would remove"}

_agents = click.option(
    "--agent",
    "agents",
    multiple=True,
    required=True,
    type=click.Choice([*PLACES]),
    help="The assistant; may be repeated. agents-md is a section of AGENTS.md.",
)
_folder = click.option(
    "--folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of the project; the one you are in unless given.",
)
_dry_run = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


@command({"trunkline skill show": "to read it, or to paste it elsewhere"})
def show() -> None:
    """Print the instructions."""
    say(skill_text().rstrip("\n"))


@command({"trunkline skill install --agent claude --agent codex": "for the project in this folder"})
@_agents
@_folder
@_dry_run
def install(agents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Put the instructions where an assistant looks for them.

    Running it again updates them. What others have written into the same file is kept, and a file that is not from
    trunkline is never overwritten.
    """
    _carry_out(plan, agents, folder, dry_run, otherwise="Already there")


@command({"trunkline skill uninstall --agent claude": "from the project in this folder"})
@_agents
@_folder
@_dry_run
def uninstall(agents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Remove the instructions again. What others have written into the same file is kept."""
    _carry_out(plan_removal, agents, folder, dry_run, otherwise="Not there")


def _carry_out(
    planning: Callable[[str, Path], Plan], agents: tuple[str, ...], folder: Path, dry_run: bool, *, otherwise: str
) -> None:
    try:
        planned = [planning(agent, folder) for agent in dict.fromkeys(agents)]
    except ForeignContentError as error:
        raise CommandFailure(f"{error} Nothing was changed.") from error
    for one in planned:
        if not dry_run and one.kind != "keep":
            carry_out(one)
        say(f"{(_WOULD if dry_run else _DONE).get(one.kind, otherwise)}: {one.file}")
