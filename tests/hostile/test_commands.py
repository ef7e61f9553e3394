"""Commands against hostile servers: an exit code, one line of explanation, and nothing that moves the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("click")

from click.testing import CliRunner

from tests.hostile.server import TRICKS, Hostile
from tests.hostile.server.tricks.streams import STREAM
from trunkline.cli.app import cli
from trunkline.cli.exits import PARTLY
from trunkline.oauth.credentials import write_secrets
from trunkline.protocol.retries import RetryPolicy

TOKEN = "token-of-the-good-one"

COMMANDS = (
    ("timeline", "home", "-n", "5"),
    ("timeline", "public", "-n", "45", "--json"),
    ("whoami",),
    ("api", "GET", "/api/v1/timelines/home"),
    ("api", "GET", "/api/v2/instance"),
    ("post", "hello"),
)

SLOW = {
    *("drips", "drips_chunks", "drips_head", "endless_body", "endless_chunks", "never_answers", "robots_that_drip"),
    *("endless_headers", "one_endless_header", "early_hints", "gzip_bomb", "deflate_bomb", "gzip_in_gzip"),
    *("rate_limits_that_lie", "absurd_waits", "mad_length", "same_page_for_ever", "too_many_for_ever"),
}
"""Tricks of time and size, which `test_clients` plays with limits that commands do not have as options."""

ANYTHING = sorted(name for name, trick in TRICKS.items() if name not in SLOW and trick.paths != (STREAM,))

SOME = (
    "control_characters",
    "control_characters_in_errors",
    "evil_html",
    "lists_of_everything",
    "one_wrong_value",
    "names_of_every_kind",
    "deep_object",
    "redirects_to_a_bracket",
    "html",
)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """A home folder of its own, no waiting between attempts, and servers that end with the test."""
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()
    with ExitStack() as stack:
        yield stack


def play(name: str, running: ExitStack, folder: Path) -> Hostile:
    """A server with a trick, and a stored token for it."""
    elsewhere = running.enter_context(Hostile())
    server = running.enter_context(Hostile(name, victim=elsewhere.url, elsewhere=elsewhere.url))
    host = urlsplit(server.url).netloc.replace(":", "_")
    write_secrets(folder / "home" / f"{host}.secret", TOKEN, server.url, "id", "secret")
    return server


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    """Run a command in this process; return its exit code and what it has shown."""
    done = CliRunner().invoke(cli, arguments, input=text)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError(arguments) from done.exception
    shown = done.stdout + done.stderr
    wild = {char for char in shown if char != "\n" and moves(char)}
    assert not wild, (arguments, wild)
    assert "Traceback" not in shown
    assert done.exit_code in range(PARTLY + 1)
    assert done.exit_code == 0 or done.stderr.strip()
    return done.exit_code, shown


def moves(char: str) -> bool:
    """Return True for characters that control a terminal, end a line, or turn its direction."""
    overrides = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return (char != "\t" and unicodedata.category(char) in ("Cc", "Zl", "Zp")) or char in overrides


def check(name: str, running: ExitStack, folder: Path) -> None:
    server = play(name, running, folder)
    for command in COMMANDS:
        run(*command, "--server", server.url)
    run("login", server.url, "--no-browser", text="code\n")


@pytest.mark.parametrize("name", SOME)
def test_a_trick(name: str, running: ExitStack, tmp_path: Path) -> None:
    check(name, running, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", ANYTHING)
def test_any_trick(name: str, running: ExitStack, tmp_path: Path) -> None:
    check(name, running, tmp_path)


def test_a_name_does_not_forge_a_post(running: ExitStack, tmp_path: Path) -> None:
    """Each post begins with its author's line; a line end in a name begins none."""
    server = play("control_characters", running, tmp_path)
    _, shown = run("timeline", "home", "-n", "3", "--server", server.url)
    headlines = [line for line in shown.splitlines() if line.startswith("forged @admin")]
    assert not headlines


@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize("name", ["posts_of_control_characters", "evil_posts", "events_of_every_kind"])
def test_streams(name: str, json: bool, running: ExitStack, tmp_path: Path) -> None:
    server = play(name, running, tmp_path)
    arguments = ["stream", "public", "--event", "update", "--limit", "1" if name == "events_of_every_kind" else "2"]
    code, _ = run(*arguments, *(["--json"] if json else []), "--server", server.url)
    assert code == 0


@pytest.mark.soak
@pytest.mark.parametrize("name", ["control_characters", "control_characters_in_errors", "one_wrong_value", "deep_list"])
def test_loads(name: str, running: ExitStack, tmp_path: Path) -> None:
    pytest.importorskip("dlt")
    server = play(name, running, tmp_path)
    run(
        "load",
        "--server",
        server.url,
        "-r",
        "timelines_home",
        "--limit",
        "20",
        "--database",
        str(tmp_path / "a.duckdb"),
    )


@pytest.mark.parametrize("name", sorted(name for name in TRICKS if name.startswith("authorization_")))
def test_a_log_in_opens_web_pages_only(
    name: str, running: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("trunkline.cli.auth.signing_in._PATIENCE", 0.1)
    server = play(name, running, tmp_path)
    code, _ = run("login", server.url)
    assert code == 1
    assert all(url.startswith(("https://", "http://127.0.0.1:")) for url in opened)


def test_a_code_goes_to_no_other_server(running: ExitStack, tmp_path: Path) -> None:
    elsewhere = running.enter_context(Hostile())
    server = running.enter_context(Hostile("tokens_elsewhere", elsewhere=elsewhere.url))
    run("login", server.url, "--no-browser", text="the-code\n")
    assert not [asked for asked in elsewhere.seen if b"the-code" in asked.body or asked.token]


def test_a_token_of_one_server_is_asked_for_by_its_name(running: ExitStack, tmp_path: Path) -> None:
    """Another server than the one that somebody is logged in to gets no token."""
    play("html", running, tmp_path)
    other = running.enter_context(Hostile())
    for command in COMMANDS:
        run(*command, "--server", other.url)
    assert not other.tokens
