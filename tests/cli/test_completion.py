"""Completion in the shell, from files of this machine alone."""

from __future__ import annotations

import pytest
from click.shell_completion import BashComplete

from trunkline.cli import exits
from trunkline.cli.app import cli


def _completed(*words: str) -> list[str]:
    shell = BashComplete(cli, {}, "trunkline", "_TRUNKLINE_COMPLETE")
    return [item.value for item in shell.get_completions([*words[:-1]], words[-1])]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(trunkline, shell):
    result = trunkline("completion", shell)
    assert "_TRUNKLINE_COMPLETE" in result.stdout


def test_an_unknown_shell(trunkline, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert trunkline("completion").exit_code == exits.USAGE


def test_commands_and_options():
    assert _completed("ti") == ["timeline"]
    assert _completed("auth", "lo") == ["login", "logout"]
    assert "--show-sensitive" in _completed("timeline", "--")
    assert _completed("timeline", "ta") == ["tag"]


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
