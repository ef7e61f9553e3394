"""The table of parameters that completion reads: ``python -m tests.cli.parameters`` writes it anew."""

from __future__ import annotations

from pathlib import Path

import click

import trunkline.cli
from trunkline.cli.app import cli
from trunkline.cli.commands import COMMANDS

TABLE = Path(trunkline.cli.__file__).with_name("parameters.tsv")


def command_of(path: str) -> tuple[click.Command, click.Context]:
    """Return the command of a path, with its context."""
    command: click.Command | None = cli
    context = cli.make_context("trunkline", [], resilient_parsing=True)
    for word in path.split():
        assert isinstance(command, click.Group)
        command = command.get_command(context, word)
        assert command is not None
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    assert command is not None
    return command, context


def table() -> str:
    """Return the table: a line for each parameter, with the commands that have it."""
    lines: dict[str, list[str]] = {}
    for path in ("", *COMMANDS):
        command, context = command_of(path)
        arguments = [one for one in command.get_params(context) if isinstance(one, click.Argument)]
        options = [one for one in command.get_params(context) if isinstance(one, click.Option) and not one.hidden]
        for place, argument in enumerate(arguments, 1):
            lines.setdefault(_line(str(place), argument, context), []).append(path or "trunkline")
        for option in options:
            names = " ".join([*option.opts, *option.secondary_opts])
            lines.setdefault(_line(names, option, context), []).append(path or "trunkline")
    return "".join(f"{line}\t{','.join(paths)}\n" for line, paths in lines.items())


def _line(names: str, one: click.Parameter, context: click.Context) -> str:
    is_flag = isinstance(one, click.Option) and (one.is_flag or one.count)
    repeated = "repeated" if one.multiple else ""
    explained = (one.help or "") if isinstance(one, click.Option) else ""
    return "\t".join([names, "0" if is_flag else str(one.nargs), repeated, _words(one, context), explained])


def _words(one: click.Parameter, context: click.Context) -> str:
    if one._custom_shell_complete is not None:
        return "CLICK"
    found = one.type.shell_complete(context, one, "")
    return " ".join(item.value if item.type == "plain" else item.type.upper() for item in found)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
