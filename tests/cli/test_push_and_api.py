"""push, and what api does beside plain calls."""

from __future__ import annotations

import json
import stat
import sys

import pytest
from PIL import Image

from trunkline.cli import exits
from trunkline.oauth.credentials import write_secrets


@pytest.fixture
def pushed(server, home):
    """Log in with the scope push."""
    home.mkdir()
    write_secrets(home / "127.0.0.1.secret", server.token_for("alice", "read write push"), server.url)


def test_push(trunkline, home, pushed):
    assert trunkline("push", "show").stderr == (
        "Error: There is no push subscription. See: trunkline push subscribe --help\n"
    )
    result = trunkline("push", "subscribe", "https://push.example/me", "--alert", "mention", "--policy", "followed")
    assert result.exit_code == 0, result.output
    assert "pushes             mention\n" in result.stdout
    (file,) = (home / "push").iterdir()
    keys = json.loads(file.read_text())
    assert keys["endpoint"] == "https://push.example/me"
    assert int(keys["privkey"])
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys["privkey"] not in result.output
    shown = json.loads(trunkline("push", "show", "--json").stdout)
    assert shown["policy"] == "followed"
    assert trunkline("push", "delete").exit_code == exits.USAGE
    assert trunkline("push", "delete", "--yes").exit_code == 0
    assert not file.exists()
    assert trunkline("push", "show").exit_code == exits.NOT_FOUND


@pytest.mark.parametrize("address", ["http://push.example", "push.example", "ftp://x"])
def test_an_address_that_nothing_can_be_pushed_to(trunkline, pushed, address):
    assert trunkline("push", "subscribe", address).exit_code == exits.USAGE


def test_the_method_is_get_or_with_fields_post(trunkline, logged_in):
    assert json.loads(trunkline("api", "/api/v1/accounts/verify_credentials").stdout)["acct"] == "alice"
    posted = json.loads(trunkline("api", "/api/v1/statuses", "status=@@bob Hello").stdout)
    assert "Hello" in logged_in.status(posted["id"]).content
    assert [one.acct for one in logged_in.status(posted["id"]).mentions] == ["bob"]


def test_an_upload(trunkline, logged_in, tmp_path):
    picture = tmp_path / "dot.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    made = json.loads(trunkline("api", "/api/v2/media", f"file=@{picture}", "description=A dot").stdout)
    assert made["description"] == "A dot"
    assert made["meta"]["original"]["width"] == 8


def test_pages(trunkline, logged_in):
    result = trunkline("api", "GET", "/api/v1/timelines/public", "limit=20", "--paginate")
    ids = [json.loads(line)["id"] for line in result.stdout.splitlines()]
    assert len(ids) == len(set(ids)) > 40
    whole = trunkline("api", "GET", "/api/v1/instance", "--paginate")
    assert len(whole.stdout.splitlines()) == 1


def test_headers(trunkline, logged_in):
    result = trunkline("api", "GET", "/api/v1/timelines/public", "limit=1", "--include")
    first, *rest = result.stdout.splitlines()
    assert first == "200 OK"
    assert rest[0].startswith("server: ")
    assert any(line.startswith("link: <") for line in rest)
    assert json.loads(result.stdout.partition("\n\n")[2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["/api/v2/media", "file=@nowhere.png"], "There is no file nowhere.png. For a text that begins with @, write"),
        (["POST", "/api/v1/statuses", "status=x", "--paginate"], "--paginate is for GET"),
        (["GET", "/api/v1/instance", "file=@{here}"], "A GET uploads no files"),
        (["POST"], "PATH begins with a slash"),
    ],
)
def test_what_cannot_be_called(trunkline, logged_in, tmp_path, arguments, message):
    here = tmp_path / "here.png"
    here.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = trunkline("api", *(one.format(here=here) for one in arguments))
    assert result.exit_code == exits.USAGE
    assert message in result.stderr
