"""The decorator of commands: a click command with examples in its help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

_HELP = ["-h", "--help"]


class Command(click.Command):
    """A command with examples.

    Attributes:
        examples: what each example does, by the command line to type. A test parses each of them.
    """

    examples: Mapping[str, str]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        if self.examples:
            with formatter.section("Examples"):
                for number, (line, does) in enumerate(self.examples.items()):
                    if number:
                        formatter.write("\n")
                    formatter.write(f"{'':{formatter.current_indent}}# {does}\n")
                    formatter.write(f"{'':{formatter.current_indent}}$ {line}\n")


def command(
    examples: Mapping[str, str], name: str | None = None, **settings: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function.

    Args:
        examples: what each example does, by the command line to type, beginning with ``trunkline``.
        name: the name, where that of the function is another one, such as ``import_``.
        settings: passed to `click.command`.
    """

    def make(function: Callable[..., Any]) -> Command:
        made = click.command(name, cls=Command, context_settings={"help_option_names": _HELP}, **settings)(function)
        made.examples = examples
        return made

    return make
