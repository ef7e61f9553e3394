"""Processes that the package starts with this interpreter import nothing from the current folder."""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

import pytest

import trunkline
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.face import running

PACKAGE = Path(trunkline.__file__).parent
PROGRAMS_OF_THE_USER = {"face/running.py"}
"""Files that start what the user names, in the way that Python starts it."""


def _commands(source: str) -> list[ast.List]:
    """The command lines in a file that begin with ``sys.executable``."""
    lists = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.List) and node.elts]
    return [node for node in lists if ast.unparse(node.elts[0]) == "sys.executable"]


def test_they_run_with_the_option_for_it() -> None:
    found = {str(file.relative_to(PACKAGE)): _commands(file.read_text()) for file in PACKAGE.rglob("*.py")}
    ours = {name: commands for name, commands in found.items() if commands and name not in PROGRAMS_OF_THE_USER}
    assert {"sandbox/process.py", "cli/explore.py", "face/extras.py"} <= set(ours)
    without = [
        f"{name}:{command.lineno}"
        for name, commands in ours.items()
        for command in commands
        if ast.unparse(command.elts[1]) != "'-P'" and "pip" not in ast.unparse(command)  # pip removes the folder itself
    ]
    assert without == []


def test_a_command_without_it_would_be_found() -> None:
    assert len(_commands("import sys\ncommand = [sys.executable, '-m', 'x']\nother = [name]")) == 1


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a command that lies in the current folder, where Windows looks first, and nowhere else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some-bot").write_text("#!/bin/sh\n")
    (tmp_path / "some-bot").chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name, path=None: os.path.join(".", name))
    return "some-bot"


def test_a_command_is_not_taken_from_the_current_folder(planted: str) -> None:
    assert running._installed(planted) is None


def test_a_command_is_taken_from_the_current_folder_if_it_is_on_the_path(
    planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert running._installed(planted) == [os.path.join(".", planted)]


def test_nothing_of_a_name_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MastodonIllegalArgumentError, match="no command of that name"):
        running._command(["no-such-bot"])
