"""login, logout, whoami."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from trunkline import Mastodon, MastodonUnauthorizedError
from trunkline.cli import exits
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox


def _agree(server: Sandbox) -> Callable[[str], str]:
    """Return a browser in which alice agrees to what she is asked."""
    return lambda url: server.authorize(url, "alice")


def _answer(url: str, **values: str) -> None:
    """Follow the redirect of the authorization page with other parameters."""
    asked = parse_qs(urlsplit(url).query)
    httpx2.get(asked["redirect_uri"][0], params={"state": asked["state"][0], **values})


@pytest.fixture
def file(server, home):
    """The file of the account alice."""
    return home / f"alice@{server.domain.replace(':', '_')}.secret"


@pytest.fixture
def old_file(server, home):
    """The file of the server, as earlier versions wrote it."""
    return home / f"{server.domain.replace(':', '_')}.secret"


def test_login_through_the_browser(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", _agree(server))
    result = trunkline("login", server.url)
    assert result.exit_code == 0
    assert f"Logged in to {server.url}" in result.stdout
    token = file.read_text().splitlines()[0]
    assert token not in result.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert Mastodon(access_token=file).account_verify_credentials().username == "alice"
    assert "@alice" in trunkline("whoami").stdout


def test_login_with_a_code_to_copy(start, server, file):
    command = start("login", server.url, "--no-browser", "--scopes", "read")
    code = server.authorize(command.out_until("/oauth/authorize").strip(), "alice")
    status, out, err = command.finish(f" {code}\n")
    assert (status, "Logged in" in out) == (0, True), err
    assert code not in out + err
    assert Mastodon(access_token=file).app_verify_credentials().scopes == ["read"]


def test_a_token_is_not_used_for_another_address_with_the_same_host(trunkline, server, old_file):
    old_file.parent.mkdir()
    write_secrets(old_file, "the-token", f"{server.url}/one", "an-id", "a-secret")
    result = trunkline("whoami", "--server", f"{server.url}/two")
    assert result.exit_code == exits.NOT_LOGGED_IN
    assert f"You are not logged in to {server.url}/two." in result.stderr


def test_the_person_refuses(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, error="access_denied"))
    result = trunkline("login", server.url)
    assert result.exit_code == exits.REFUSED
    assert result.stderr == "Error: The server gave no access: access_denied. You are not logged in.\n"
    assert not file.exists()


def test_an_answer_to_somebody_else_does_not_end_the_log_in(trunkline, server, file, monkeypatch):
    def visit(url: str) -> None:
        _answer(url, code="stolen", state="another")
        _agree(server)(url)

    monkeypatch.setattr(webbrowser, "open", visit)
    result = trunkline("login", server.url)
    assert result.exit_code == 0
    assert Mastodon(access_token=file).account_verify_credentials().username == "alice"


class _Lying(BaseHTTPRequestHandler):
    """A server that registers every application; `answers` holds the JSON of other paths."""

    answers: ClassVar[dict[str, object]] = {}
    app: ClassVar[dict[str, object]] = {}

    def do_GET(self) -> None:
        self._send(self.answers.get(self.path), 200 if self.path in self.answers else 404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.app if self.path == "/api/v1/apps" else self.answers.get(self.path, {"error": "invalid_grant"})
        self._send(answer, 200 if self.path == "/api/v1/apps" or self.path in self.answers else 400)

    def _send(self, answer: object, status: int) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def lying(monkeypatch):
    """The address of a server that lies."""
    monkeypatch.setattr(_Lying, "answers", {})
    monkeypatch.setattr(_Lying, "app", {"client_id": "an-id", "client_secret": "a-secret"})
    with ThreadingHTTPServer(("127.0.0.1", 0), _Lying) as serving:
        thread = Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


@pytest.mark.parametrize("options", [(), ("--no-browser",)])
@pytest.mark.parametrize(
    "page", ["file:///etc/passwd", "-e=calc", "javascript:alert(1)", "https://other.example/x\x1b[2J", {"a": 1}, 5]
)
def test_a_page_that_is_not_the_servers_is_neither_opened_nor_shown(trunkline, lying, monkeypatch, page, options):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    _Lying.answers["/.well-known/oauth-authorization-server"] = {"authorization_endpoint": page}
    result = trunkline("login", lying, *options)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {lying} names an authorization page that is none of its own: ")
    assert result.stderr.count("\n") == 1
    assert opened == []


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
@pytest.mark.parametrize("value", [None, "", 1.5, {}, ["x"], "a\nb", "a b", "\x1b[2J", "x" * 9_000])
def test_an_application_without_usable_keys(trunkline, lying, name, value):
    _Lying.app[name] = value
    result = trunkline("login", lying, "--no-browser")
    assert result.exit_code == 1
    assert result.stderr == f"Error: The server's answer has no {name} that can be used.\n"


def test_keys_that_name_a_file_here_are_refused(trunkline, lying, tmp_path):
    """They would be read: the first line of the file would be sent to the server as client id."""
    (tmp_path / "other.secret").write_text("token-of-another-server\nand-more\n")
    for name in ("other.secret", str(tmp_path / "other.secret")):
        _Lying.app["client_id"] = name
        result = trunkline("login", lying, "--no-browser")
        assert result.stderr == "Error: The server's answer has no client_id that can be used.\n"


@pytest.mark.parametrize(
    "token",
    [
        {},
        {"access_token": None},
        {"access_token": 5.5},
        {"access_token": "a\nhttps://other.example"},
        {"access_token": "a\r\nX-Evil: 1"},
        {"access_token": "other.secret"},
    ],
)
def test_a_token_that_cannot_be_one(trunkline, lying, file, monkeypatch, tmp_path, token):
    (tmp_path / "other.secret").write_text("token-of-another-server\nand-more\n")
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, code="c"))
    _Lying.answers["/oauth/token"] = token
    result = trunkline("login", lying)
    assert result.exit_code == 1
    assert result.stderr == "Error: The server's answer has no access_token that can be used.\n"
    assert list(file.parent.glob("*.secret")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"scope": ["read"], "token_type": 5, "created_at": 10**300, "expires_in": -1, "refresh_token": {"a": 1}},
        {
            "scope": "read write admin:read follow",
            "created_at": "never",
            "expires_in": "1e999",
            "refresh_token": "a\nb",
        },
        {"scope": None, "created_at": [], "me": "https://other.example"},
    ],
)
def test_other_values_of_a_token_answer_do_no_harm(trunkline, lying, home, monkeypatch, other):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, code="c"))
    _Lying.answers["/oauth/token"] = {"access_token": "the-token", **other}
    result = trunkline("login", lying)
    assert result.exit_code == 0, result.output
    (file,) = home.glob("*.secret")
    assert file.read_text().splitlines() == ["the-token", lying, "an-id", "a-secret"]


def test_a_wrong_code(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, code="wrong-code"))
    result = trunkline("login", server.url)
    assert result.exit_code == exits.REFUSED
    assert result.stderr.startswith("Error: POST /oauth/token failed with 400")
    assert result.stderr.count("\n") == 1
    assert "wrong-code" not in result.stderr


@pytest.mark.parametrize(
    ("server_name", "code", "message"),
    [
        ("127.0.0.1:1", exits.NETWORK, "If the server speaks plain http, write http://127.0.0.1:1"),
        (
            "http://mastodon.example",
            exits.USAGE,
            "Plain http to mastodon.example would send the access token readable by others. Use https.",
        ),
        ("no server", exits.USAGE, "'no server' is no server address."),
        ("http://[::1", exits.USAGE, "'http://[::1' is no server address."),
        ("", exits.USAGE, "'' is no server address."),
    ],
)
def test_a_server_that_cannot_be_used(trunkline, server_name, code, message):
    result = trunkline("login", server_name)
    assert result.exit_code == code
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_logout(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", _agree(server))
    trunkline("login", server.url)
    client = Mastodon(access_token=file)
    result = trunkline("logout", "--server", server.url)
    assert result.stdout == f"Logged out of {server.url} as @alice.\n"
    assert not file.exists()
    with pytest.raises(MastodonUnauthorizedError):
        client.account_verify_credentials()


def _stored(home, address):
    home.mkdir(parents=True, exist_ok=True)
    file = home / f"{address.removeprefix('http://').replace(':', '_')}.secret"
    write_secrets(file, "the-token", address, "an-id", "a-secret")
    return file


def test_a_token_that_could_not_be_revoked_is_kept(trunkline, lying, home):
    file = _stored(home, lying)
    _Lying.answers["/api/v1/accounts/verify_credentials"] = {"id": "1", "username": "alice"}
    result = trunkline("logout", "--server", lying)
    assert result.exit_code == exits.REFUSED
    assert result.stderr.startswith(f"Error: The token is not revoked, and {file} is kept: POST /oauth/revoke failed")
    assert result.stderr.count("\n") == 1
    assert "the-token" not in result.output
    assert file.exists()


def test_a_token_is_kept_when_nobody_answers(trunkline, home):
    file = _stored(home, "http://127.0.0.1:1")
    result = trunkline("logout", "--server", "http://127.0.0.1:1")
    assert result.exit_code == exits.NETWORK
    assert f"{file} is kept" in result.stderr
    assert file.exists()


def test_a_token_is_kept_when_the_server_fails(trunkline, lying, home, monkeypatch):
    file = _stored(home, lying)
    monkeypatch.setattr(_Lying, "do_POST", lambda self: self._send({"error": "down"}, 501))
    result = trunkline("logout", "--server", lying)
    assert result.exit_code == exits.REFUSED
    assert f"{file} is kept" in result.stderr
    assert file.exists()


def test_a_token_that_the_server_no_longer_accepts_goes(trunkline, lying, home, monkeypatch):
    file = _stored(home, lying)
    monkeypatch.setattr(_Lying, "do_GET", lambda self: self._send({"error": "The access token was revoked"}, 401))
    result = trunkline("logout", "--server", lying)
    assert result.stdout == f"Logged out of {lying}.\n"
    assert not file.exists()


def test_a_token_without_the_keys_of_its_application_is_kept(trunkline, logged_in, old_file):
    result = trunkline("logout")
    assert result.exit_code == exits.REFUSED
    assert f"{old_file} is kept" in result.stderr
    assert old_file.exists()
    forced = trunkline("logout", "--force")
    assert forced.exit_code == 0
    assert "The token is deleted here, and still valid" in forced.stderr
    assert not old_file.exists()


def test_a_token_that_is_no_longer_valid(trunkline, logged_in, old_file):
    token = old_file.read_text().splitlines()[0]
    old_file.write_text(old_file.read_text().replace(token, "a-token-that-was-revoked"))
    result = trunkline("whoami")
    assert result.exit_code == exits.NOT_LOGGED_IN
    assert result.stderr.startswith("Error: GET /api/v1/accounts/verify_credentials failed with 401 Unauthorized")
    assert result.stderr.count("\n") == 1
    assert "a-token-that-was-revoked" not in result.stderr
