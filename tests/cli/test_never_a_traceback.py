"""All commands, with nonsense, without a log-in, and with servers that are down or answer nonsense: never a traceback.

Each run is in this process, and an exception of any other kind than `SystemExit` fails the test (`conftest.trunkline`).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import click
import pytest

from trunkline.cli import exits
from trunkline.cli.app import cli
from trunkline.cli.commands import COMMANDS
from trunkline.cli.groups import TRACEBACK
from trunkline.oauth.credentials import write_secrets
from trunkline.protocol.retries import RetryPolicy

_CODES = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)} | {0}
_PATHS = [path for path, entry in COMMANDS.items() if entry.module]
_ASKS_NO_SERVER = {
    "account import": "reads the file first",
    "auth accounts": "local",
    "auth switch": "local",
    "completion": "local",
    "demo": "starts a server",
    "doctor": "local",
    "drafts delete": "local",
    "drafts edit": "local",
    "drafts list": "local",
    "drafts show": "local",
    "explore": "starts a server",
    "load": "reads by dlt: tests/pipeline",
    "mcp": "serves an assistant: tests/assistants",
    "purge": "local",
    "refresh": "reads by dlt: tests/pipeline",
    "report": "local",
    "run": "runs a program",
    "sandbox": "starts a server",
    "skill install": "local",
    "skill show": "local",
    "skill uninstall": "local",
    "stream": "connects again until Ctrl-C: test_stream.py",
    "auth login": "opens the browser: test_account.py",
    "login": "opens the browser: test_account.py",
}
_WORDS = {
    "account import": "domain-blocks {folder}/domains.csv --yes",
    "api": "/api/v1/instance",
    "edit": "1 --text x",
    "filters edit": "1 --title x",
    "flag": "1 --yes",
    "lists edit": "1 --title x",
    "media edit": "1 --alt x",
    "profile avatar": "--delete --yes",
    "profile edit": "--name x",
    "profile header": "--delete --yes",
    "push subscribe": "https://push.example/me",
    "redraft": "1 --text x --yes",
    "scheduled edit": "1 --at +2h",
    "timeline": "local",
}
"""What to type behind commands that want more than their required arguments, or other than ``1``."""

_ANSWERS = {
    "500": (500, "application/json", b'{"error": "no"}'),
    "404": (404, "application/json", b'{"error": "no"}'),
    "HTML": (200, "text/html", b"<p>Maintenance</p>"),
    "an object": (200, "application/json", b"{}"),
    "a list": (200, "application/json", b'[{"id": "1"}, {}]'),
    "nothing": (200, "application/json", b""),
}


class _Nonsense(BaseHTTPRequestHandler):
    answer: ClassVar[tuple[int, str, bytes]]

    def _reply(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        status, kind, body = self.answer
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _reply  # noqa: N815  (names of http.server)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def nonsense() -> Iterator[str]:
    """The address of a server that answers everything with `_Nonsense.answer`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Nonsense)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def down() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def _typed(path: str, folder: Path) -> list[str]:
    """A command line that click accepts: what is required, and --yes."""
    context = cli.make_context("trunkline", [], resilient_parsing=True)
    command: click.Command = cli
    for word in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None
        command, context = found, click.Context(found, info_name=word, parent=context)
    if path in _WORDS:
        (folder / "domains.csv").write_text("spam.example\n")
        return [*path.split(), *_WORDS[path].format(folder=folder).split()]
    words = path.split()
    for one in command.params:
        if isinstance(one, click.Option):
            words += ["--yes"] if one.name == "yes" else [one.opts[0], _value(one, folder)] if one.required else []
        elif one.required or one.name in ("text", "words"):
            words.append(_value(one, folder))
    return words


def _value(parameter: click.Parameter, folder: Path) -> str:
    if isinstance(parameter.type, click.Choice):
        return str(parameter.type.choices[0])
    if isinstance(parameter.type, click.Path) or parameter.name in ("file", "files"):
        (folder / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        return str(folder / "dot.png")
    return "1"


@pytest.mark.parametrize("path", _PATHS)
def test_nonsense_and_no_log_in(trunkline, tmp_path, path):
    for arguments in (["--frobnicate"], ["nonsense", "\x1b[2J"], ["--limit", "0"]):
        result = trunkline(*path.split(), *arguments)
        assert result.exit_code in _CODES, result.output
        assert "\x1b[2J" not in result.output
    if path not in _ASKS_NO_SERVER and path != "auth status":
        result = trunkline(*_typed(path, tmp_path))
        assert result.exit_code == exits.NOT_LOGGED_IN, result.output


@pytest.mark.parametrize("path", [path for path in _PATHS if path not in _ASKS_NO_SERVER])
def test_servers_that_are_down_or_answer_nonsense(trunkline, nonsense, down, home, tmp_path, monkeypatch, path):
    monkeypatch.delenv(TRACEBACK)
    monkeypatch.setattr("trunkline.clients.core.RetryPolicy", lambda: RetryPolicy(attempts=1))
    home.mkdir()
    file = home / "127.0.0.1.secret"
    typed = _typed(path, tmp_path)
    write_secrets(file, "token", down, "id", "secret")
    assert trunkline(*typed).exit_code in (exits.NETWORK, exits.NOT_LOGGED_IN)
    write_secrets(file, "token", nonsense, "id", "secret")
    for name, answer in _ANSWERS.items():
        _Nonsense.answer = answer
        result = trunkline(*typed)
        assert result.exit_code in _CODES - {exits.INTERRUPTED}, (name, result.output)
        assert "Traceback" not in result.output


def test_a_fault_can_be_traced(trunkline, nonsense, home, monkeypatch):
    home.mkdir()
    write_secrets(home / "127.0.0.1.secret", "token", nonsense)
    _Nonsense.answer = _ANSWERS["an object"]
    with pytest.raises(AttributeError):
        trunkline("notifications", "policy")
    monkeypatch.delenv(TRACEBACK)
    result = trunkline("notifications", "policy")
    assert result.exit_code == exits.FAILED
    assert result.stderr.startswith("Error: This is a fault of trunkline, or an answer that lacks what every Mastodon")
    assert f"Set {TRACEBACK}=1" in result.stderr
