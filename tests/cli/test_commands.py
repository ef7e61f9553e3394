"""All commands: help, documentation, errors, and what they import."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.parameters import command_of

from trunkline.cli import exits
from trunkline.cli.commands import COMMANDS, SECTIONS

_ROOT = Path(__file__).parents[2]
_RUN = "import sys\nfrom trunkline.__main__ import main\n"


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("path", COMMANDS)
def test_help(trunkline, path):
    result = trunkline(*path.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: trunkline {path}")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_explained(path):
    options = [one for one in command_of(path)[0].params if isinstance(one, click.Option) and not one.hidden]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_examples_can_be_typed(path, tmp_path):
    """Each is parsed as the shell and click would; nothing is run. `load` and the like have none yet."""
    for name in ("cat.jpg", "blocks.csv", "following.csv"):
        (tmp_path / name).touch()
    for line in getattr(command_of(path)[0], "examples", {}):
        words = [shlex.split(part.partition(">")[0])[1:] for part in line.split("|") if part.split()[0] == "trunkline"]
        typed = {name: part[len(name.split()) :] for part in words for name in COMMANDS if _begins(part, name.split())}
        assert COMMANDS[path].module in [COMMANDS[name].module for name in typed], line
        for name, arguments in typed.items():
            with command_of(name)[0].make_context(name, [*arguments]) as context:
                assert not context.args, line


def _begins(words, name):
    return words[: len(name)] == name and COMMANDS[" ".join(name)].module is not None


@pytest.mark.parametrize("path", COMMANDS)
def test_the_documentation_has_the_command(path):
    assert f"`trunkline {path}" in (_ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def test_the_list_of_commands(trunkline):
    shown = trunkline("--help").stdout
    for path, entry in COMMANDS.items():
        assert entry.section in SECTIONS
        if " " not in path:
            assert entry.help in shown
    assert [line.strip(":") for line in shown.splitlines() if line.strip(":") in SECTIONS] == [*SECTIONS_IN_USE]


SECTIONS_IN_USE = [one for one in SECTIONS if one in {entry.section for entry in COMMANDS.values()}]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["timlein"], "Did you mean: timeline?"),
        (["switch"], "Did you mean: auth switch?"),
        (["auth", "logn"], "Did you mean: login, logout?"),
        (["frobnicate"], "See: trunkline --help"),
        (["timeline", "--limt", "3"], "--limit"),
        (["--as", "bob", "whoami"], "Options stand behind the command: trunkline COMMAND --as ..."),
    ],
)
def test_did_you_mean(trunkline, arguments, advice):
    result = trunkline(*arguments)
    assert result.exit_code == exits.USAGE
    assert advice in result.stderr


def test_version(trunkline):
    assert trunkline("--version").stdout.startswith("trunkline, version ")


def test_help_and_completion_import_nothing_heavy():
    """Of all commands, in one process: neither the HTTP library, nor msgspec, nor rich, nor an extra."""
    code = """
import os, sys
from click.testing import CliRunner
from trunkline.cli.app import cli
from trunkline.cli.commands import COMMANDS
from click.shell_completion import BashComplete
for path in COMMANDS:
    CliRunner().invoke(cli, [*path.split(), "--help"])
    BashComplete(cli, {}, "trunkline", "_TRUNKLINE_COMPLETE").get_completions(path.split(), "--")
    BashComplete(cli, {}, "trunkline", "_TRUNKLINE_COMPLETE").get_completions(path.split(), "")
CliRunner().invoke(cli, ["--version"])
heavy = {"httpx2", "msgspec", "rich", "dlt", "duckdb", "pyarrow", "starlette", "uvicorn", "PIL"}
print("IMPORTED", sorted(heavy & set(sys.modules)))
"""
    assert "IMPORTED []" in _python(code).stdout


@pytest.mark.parametrize(
    ("package", "arguments", "extra"),
    [
        ("click", ["whoami"], "cli"),
        ("rich", ["demo"], "all"),
        ("dlt", ["load", "--server", "127.0.0.1:1"], "pipeline"),
        ("starlette", ["sandbox"], "sandbox"),
        ("uvicorn", ["demo"], "all"),
        ("dlt", ["report", "report.html"], "explore"),
        ("uvicorn", ["mcp", "--server", "127.0.0.1:1"], "mcp"),
    ],
)
def test_a_missing_extra_is_named(package, arguments, extra):
    code = f"{_RUN}sys.modules[{package!r}] = None\nsys.argv = {['trunkline', *arguments]!r}\nmain()"
    result = _python(code)
    assert result.returncode == 1
    assert f"pip install 'trunkline[{extra}]'" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["whoami"],
        ["timeline"],
        ["post", "x"],
        ["stream"],
        ["logout"],
        ["account", "followers"],
        ["account", "follow", "bob"],
        ["account", "export", "blocks"],
        ["lists", "list"],
        ["profile", "edit", "--bot"],
    ],
)
def test_without_a_login(trunkline, arguments):
    result = trunkline(*arguments)
    assert result.exit_code == exits.NOT_LOGGED_IN
    assert result.stderr == "Error: You are not logged in. Run: trunkline login mastodon.social\n"


def test_without_a_login_to_that_server(trunkline, logged_in):
    result = trunkline("whoami", "--server", "other.example")
    assert result.stderr == "Error: You are not logged in to other.example. Run: trunkline login other.example\n"


def test_the_overview_is_the_same_without_click(trunkline):
    without = _python(f"{_RUN}sys.modules['click'] = None\nsys.argv = ['trunkline', '-h']\nmain()")
    assert without.stdout == trunkline("--help").stdout


def test_the_overview_fits_a_narrow_terminal(trunkline, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, trunkline("--help").stdout.splitlines())) <= 58
