"""Groups that import a command when it is used, from the table in `trunkline.cli.commands`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from trunkline.cli.commands import COMMANDS, SECTIONS, Entry
from trunkline.cli.exits import INTERRUPTED, CommandFailure, exit_code_of, in_words_of, message_of, missing_extra
from trunkline.errors import MastodonError
from trunkline.protocol.frames import without_variables
from trunkline.text.controls import harmless, one_line

TRACEBACK = "TRUNKLINE_TRACEBACK"
"""Variable of the environment; if it is set, what no command expects is shown with its traceback."""


class LazyGroup(click.Group):
    """A group of the table of commands; errors of its commands end as one line and an exit code.

    Attributes:
        path: the words before the names of its commands, such as ``auth``; empty for the program.
    """

    path = ""

    def entries(self) -> dict[str, Entry]:
        """Return the commands of the group by their last word, in the order of the table."""
        before = f"{self.path} " if self.path else ""
        names = {path.removeprefix(before): one for path, one in COMMANDS.items() if path.startswith(before)}
        return {name: one for name, one in names.items() if name and " " not in name}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(self.entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        entry = self.entries().get(cmd_name)
        if entry is None:
            return None
        path = f"{self.path} {cmd_name}".strip()
        return group(path, entry.help) if entry.module is None else _imported(entry.module, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options of the group; one of a command is an error that says where it stands."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            where = f"Options stand behind the command: {ctx.command_path} COMMAND {harmless(error.option_name)} ..."
            raise click.UsageError(f"{error.format_message()} {where}", ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is an error that names those with similar names."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            similar = [*get_close_matches(name, self.entries()), *_elsewhere(name)][:3]
            advice = f" Did you mean: {', '.join(similar)}?" if similar else f" See: {ctx.command_path} --help"
            ctx.fail(f"No such command {harmless(name)!r}.{advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, without importing them."""
        entries = self.entries()
        width = max((len(name) for name in entries), default=0)
        for section in SECTIONS:
            rows = [(name.ljust(width), one.help) for name, one in entries.items() if one.section == section]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(sorted(rows))

    @without_variables
    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes one line and an exit code instead of a traceback."""
        with _explained(self, ctx):
            return super().invoke(ctx)


def group(path: str, help: str) -> LazyGroup:
    """Return the group of the commands whose path begins with *path*."""
    made = LazyGroup(path.rpartition(" ")[2], help=help, context_settings={"help_option_names": ["-h", "--help"]})
    made.path = path
    return made


def _imported(module: str, name: str) -> click.Command:
    """Import a command: the function has its name, with an underscore behind it where Python has a word like that."""
    found, attribute = import_module(f"trunkline.cli.{module}"), name.replace("-", "_")
    command: click.Command = getattr(found, f"{attribute}_", None) or getattr(found, attribute)
    return command


def _elsewhere(name: str) -> list[str]:
    """Return the paths of commands of other groups with this name."""
    return [path for path in COMMANDS if " " in path and path.rpartition(" ")[2] == name]


@contextmanager
def _explained(of: LazyGroup, ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except (BrokenPipeError, click.UsageError):
        raise
    except KeyboardInterrupt as error:
        raise click.exceptions.Exit(INTERRUPTED) from error
    except ImportError as error:
        raise missing_extra(error, ctx.invoked_subcommand) or error from error
    except click.ClickException as error:
        message = in_words_of(_parameters(of, ctx), error.format_message())
        raise CommandFailure(harmless(message), error.exit_code) from error
    except UnicodeDecodeError as error:
        raise CommandFailure(
            "The input is not text in UTF-8. Convert it first, as with: iconv -f latin1 -t utf-8"
        ) from error
    except (MastodonError, OSError) as error:
        raise CommandFailure(
            one_line(in_words_of(_parameters(of, ctx), message_of(error))), exit_code_of(error)
        ) from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        if os.environ.get(TRACEBACK):
            raise
        said = one_line(f"{type(error).__name__}: {error}")
        raise CommandFailure(
            f"This is a fault of trunkline, or an answer that lacks what every Mastodon sends ({said}). "
            f"Set {TRACEBACK}=1 to see where, and report it."
        ) from error


def _parameters(of: LazyGroup, ctx: click.Context) -> list[click.Parameter]:
    command = of.get_command(ctx, ctx.invoked_subcommand or "")
    return [] if command is None else command.params
