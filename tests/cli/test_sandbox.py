"""sandbox as a child process."""

from __future__ import annotations

import io
import json
import re
import sqlite3

import pytest
from PIL import Image

from trunkline import Mastodon

_TOKEN = 'access_token="'


def _client(command) -> Mastodon:
    line = command.out_until(_TOKEN)
    url, token = (line.split(f'{name}="')[1].split('"')[0] for name in ("api_base_url", "access_token"))
    return Mastodon(api_base_url=url, access_token=token)


def test_it_runs_until_ctrl_c(start):
    command = start("sandbox", "--port", "0", "--size", "60")
    assert re.search(r"alice@sandbox\.example +[a-z2-7]{16}\b", command.out_until("alice@sandbox.example"))
    client = _client(command)
    assert client.account_verify_credentials().username == "alice"
    assert client.state.last_limit is not None
    with client.stream("user") as stream:
        stream.connected()
        command.interrupt()
        status, out, err = command.finish()
    assert (status, err) == (0, "")
    assert out.endswith("Stopped.\n")


def test_as_json_with_a_chosen_password(start):
    command = start("sandbox", "--port", "0", "--size", "20", "--password", "the same for all", "--json")
    described = json.loads(command.out_until("url"))
    alice, admin = described["people"]["alice"], described["people"]["admin"]
    assert (alice["email"], alice["password"]) == ("alice@sandbox.example", "the same for all")
    client = Mastodon(api_base_url=described["url"], access_token=alice["token"])
    assert client.account_verify_credentials().username == "alice"
    assert Mastodon(api_base_url=described["url"], access_token=admin["token"]).admin_accounts_v2()


def test_an_address_with_tls(start, tmp_path):
    file = tmp_path / "ca.pem"
    options = ["--tls", "--url", "https://localhost:0", "--domain", "people.example", "--ca-file", str(file)]
    command = start("sandbox", "--size", "0", "--json", *options)
    described = json.loads(command.out_until("url"))
    assert (described["domain"], described["ca_file"]) == ("people.example", str(file))
    assert described["url"].startswith("https://localhost:")
    client = Mastodon(
        api_base_url=described["url"], access_token=described["people"]["bob"]["token"], verify=described["ca_file"]
    )
    assert client.status_post("@alice@people.example").mentions[0].acct == "alice"
    command.interrupt()
    assert command.finish() == (0, "", "Stopped.\n")


def test_ways_to_trust_the_authority(start):
    command = start("sandbox", "--port", "0", "--size", "0", "--tls")
    file = command.out_until("SSL_CERT_FILE=").split("SSL_CERT_FILE=")[1].split()[0]
    assert file in command.out_until("NODE_EXTRA_CA_CERTS=")
    assert f"verify={file!r})" in command.out_until(_TOKEN)
    assert f"curl --cacert {file} -H" in command.out_until("curl")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--url", "https://localhost:8443"], "url is https: that needs tls, or proxy_headers"),
        (["--url", "http://localhost:8080/x"], "url is the address of a whole server"),
        (["--ca-file", "ca.pem"], "ca_file is of use with tls only"),
    ],
)
def test_addresses_that_cannot_be(trunkline, options, message):
    result = trunkline("sandbox", *options)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stderr.count("\n") == 1


def test_without_rate_limits_and_kept_in_a_file(start, tmp_path):
    file = tmp_path / "community.sqlite"
    options = ["--port", "0", "--size", "60", "--seed", "2", "--path", str(file)]
    first = start("sandbox", "--no-rate-limits", *options)
    assert str(file) in first.out_until("Ctrl-C")
    client = _client(first)
    posted = client.status_post("Kept")
    assert client.state.last_limit is None
    first.interrupt()
    first.finish()
    second = start("sandbox", *options)
    assert "Kept" in _client(second).status(posted).content


def test_slow_processing_of_media(start):
    png = io.BytesIO()
    Image.new("RGB", (4, 4)).save(png, "PNG")
    client = _client(start("sandbox", "--port", "0", "--size", "20", "--media-polls", "2"))
    media = client.media_post(png.getvalue(), "image/png", synchronous=False)
    assert media.url is None
    assert [client.media(media).url is None for _ in range(3)] == [True, True, False]


def test_the_port_is_taken(trunkline, server):
    result = trunkline("sandbox", "--size", "60", "--port", server.url.rpartition(":")[2])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot listen on 127.0.0.1:")
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_no_database(trunkline, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to be taken for one" * 20)
    result = trunkline("sandbox", "--port", "0", "--path", str(file))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {file} cannot be used: ")
    assert result.stderr.count("\n") == 1


def test_a_database_of_something_else(trunkline, tmp_path):
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE accounts (name TEXT)")
    result = trunkline("sandbox", "--port", "0", "--path", str(file))
    assert result.exit_code == 1
    assert "is no database of this version of the sandbox" in result.stderr


@pytest.mark.parametrize("option", [["--size", "-1"], ["--port", "70000"]])
def test_numbers_out_of_range(trunkline, option):
    assert trunkline("sandbox", *option).exit_code == 2
