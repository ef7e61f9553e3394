"""The command `trunkline mcp` before it serves anybody; tests/assistants/ talks to it."""

from __future__ import annotations

import sys

import pytest
from tests.cli.conftest import Trunkline

pytest.importorskip("mcp")


def test_it_says_that_nobody_is_logged_in(trunkline: Trunkline) -> None:
    done = trunkline("mcp")
    assert done.exit_code == 2
    assert "trunkline login" in done.output


def test_changes_without_a_question_need_changes(trunkline: Trunkline) -> None:
    done = trunkline("mcp", "--without-asking")
    assert done.exit_code == 2
    assert "pass --write too" in done.output


def test_it_says_which_extra_is_missing(trunkline: Trunkline, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "mcp" or ".assistants." in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = trunkline("mcp", "--server", "m.example")
    assert done.exit_code == 1
    assert "pip install 'trunkline[mcp]'" in done.output
