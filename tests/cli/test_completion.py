"""Completion in the shell, from files of this machine alone; names and fixed values without click."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete, get_completion_class
from tests.cli.parameters import TABLE, command_of, table

from trunkline.cli import exits
from trunkline.cli.app import cli
from trunkline.cli.commands import COMMANDS
from trunkline.cli.quick_completion import answer

_PROGRAM = "import sys\nfrom trunkline.__main__ import main\n"


def _completed(*words: str) -> list[str]:
    shell = BashComplete(cli, {}, "trunkline", "_TRUNKLINE_COMPLETE")
    return [item.value for item in shell.get_completions([*words[:-1]], words[-1])]


def _typed(monkeypatch, *words: str) -> None:
    monkeypatch.setenv("COMP_WORDS", " ".join(["trunkline", *words]))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))


def _cases():
    """Yield lines to complete: at each command and behind an argument, and at and behind each kind of option."""
    seen = set()
    for path in ("", *COMMANDS):
        words = path.split()
        yield from ([*words, *line] for line in (("",), ("--",), ("x", "")))
        command, context = command_of(path)
        for one in command.get_params(context):
            kind = (*one.opts, repr(one.type))
            if one.param_type_name == "option" and kind not in seen:
                yield from ([*words, one.opts[-1], *values, last] for values in ((), ("x",)) for last in ("", "-"))
            seen.add(kind)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(trunkline, shell):
    result = trunkline("completion", shell)
    assert "_TRUNKLINE_COMPLETE" in result.stdout


def test_an_unknown_shell(trunkline, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert trunkline("completion").exit_code == exits.USAGE


def test_the_table_describes_the_commands_as_they_are():
    assert TABLE.read_text(encoding="utf-8") == table(), "run: python -m tests.cli.parameters"


def test_without_click_everything_is_as_with_it(monkeypatch, capsys):
    """Of all commands, and each kind of option."""
    quick = 0
    for case in _cases():
        _typed(monkeypatch, *case)
        if answer("bash_complete"):
            assert sorted(capsys.readouterr().out.split()) == sorted(_lines("bash")), case
            quick += 1
    assert quick > 1_000


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_form(monkeypatch, capsys, shell):
    for words in ("timeline", "--show"), ("post", "--visibility", "pri"), ("media", "upload", "ca"):
        _typed(monkeypatch, *words)
        if shell == "fish":
            monkeypatch.setenv("COMP_CWORD", words[-1])
        assert answer(f"{shell}_complete")
        assert capsys.readouterr().out.splitlines() == _lines(shell), words


def _lines(shell):
    found = get_completion_class(shell)
    assert found is not None
    return found(cli, {}, "trunkline", "_TRUNKLINE_COMPLETE").complete().splitlines()


def test_names_need_no_click_and_nothing_else():
    code = f"{_PROGRAM}sys.modules['click'] = None\nmain()\nprint('re' in sys.modules)"
    asked = {"_TRUNKLINE_COMPLETE": "bash_complete", "COMP_WORDS": "trunkline auth lo", "COMP_CWORD": "2"}
    source = {"PYTHONPATH": str(Path(exits.__file__).parents[2])}  # without site nobody finds the package
    environment = {**os.environ, **asked, **source}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.split() == ["plain,login", "plain,logout", "False"]


@pytest.mark.parametrize("line", ["trunkline timeline 'a b", "trunkline whoami --as=", "trunkline account show "])
def test_what_is_left_to_click(monkeypatch, line):
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", "3")
    assert not answer("bash_complete")


def test_names_of_the_last_listings(trunkline, logged_in, server):
    logged_in.status_post("For #TrunklineCompletion")
    logged_in.list_create("Completed list")
    trunkline("timeline", "tag", "trunklinecompletion")
    trunkline("timeline", "list", "Completed list")
    logged_in.close()
    assert _completed("timeline", "tag", "trunklinecompl") == ["trunklinecompletion"]
    assert _completed("timeline", "list", "Completed") == ["Completed list"]
    assert _completed("timeline", "account", "ali") == ["@alice"]
    assert _completed("whoami", "--as", "") == [server.domain]
    assert _completed("whoami", "--server", server.domain[:4]) == [server.domain]
