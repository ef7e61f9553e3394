"""Everything goes through the proxy, with the authorities, that arguments or the environment name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.client.leaks import SECRETS, leaks_of
from tests.client.proxies import HttpProxy, Proxy, SocksProxy
from tests.client.test_netrc import ASK, GET, VARIABLES
from tests.client.test_who_gets_the_token import in_crawl, in_loop, in_thread, listen
from tests.recorder import Recorder, Says
from trunkline import Mastodon, MastodonError, MastodonIllegalArgumentError
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox.certificates import ServerTls
from trunkline.streaming.wires.names import WireName

TOKEN = SECRETS["access_token"]
HOST = "server.test"
BUNDLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
WIRES: tuple[WireName, ...] = ("sse", "websocket")
ONCE = RetryPolicy(attempts=1)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, *BUNDLES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def tls() -> Iterator[ServerTls]:
    with closing(ServerTls([HOST])) as made:
        yield made


@pytest.fixture
def server(tls: ServerTls) -> Iterator[Recorder]:
    with Recorder(tls.context) as running:
        running.answers["/api/v1/instance"] = Says({})
        running.answers["/nodeinfo/2.0"] = Says({"software": {"name": "mastodon", "version": "4.7.0"}})
        running.answers["/api/v2/media"] = Says({"id": "1", "type": "image", "url": f"https://{HOST}/1"})
        for path in ("/api/v1/streaming", "/api/v1/streaming/user"):
            running.answers[path] = Says({"error": "no"}, 403)
        yield running


@pytest.fixture(params=[HttpProxy, SocksProxy])
def proxy(request: pytest.FixtureRequest, server: Recorder) -> Iterator[Proxy]:
    if request.param is SocksProxy:
        pytest.importorskip("socksio")
        pytest.importorskip("python_socks")
    with request.param(server.host) as running:
        yield running


@pytest.fixture(params=["HTTPS_PROXY", "ALL_PROXY", "all_proxy", "proxy="])
def settings(request: pytest.FixtureRequest, proxy: Proxy, tls: ServerTls, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings of a client that name the proxy, or none where the environment does."""
    made: dict[str, Any] = {"access_token": TOKEN, "verify": tls.ca_file, "retry": ONCE}
    if request.param == "proxy=":
        return {**made, "proxy": proxy.url}
    monkeypatch.setenv(request.param, proxy.url)
    return made


@pytest.mark.parametrize("ask", ASK)
def test_requests(server: Recorder, proxy: Proxy, settings: Any, ask: Callable[..., Any]) -> None:
    if ask is in_crawl and isinstance(proxy, SocksProxy):
        with pytest.raises(MastodonIllegalArgumentError, match="proxies of HTTP alone") as caught:
            ask(f"https://{HOST}", GET, **settings)
        assert leaks_of(caught.value) == []
        return
    ask(f"https://{HOST}", GET, **settings)
    assert server.authorizations == [f"Bearer {TOKEN}"]
    assert proxy.asked == [f"{HOST}:443"]


@pytest.mark.parametrize("wire", WIRES)
def test_streams(server: Recorder, proxy: Proxy, settings: Any, wire: WireName) -> None:
    with Mastodon(api_base_url=f"https://{HOST}", **settings) as client:
        client.state.streaming_url = f"https://{HOST}"
        with pytest.raises(MastodonError, match="403"):
            listen(client, wire)
    assert set(server.authorizations) == {f"Bearer {TOKEN}"}
    assert set(proxy.asked) == {f"{HOST}:443"}


def test_uploads(server: Recorder, proxy: Proxy, settings: Any) -> None:
    with Mastodon(api_base_url=f"https://{HOST}", **settings) as client:
        client.media_post(b"bytes" * 100_000, mime_type="image/png")
    assert len(server.came[-1].body) > 500_000
    assert set(proxy.asked) == {f"{HOST}:443"}


@pytest.mark.parametrize("ask", [in_thread, in_loop])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_socks_without_its_packages(monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], scheme: str) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://me:{SECRETS['proxy']}@127.0.0.1:9")
    with pytest.raises(MastodonIllegalArgumentError, match=r"socksio: pip install 'trunkline\[socks\]'") as caught:
        ask(f"https://{HOST}", GET, access_token=TOKEN)
    assert leaks_of(caught.value) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://{}@",
        "foo://{}@h:1",
        "http://{}@h:99999",
        "http://{}\n@h:1",
        "http://{}ü@h:1",
        "http://{} x@h:1",
        "{}@h:0",
    ],
)
@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("variable", [True, False])
def test_proxies_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], address: str, variable: bool
) -> None:
    url = address.format(f"me:{SECRETS['proxy']}")
    given = {} if variable else {"proxy": url}
    if variable:
        monkeypatch.setenv("HTTPS_PROXY", url)
    with pytest.raises(MastodonIllegalArgumentError, match="address of the proxy cannot be used") as caught:
        ask(f"https://{HOST}", GET, access_token=TOKEN, **given)
    assert leaks_of(caught.value) == []


@pytest.mark.parametrize("wire", WIRES)
def test_streams_over_proxies_that_cannot_be(monkeypatch: pytest.MonkeyPatch, wire: WireName) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"foo://me:{SECRETS['proxy']}@h:1")
    client = Mastodon(api_base_url=f"https://{HOST}", access_token=TOKEN)
    client.state.streaming_url = f"https://{HOST}"
    with pytest.raises(MastodonIllegalArgumentError, match="address of the proxy cannot be used") as caught:
        listen(client, wire)
    assert leaks_of(caught.value) == []


# -- authorities


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_bundles(
    server: Recorder, tls: ServerTls, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], name: str
) -> None:
    monkeypatch.setenv(name, tls.ca_file)
    ask(server.url, GET, access_token=TOKEN)
    assert server.authorizations == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_streams_with_bundles(
    server: Recorder, tls: ServerTls, monkeypatch: pytest.MonkeyPatch, wire: WireName, name: str
) -> None:
    monkeypatch.setenv(name, tls.ca_file)
    with Mastodon(api_base_url=server.url, access_token=TOKEN) as client:
        client.state.streaming_url = server.url
        with pytest.raises(MastodonError, match="403"):
            listen(client, wire)


@pytest.mark.parametrize("name", BUNDLES)
@pytest.mark.parametrize("content", [None, "no certificate"])
@pytest.mark.parametrize("ask", ASK)
def test_bundles_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], name: str, content: str | None
) -> None:
    file = tmp_path / "bundle.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv(name, str(file))
    with pytest.raises(MastodonIllegalArgumentError, match=rf"{name} names '{file}', which is no file or folder"):
        ask("https://127.0.0.1:9", GET, access_token=TOKEN)


@pytest.mark.parametrize("wire", WIRES)
def test_streams_with_bundles_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wire: WireName
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    client = Mastodon(api_base_url="https://127.0.0.1:9", access_token=TOKEN)
    client.state.streaming_url = client.api_base_url
    with pytest.raises(MastodonIllegalArgumentError, match="REQUESTS_CA_BUNDLE names"):
        listen(client, wire)


def test_a_folder_of_authorities(
    server: Recorder, tls: ServerTls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL finds the certificate in a folder by a hash of its subject."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl here")
    shown = subprocess.run([openssl, "x509", "-hash", "-noout", "-in", tls.ca_file], capture_output=True, check=True)
    shutil.copy(tls.ca_file, tmp_path / f"{shown.stdout.decode().strip()}.0")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    for ask in ASK:
        ask(server.url, GET, access_token=TOKEN)
    assert len(server.came) == len(ASK)
