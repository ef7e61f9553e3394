"""tootstream shows timelines page by page, posts, searches, keeps lists and mutes, and follows a stream."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trunkline.sandbox import Sandbox
from trunkline.text import html_to_text

from .conftest import Client, Make, clean_variables, encrypted_sandbox, trusting
from .environments import Environment
from .programs import TOOTSTREAM

CONFIGURATION = """[default]
instance = {host}
client_id = {client_id}
client_secret = {client_secret}
token = {token}
"""

COMMANDS = """home
next
toot Typed in a terminal
followers
listcreate Terminal people
lists
mute @carol
mutes
quit
"""

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server with TLS."""
    with encrypted_sandbox() as running:
        yield running


@pytest.fixture
def configured(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with the program's configuration, logged in as alice."""
    app = sandbox.application("tootstream")
    configuration = CONFIGURATION.format(
        host=sandbox.domain,
        client_id=app.client_id,
        client_secret=app.client_secret,
        token=sandbox.token_for("alice"),
    )
    (tmp_path / "tootstream.conf").write_text(configuration)
    return tmp_path


def command(program: Environment) -> list[str]:
    """Return the command line: the program asks for a distribution called Mastodon.py, so both are installed."""
    return [program.command("trunkline"), "run", "tootstream", "-c", "tootstream.conf"]


def plain(text: str) -> str:
    """What a terminal shows, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_session_at_the_prompt(configured: Path, sandbox: Sandbox, made: Make, run: Run, client: Client) -> None:
    program, alice = made(TOOTSTREAM), client("alice")
    home = alice.timeline_home()
    older = alice.fetch_next(home)
    assert older
    done = run(*command(program), stdin=COMMANDS, variables=trusting(sandbox))
    said = plain(done.stdout)
    assert done.stderr == "Goodbye!\n"
    assert f"@{home[0].account.acct}" in said
    assert f"@{older[-1].account.acct}" in said
    assert "You tooted: \nTyped in a terminal" in said
    assert "People who follow you" in said
    assert "user @carol is now muted" in said
    assert html_to_text(alice.account_statuses(alice.me(), limit=1)[0].content) == "Typed in a terminal"
    assert [one.title for one in alice.lists()][-1] == "Terminal people"
    assert "carol" in [one.username for one in alice.mutes()]


def test_a_stream_shows_what_is_posted(configured: Path, sandbox: Sandbox, made: Make, client: Client) -> None:
    program, bob = made(TOOTSTREAM), client("bob")
    running = subprocess.Popen(
        command(program),
        cwd=configured,
        env=clean_variables(configured, trusting(sandbox)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    with running:
        running.stdin.write("stream local\n")
        running.stdin.flush()
        try:
            next(line for line in running.stdout if "press ctrl+c to end streaming" in line)
            bob.status_post("Seen in the stream")
            assert any("Seen in the stream" in line for line in running.stdout)
        finally:
            running.kill()
