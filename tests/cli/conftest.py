"""The command line against a sandbox, in this process and as a child process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from threading import Timer
from typing import IO

import click
import pytest
from click.testing import CliRunner, Result

from trunkline import Mastodon
from trunkline.cli.app import cli
from trunkline.cli.groups import TRACEBACK
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox

_PATIENCE = 180
_NUMBERS = count(1)

Trunkline = Callable[..., Result]


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    """A server with a small community, shared by the tests of the command line."""
    with Sandbox(size=150, rate_limits=None, ordered_streams=True) as running:
        yield running


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder for everything that commands read or write."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TRUNKLINE_HOME", str(folder))
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv(TRACEBACK, "1")  # a fault of a command fails the test that runs it
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def logged_in(server: Sandbox, home: Path) -> Mastodon:
    """The account alice, to which the command line is logged in."""
    home.mkdir()
    token = server.token_for("alice")
    write_secrets(home / f"{server.domain.replace(':', '_')}.secret", token, server.url)
    return Mastodon(access_token=token, api_base_url=server.url)


@pytest.fixture
def me(server: Sandbox, home: Path) -> Mastodon:
    """A new account without posts and follows, to which the command line is logged in."""
    home.mkdir()
    person = server.person(f"newcomer{next(_NUMBERS)}")
    write_secrets(home / f"{server.domain.replace(':', '_')}.secret", person.token, server.url)
    return Mastodon(access_token=person.token, api_base_url=server.url)


@pytest.fixture
def bob(server: Sandbox) -> Mastodon:
    """A client of another account on the same server."""
    return Mastodon(access_token=server.token_for("bob"), api_base_url=server.url)


@pytest.fixture
def trunkline() -> Trunkline:
    """Return a function that runs a command in this process; only `SystemExit` is caught."""

    def run(*arguments: str, text: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, arguments, input=text)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let standard input of commands in this process be a terminal, so that questions are asked."""
    wrapper = "click.testing._NamedTextIOWrapper.isatty"
    monkeypatch.setattr(wrapper, lambda self: self.name == "<stdin>", raising=False)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that sets what the editor saves, or ``None``, and gives the texts that it was opened with."""
    opened: list[str] = []

    def write(text: str | Callable[[str], str | None] | None) -> list[str]:
        def edit(filename: str) -> None:
            file = Path(filename)
            opened.append(file.read_text(encoding="utf-8"))
            saved = text(opened[-1]) if callable(text) else text
            if saved is not None:
                file.write_text(saved, encoding="utf-8")

        monkeypatch.setattr(click, "edit", edit)
        return opened

    return write


class Running:
    """A command in a child process."""

    def __init__(self, *arguments: str, encoding: str = "utf-8", stdout: Path | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "trunkline", *arguments],
            stdin=subprocess.PIPE,
            stdout=stdout.open("w") if stdout else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": encoding},
            start_new_session=True,
        )
        self._alarm = Timer(_PATIENCE, self.process.kill)
        self._alarm.start()

    def out_until(self, part: str) -> str:
        """Read standard output up to a line that contains *part*, and return the line."""
        return self._until(self.process.stdout, part)

    def err_until(self, part: str) -> str:
        """Read standard error up to a line that contains *part*, and return the line."""
        return self._until(self.process.stderr, part)

    def _until(self, stream: IO[str] | None, part: str) -> str:
        for line in stream or ():
            if part in line:
                return line
        raise AssertionError(f"The command ended without {part!r}: {self.finish()}")

    def interrupt(self) -> None:
        """Send SIGINT, as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)

    def finish(self, text: str = "") -> tuple[int, str, str]:
        """Wait for the end, and return the exit code and the rest of both outputs."""
        assert self.process.stdin
        assert self.process.stderr
        with self.process.stdin as stdin:
            stdin.write(text)
        out = self.process.stdout.read() if self.process.stdout else ""
        err = self.process.stderr.read()
        return self.process.wait(), out, err

    def close(self) -> None:
        """Kill the process if it is still running."""
        self._alarm.cancel()
        self.process.kill()
        with self.process:
            pass


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Return a function that starts commands as child processes, which are killed at the end of the test."""
    running: list[Running] = []

    def begin(*arguments: str, encoding: str = "utf-8", stdout: Path | None = None) -> Running:
        running.append(Running(*arguments, encoding=encoding, stdout=stdout))
        return running[-1]

    yield begin
    for command in running:
        command.close()
