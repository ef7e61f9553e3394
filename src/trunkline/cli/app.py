"""The command group: which commands there are, and how errors are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

import click

from trunkline.about import __version__
from trunkline.cli.output.terminal import harmless, one_line
from trunkline.errors import MastodonError
from trunkline.face.extras import MODULES
from trunkline.protocol.frames import without_variables


class Command(NamedTuple):
    """Module and one-line help of a command."""

    module: str
    help: str


COMMANDS = {
    "api": Command("api", "Call any path of the API and print the JSON."),
    "demo": Command("demo", "Start a local server, post, stream and load it into DuckDB."),
    "doctor": Command("face", "Examine the installation, and name the commands that mend it."),
    "explore": Command("explore", "Explore the loaded data in the browser."),
    "load": Command("loading", "Load a server into a database."),
    "login": Command("account", "Log in to a server."),
    "logout": Command("account", "Revoke and delete the token of a server."),
    "mcp": Command("assistant", "Offer Mastodon and loaded data to an assistant."),
    "post": Command("post", "Post a status."),
    "refresh": Command("refresh", "Read again what was loaded: edits, counts, deletions."),
    "purge": Command("purge", "Remove an account or a server from what was loaded."),
    "report": Command("report", "Write charts of the loaded data into an HTML file."),
    "run": Command("face", "Run a program written for Mastodon.py with trunkline."),
    "sandbox": Command("sandbox", "Run a local Mastodon server to develop against."),
    "skill": Command("skill", "Teach coding assistants to write programs with trunkline."),
    "stream": Command("stream", "Print events as they arrive."),
    "timeline": Command("timeline", "Print a timeline."),
    "whoami": Command("account", "Show the account that is logged in."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, and shows errors as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"trunkline.cli.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])

    @without_variables
    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes one line instead of a traceback."""
        with _explained():
            return super().invoke(ctx)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except ImportError as error:
        raise _missing(error) from error
    except click.UsageError:
        raise
    except click.ClickException as error:
        raise click.ClickException(harmless(error.format_message())) from error
    except (MastodonError, OSError) as error:
        raise click.ClickException(one_line(str(error))) from error


def _missing(error: ImportError) -> Exception:
    """Return an error that names the extra to install for a missing module, or *error* itself if no extra has it."""
    name = error.name
    if name is None and isinstance(error.__cause__, ImportError):
        name = error.__cause__.name
    for extra, packages in MODULES.items():
        if (name or "").partition(".")[0] in packages:
            return click.ClickException(
                f"This command needs an extra: pip install 'trunkline[{extra}]' (or 'trunkline[all]')."
            )
    return error


@click.group("trunkline", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trunkline")
def cli() -> None:
    """Mastodon from the terminal: log in, post, read, stream, load a server into a database."""
