"""What is printed passes `trunkline.cli.output.terminal`, and nothing else prints."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest

import trunkline
from trunkline.cli import process

_SOURCE = Path(trunkline.__file__).parent
_DOOR = _SOURCE / "cli" / "output" / "terminal.py"
_PRINTS = {
    ("", "print"),
    ("", "Console"),
    *(("click", name) for name in ("echo", "secho", "echo_via_pager", "prompt", "confirm", "progressbar", "pause")),
    ("rich", "print"),
    ("rich.console", "Console"),
    ("sys", "stdout"),
    ("sys", "stderr"),
    ("sys", "__stdout__"),
    ("sys", "__stderr__"),
    ("traceback", "print_exc"),
    ("traceback", "print_exception"),
}
_REASONS = {
    ("__main__.py", "print"): "the version, without click",
    ("assistants/sql/worker.py", "sys.stdout"): "a pipe to the parent, for JSON in ASCII",
    ("cli/process.py", "sys.stdout"): "sets the encoding",
    ("cli/process.py", "sys.stderr"): "sets the encoding",
    ("cli/quick_completion.py", "sys.stdout"): "answers the shell without click, with words of its own table",
    ("face/doctor.py", "print"): "runs without click and rich; prints what is installed here",
    ("face/doctor.py", "sys.stderr"): "as above",
    ("face/running.py", "print"): "runs without click and rich; prints paths of this machine",
    ("face/running.py", "sys.stderr"): "as above",
    ("face/running.py", "sys.stdout"): "flushes what the program has printed",
    ("sandbox/process.py", "sys.stdout"): "a pipe to the parent, for JSON in ASCII",
}


def _named(node: ast.AST) -> tuple[str, str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return "", node.id if isinstance(node, ast.Name) else ""


def _doors(source: str) -> set[str]:
    """The ways to the terminal that a module uses; a console as a type is none."""
    tree = ast.parse(source)
    used = {_named(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    used |= {_named(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _named(node)[0] == "sys"}
    used |= {
        ("click", name.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("click", "rich")
        for name in node.names
    }
    return {".".join(filter(None, name)) for name in used & _PRINTS}


def test_there_is_one_way_to_the_terminal() -> None:
    found = {
        (file.relative_to(_SOURCE).as_posix(), door)
        for file in _SOURCE.rglob("*.py")
        if file != _DOOR
        for door in _doors(file.read_text())
    }
    assert found == _REASONS.keys()


@pytest.mark.parametrize(
    "line",
    [
        "print(1)",
        "click.echo(1)",
        "from click import echo",
        "Console()",
        "sys.stderr.write('')",
        "import rich\nrich.print(1)",
    ],
)
def test_another_way_would_be_found(line: str) -> None:
    assert _doors(line)


def test_a_traceback_does_nothing_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    error = ValueError("said \x1b]0;title\x07 \x9b2J")
    process._traceback(ValueError, error, None)
    assert capsys.readouterr().err == "ValueError: said ]0;title 2J\n\n"


def test_the_log_of_any_library_does_nothing_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    record = process._Record("dlt", logging.WARNING, "", 0, "column %s", ("\x1b[31m\x9b",), None)
    handler = logging.StreamHandler()
    handler.emit(record)
    assert capsys.readouterr().err == "column [31m\n"
