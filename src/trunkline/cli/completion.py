"""The command completion."""

from __future__ import annotations

import os
from pathlib import PurePath

import click

from trunkline.cli.command import command
from trunkline.cli.output.terminal import say


@command(
    {
        "trunkline completion bash > ~/.local/share/bash-completion/completions/trunkline": "for bash",
        "trunkline completion zsh > ~/.zfunc/_trunkline": "for zsh, with that folder in fpath",
        "trunkline completion fish > ~/.config/fish/completions/trunkline.fish": "for fish",
    }
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), required=False)
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print the completion script of SHELL; by default of the one that is used now."""
    from click.shell_completion import get_completion_class

    name = shell or PurePath(os.environ.get("SHELL", "")).name
    found = get_completion_class(name)
    if found is None:
        raise click.UsageError("Which shell? Write one of: bash, zsh, fish.")
    program = context.find_root()
    say(found(program.command, {}, "trunkline", "_TRUNKLINE_COMPLETE").source())
