"""login, logout, whoami."""

from __future__ import annotations

import webbrowser
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from trunkline import Mastodon, MastodonUnauthorizedError
from trunkline.sandbox.person import authorize


def _agree(url: str) -> str:
    return authorize(url, "alice@sandbox.example", "alice-password")


def _answer(url: str, **values: str) -> None:
    """Follow the redirect of the authorization page with other parameters."""
    asked = parse_qs(urlsplit(url).query)
    httpx2.get(asked["redirect_uri"][0], params={"state": asked["state"][0], **values})


@pytest.fixture
def file(server, home):
    return home / f"{server.domain.replace(':', '_')}.secret"


def test_login_through_the_browser(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", _agree)
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
    code = _agree(command.out_until("/oauth/authorize").strip())
    status, out, err = command.finish(f" {code}\n")
    assert (status, "Logged in" in out) == (0, True), err
    assert code not in out + err
    assert Mastodon(access_token=file).app_verify_credentials().scopes == ["read"]


def test_the_person_refuses(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, error="access_denied"))
    result = trunkline("login", server.url)
    assert result.exit_code == 1
    assert result.stderr == "Error: The server gave no access: access_denied.\n"
    assert not file.exists()


def test_an_answer_to_somebody_else(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, code="stolen", state="another"))
    result = trunkline("login", server.url)
    assert result.exit_code == 1
    assert result.stderr == "Error: The answer belongs to another log-in (state differs). Start again.\n"


def test_a_wrong_code(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: _answer(url, code="wrong-code"))
    result = trunkline("login", server.url)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: POST /oauth/token failed with 400")
    assert result.stderr.count("\n") == 1
    assert "wrong-code" not in result.stderr


@pytest.mark.parametrize(
    ("server_name", "message"),
    [
        ("127.0.0.1:1", "127.0.0.1:1"),
        ("http://mastodon.example", "Plain http to mastodon.example would send the access token readable by others."),
        ("no server", "'no server' is no server address."),
    ],
)
def test_a_server_that_cannot_be_used(trunkline, server_name, message):
    result = trunkline("login", server_name)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_logout(trunkline, server, file, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", _agree)
    trunkline("login", server.url)
    client = Mastodon(access_token=file)
    result = trunkline("logout", "--server", server.url)
    assert result.stdout == f"Logged out of {server.url}.\n"
    assert not file.exists()
    with pytest.raises(MastodonUnauthorizedError):
        client.account_verify_credentials()


def test_a_token_that_is_no_longer_valid(trunkline, logged_in, file):
    token = file.read_text().splitlines()[0]
    file.write_text(file.read_text().replace(token, "a-token-that-was-revoked"))
    result = trunkline("whoami")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: GET /api/v1/accounts/verify_credentials failed with 401 Unauthorized")
    assert result.stderr.count("\n") == 1
    assert "a-token-that-was-revoked" not in result.stderr
