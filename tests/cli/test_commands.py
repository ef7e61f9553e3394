"""All commands: help, documentation, errors, and what they import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from trunkline.cli.app import COMMANDS, cli

_ROOT = Path(__file__).parents[2]
_RUN = "import sys\nfrom trunkline.__main__ import main\n"


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_help(trunkline, name):
    result = trunkline(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: trunkline {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name):
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_has_the_command(name):
    """README.md names each command as it is typed: ``trunkline <command>``."""
    assert f"trunkline {name}" in (_ROOT / "README.md").read_text(encoding="utf-8")


def test_the_list_of_commands(trunkline):
    result = trunkline("--help")
    for name, command in COMMANDS.items():
        assert name in result.stdout
        assert command.help in result.stdout


def test_unknown_command(trunkline):
    result = trunkline("frobnicate")
    assert result.exit_code == 2
    assert "No such command 'frobnicate'" in result.stderr


def test_version(trunkline):
    assert trunkline("--version").stdout.startswith("trunkline, version ")


def test_help_imports_no_extra():
    code = _RUN + "sys.argv = ['trunkline', '--help']\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "print('IMPORTED', sorted({'dlt', 'duckdb', 'pyarrow', 'starlette', 'uvicorn', 'PIL'} & set(sys.modules)))"
    assert "IMPORTED []" in _python(code).stdout


@pytest.mark.parametrize(
    ("package", "arguments", "extra"),
    [
        ("click", ["--help"], "cli"),
        ("rich", ["--help"], "cli"),
        ("dlt", ["load", "--server", "127.0.0.1:1"], "pipeline"),
        ("duckdb", ["demo"], "pipeline"),
        ("dlt", ["demo"], "pipeline"),
        ("starlette", ["sandbox"], "sandbox"),
        ("uvicorn", ["demo"], "sandbox"),
    ],
)
def test_a_missing_extra_is_named(package, arguments, extra):
    code = f"{_RUN}sys.modules[{package!r}] = None\nsys.argv = {['trunkline', *arguments]!r}\nmain()"
    result = _python(code)
    assert result.returncode == 1
    assert f"pip install 'trunkline[{extra}]'" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["whoami"], ["timeline"], ["post", "x"], ["stream"], ["logout"]])
def test_without_a_login(trunkline, arguments):
    result = trunkline(*arguments)
    assert result.exit_code == 1
    assert result.stderr == "Error: You are not logged in. Run: trunkline login mastodon.social\n"


def test_without_a_login_to_that_server(trunkline, logged_in):
    result = trunkline("whoami", "--server", "other.example")
    assert result.stderr == "Error: You are not logged in to other.example. Run: trunkline login other.example\n"
