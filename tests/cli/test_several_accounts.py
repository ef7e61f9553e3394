"""Several accounts: where tokens are, which of them a command uses, the application that is kept."""

from __future__ import annotations

import json
import sys
import webbrowser
from types import SimpleNamespace

import pytest

from trunkline.cli import exits
from trunkline.cli.auth.login import _server_and_name
from trunkline.cli.session import logins as stored
from trunkline.oauth.credentials import write_secrets


@pytest.fixture
def log_in(trunkline, server, monkeypatch):
    """Return a function that logs in an account in the browser."""

    def run(name: str, *arguments: str):
        monkeypatch.setattr(webbrowser, "open", lambda url: server.authorize(url, name))
        result = trunkline("login", *(arguments or (server.url,)))
        assert result.exit_code == 0, result.output
        return result

    return run


def _file(home, server, name):
    return home / f"{name}@{server.domain.replace(':', '_')}.secret"


def test_each_account_has_a_token_of_its_own(trunkline, server, home, log_in):
    log_in("alice")
    token = _file(home, server, "alice").read_text()
    log_in("bob")
    assert _file(home, server, "alice").read_text() == token
    assert "@bob" in trunkline("whoami").stdout
    assert "@alice" in trunkline("whoami", "--as", "alice").stdout
    assert "@alice" in trunkline("whoami", "--as", f"@alice@{server.domain}").stdout
    assert "@bob" in trunkline("whoami", "--server", server.url).stdout
    assert trunkline("auth", "switch", "alice").stdout == f"Commands now use alice@{server.domain}.\n"
    assert "@alice" in trunkline("whoami").stdout
    assert "@alice" in trunkline("whoami", "--server", server.url).stdout
    shown = [json.loads(line) for line in trunkline("auth", "accounts", "--json").stdout.splitlines()]
    assert {one["account"]: one["active"] for one in shown} == {
        f"alice@{server.domain}": True,
        f"bob@{server.domain}": False,
    }
    assert trunkline("logout", "--as", "bob").exit_code == 0
    assert [file.name for file in home.glob("*.secret")] == [_file(home, server, "alice").name]


def test_what_is_not_clear_is_refused(trunkline, server, log_in):
    log_in("alice")
    log_in("bob")
    both = trunkline("whoami", "--as", server.domain)
    assert both.exit_code == exits.USAGE
    assert f"alice@{server.domain}, bob@{server.domain}" in both.stderr
    nobody = trunkline("whoami", "--as", "carol")
    assert nobody.exit_code == exits.NOT_LOGGED_IN
    assert f"alice@{server.domain}" in nobody.stderr


def test_the_application_is_registered_once(server, home, log_in):
    log_in("alice")
    (kept,) = (home / "apps").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    first = kept.read_text()
    for name in ("alice", "bob", "carol"):
        log_in(name)
    assert kept.read_text() == first


def test_an_application_that_the_server_forgot_is_registered_again(server, home, log_in):
    log_in("alice")
    (kept,) = (home / "apps").iterdir()
    known = json.loads(kept.read_text())
    for one in known.values():
        one["client_id"] = "forgotten"
    kept.write_text(json.dumps(known))
    log_in("bob")
    assert "forgotten" not in kept.read_text()


def test_the_browser_is_somebody_else(server, home, log_in):
    result = log_in("alice", f"{server.url}/@bob")
    assert "The browser was logged in as alice, not as bob." in result.stderr
    assert _file(home, server, "alice").exists()
    assert not _file(home, server, "bob").exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mastodon.social", ("https://mastodon.social", "")),
        ("@bob@mastodon.social", ("https://mastodon.social", "bob")),
        ("bob@mastodon.social", ("https://mastodon.social", "bob")),
        ("https://mastodon.social/@bob", ("https://mastodon.social", "bob")),
        ("mastodon.social/@bob", ("https://mastodon.social", "bob")),
        ("https://mastodon.social/", ("https://mastodon.social", "")),
    ],
)
def test_a_server_as_people_type_it(typed, meant):
    assert _server_and_name(typed) == meant


def test_files_of_earlier_versions_get_their_name(trunkline, logged_in, server):
    assert trunkline("auth", "accounts").stdout.startswith(f"* {server.domain} ")
    assert f"alice@{server.domain}: logged in" in trunkline("auth", "status").stdout
    assert trunkline("auth", "accounts").stdout.startswith(f"* alice@{server.domain} ")
    assert "@alice" in trunkline("whoami", "--as", "alice").stdout


def test_a_token_of_the_environment(trunkline, server, monkeypatch):
    monkeypatch.setenv("MASTODON_ACCESS_TOKEN", server.token_for("carol"))
    assert trunkline("whoami").exit_code == exits.USAGE
    monkeypatch.setenv("TRUNKLINE_SERVER", server.url)
    assert "@carol" in trunkline("whoami").stdout
    assert trunkline("whoami", "--server", "other.example").exit_code == exits.NOT_LOGGED_IN


def test_a_token_of_the_environment_goes_to_its_server_alone(trunkline, logged_in, monkeypatch):
    monkeypatch.setenv("MASTODON_ACCESS_TOKEN", "of-another-server")
    assert "@alice" in trunkline("whoami").stdout
    monkeypatch.setenv("TRUNKLINE_SERVER", "other.example")
    assert "@alice" in trunkline("whoami", "--server", logged_in.api_base_url).stdout


def test_a_damaged_file_is_replaced(server, home, log_in):
    log_in("alice")
    _file(home, server, "alice").write_bytes(b"\xff\x00\x80")
    log_in("alice")


def test_a_token_that_does_not_work(trunkline, logged_in, server, home):
    write_secrets(home / f"bob@{server.domain.replace(':', '_')}.secret", "wrong", server.url)
    result = trunkline("auth", "status")
    assert result.exit_code == exits.PARTLY
    assert f"bob@{server.domain}: " in result.stdout
    assert "wrong" not in result.output


def test_a_file_that_is_no_text(trunkline, logged_in, home):
    (file,) = home.glob("*.secret")
    file.write_bytes(b"\xff\xfe\x00\x80" * 40)
    result = trunkline("whoami")
    assert result.exit_code == exits.USAGE
    assert result.stderr.startswith(f"Error: {file} is no ")


def test_the_keyring_of_the_system(trunkline, server, home, log_in, monkeypatch):
    secrets: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        priority=5,
        get_password=lambda service, name: secrets.get((service, name)),
        set_password=lambda service, name, secret: secrets.__setitem__((service, name), secret),
        delete_password=lambda service, name: secrets.pop((service, name)),
    )
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: ring))
    assert "the token is in the keyring" in log_in("alice").stdout
    assert list(home.glob("*.secret")) == []
    ((secret, *_),) = [text.splitlines() for text in secrets.values()]
    assert not [file for file in home.rglob("*") if file.is_file() and secret in file.read_text()]
    assert "@alice" in trunkline("whoami").stdout
    assert trunkline("logout").exit_code == 0
    assert secrets == {}
    assert stored.logins() == []


def test_a_keyring_that_takes_nothing_is_not_used(server, home, log_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: SimpleNamespace(priority=0)))
    log_in("alice")
    assert _file(home, server, "alice").exists()
