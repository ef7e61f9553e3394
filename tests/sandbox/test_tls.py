"""TLS: the certificate, its authority, and programs that trust it."""

import asyncio
import json
import os
import shutil
import socket
import ssl
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import httpx2
import pytest
from cryptography import x509

from trunkline import AsyncMastodon, Mastodon
from trunkline.errors import MastodonNetworkError
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox, certificates
from trunkline.sandbox.certificates import ServerTls
from trunkline.streaming import Update


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(size=40, rate_limits=None, tls=True, domain="sandbox.example") as running:
        yield running


def program(*command, **variables):
    """Run a program, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if name not in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    done = subprocess.run(command, env=kept | variables, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- certificates -----------------------------------------------------------------------------------------------------


def test_names_of_the_certificate(sandbox):
    port = int(sandbox.url.rpartition(":")[2])
    context = ssl.create_default_context(cafile=sandbox.ca_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    for name in ("127.0.0.1", "localhost", "::1", "sandbox.example"):
        with (
            socket_to(port) as plain,
            context.wrap_socket(plain, server_hostname=name) as encrypted,
        ):
            assert (encrypted.getpeercert() or {})["subject"] == ((("commonName", "Trunkline sandbox"),),)
    with socket_to(port) as plain, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname="other.example")


def socket_to(port):
    return socket.create_connection(("127.0.0.1", port))


def test_no_key_is_in_a_file_and_nothing_is_left():
    with closing(ServerTls(["sandbox.example"])) as tls:
        folder = Path(tls.ca_file).parent
        assert [file.name for file in folder.iterdir()] == ["ca.pem"]
        assert "PRIVATE" not in Path(tls.ca_file).read_text()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_an_authority_that_is_kept_is_used_again(tmp_path):
    file = tmp_path / "ca.pem"
    for _ in range(2):
        with Sandbox(size=0, tls=True, ca_file=file) as sandbox:
            assert sandbox.ca_file == str(file)
            trusted = ssl.create_default_context(cafile=file)
            assert httpx2.get(f"{sandbox.url}/health", verify=trusted, trust_env=False).text == "OK"
        kept = file.read_text(), Path(f"{file}.key").read_text()
    assert (file.read_text(), Path(f"{file}.key").read_text()) == kept
    assert stat.S_IMODE(Path(f"{file}.key").stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ca.pem", "ca.pem.key"]


def test_a_stolen_key_is_good_for_these_names_alone(tmp_path):
    file = tmp_path / "ca.pem"
    ServerTls(["sandbox.example"], str(file)).close()
    permitted = x509.load_pem_x509_certificate(file.read_bytes()).extensions.get_extension_for_class(
        x509.NameConstraints
    )
    assert permitted.critical
    assert [str(one.value) for one in permitted.value.permitted_subtrees or ()] == [
        "127.0.0.1/32",
        "::1/128",
        "localhost",
        "sandbox.example",
    ]


def test_an_authority_for_other_names(tmp_path):
    file = str(tmp_path / "ca.pem")
    ServerTls(["one.example"], file).close()
    with pytest.raises(ValueError, match="for other names"):
        ServerTls(["two.example"], file)


@pytest.mark.parametrize("there", ["certificate", "key", "both"])
def test_files_of_somebody_else_are_left_alone(tmp_path, there):
    file, key = tmp_path / "ca.pem", tmp_path / "ca.pem.key"
    for one, kind in ((file, "certificate"), (key, "key")):
        if there in (kind, "both"):
            one.write_text("mine")
    before = {one.name: one.read_text() for one in tmp_path.iterdir()}
    with pytest.raises(ValueError, match="no authority that a sandbox made"):
        Sandbox(size=0, tls=True, ca_file=file).start()
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == before


def test_the_key_of_another_authority(tmp_path):
    for name in ("one.pem", "two.pem"):
        ServerTls([], str(tmp_path / name)).close()
    shutil.copy(tmp_path / "one.pem.key", tmp_path / "two.pem.key")
    with pytest.raises(ValueError, match="no authority that a sandbox made"):
        ServerTls([], str(tmp_path / "two.pem"))


def test_an_authority_that_has_expired(tmp_path, monkeypatch):
    file = str(tmp_path / "ca.pem")
    monkeypatch.setattr(certificates, "_DAYS_OF_AUTHORITY", certificates._DAYS - 1)
    ServerTls([], file).close()
    with pytest.raises(ValueError, match="expires too soon"):
        ServerTls([], file)


def test_the_certificate_lasts_as_long_as_browsers_accept(sandbox):
    port = int(sandbox.url.rpartition(":")[2])
    shown = x509.load_pem_x509_certificate(ssl.get_server_certificate(("127.0.0.1", port)).encode())
    assert shown.not_valid_before_utc < datetime.now(UTC) - timedelta(hours=23)
    assert shown.not_valid_after_utc - shown.not_valid_before_utc <= timedelta(days=398)


# -- clients ----------------------------------------------------------------------------------------------------------


def test_the_client(sandbox):
    with Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"), verify=sandbox.ca_file) as alice:
        assert alice.me().url == f"{sandbox.url}/@alice"
        page = alice.timeline_public(limit=2)
        assert len(alice.fetch_next(page) or ()) == 2
        media = alice.media_post(b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;", "image/gif")
        assert (media.url or "").startswith(f"{sandbox.url}/system/")
    with Mastodon(api_base_url=sandbox.url) as anybody, pytest.raises(MastodonNetworkError, match=r"(?i)certificate"):
        anybody.instance()


def test_the_asynchronous_client(sandbox):
    async def scene():
        token = sandbox.token_for("alice")
        async with (
            AsyncMastodon(api_base_url=sandbox.url, access_token=token, verify=sandbox.ca_file) as alice,
            alice.stream("user") as stream,
        ):
            assert await stream.connected()
            posted = await alice.status_post("encrypted")
            event = await anext(stream)
            assert isinstance(event, Update)
            assert event.status.id == posted.id

    asyncio.run(asyncio.wait_for(scene(), 30))


@pytest.mark.parametrize("process", [False, True])
def test_people_authorize(process):
    with Sandbox(size=0, tls=True, process=process) as sandbox:
        mia, app = sandbox.person("mia"), sandbox.application("app")
        query = "response_type=code&scope=read&redirect_uri=urn:ietf:wg:oauth:2.0:oob"
        page = f"{sandbox.url}/oauth/authorize?{query}&client_id={app.client_id}"
        assert len(mia.authorize(page)) > 20
        assert len(sandbox.authorize(page, "bob")) > 20


def test_idle_clients_do_not_hold_up_the_end():
    """The server writes a line to standard error when it had to give up waiting for them."""
    lines = [
        "import httpx2, ssl",
        "from trunkline.sandbox import Sandbox",
        "with Sandbox(size=0, tls=True) as sandbox:",
        "    client = httpx2.Client(verify=ssl.create_default_context(cafile=sandbox.ca_file), trust_env=False)",
        "    print(client.get(sandbox.url + '/health').text)",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == ("OK\n", "")


@pytest.mark.soak
def test_the_command_line_is_told_by_the_environment(sandbox, tmp_path):
    home = {"TRUNKLINE_HOME": str(tmp_path), "DLT_DATA_DIR": str(tmp_path), "SSL_CERT_FILE": sandbox.ca_file}
    host = sandbox.url.removeprefix("https://").replace(":", "_")
    write_secrets(tmp_path / f"{host}.secret", sandbox.token_for("alice"), sandbox.url)
    trunkline = sys.executable, "-m", "trunkline"
    shown = program(*trunkline, "timeline", "public", "--server", sandbox.url, "--json", **home)
    assert json.loads(shown.splitlines()[0])["account"]["url"]
    database = tmp_path / "loaded.duckdb"
    program(*trunkline, "load", "--server", sandbox.url, "-r", "instances", "--database", database, **home)
    with closing(duckdb.connect(str(database))) as loaded:
        assert loaded.sql("SELECT domain FROM mastodon_data.instances").fetchall() == [("sandbox.example",)]


@pytest.mark.soak
@pytest.mark.parametrize("wire", ["sse", "websocket"])
def test_streams_are_told_by_the_environment(sandbox, wire):
    lines = (
        "from trunkline import Mastodon",
        f"client = Mastodon(api_base_url={sandbox.url!r}, access_token={sandbox.token_for('alice')!r})",
        f"with client.stream('user', wire={wire!r}) as stream:",
        "    print(stream.connected())",
    )
    assert program(sys.executable, "-c", "\n".join(lines), SSL_CERT_FILE=sandbox.ca_file) == "True\n"


@pytest.mark.soak
def test_curl(sandbox):
    command = shutil.which("curl") or pytest.skip("curl is not installed")
    said = program(command, "-sS", "--cacert", sandbox.ca_file, f"{sandbox.url}/api/v2/instance")
    assert json.loads(said)["domain"] == "sandbox.example"


@pytest.mark.soak
def test_node(sandbox):
    command = shutil.which("node") or pytest.skip("node is not installed")
    fetch = f"fetch('{sandbox.url}/api/v2/instance').then(r => r.text()).then(console.log)"
    said = program(command, "-e", fetch, NODE_EXTRA_CA_CERTS=sandbox.ca_file)
    assert json.loads(said)["domain"] == "sandbox.example"
