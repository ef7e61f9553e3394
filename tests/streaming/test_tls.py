"""Streams over TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.proxy import FaultProxy, is_stream, untouched
from tests.streaming.conftest import People
from tests.tls import write_certificate
from trunkline import Mastodon
from trunkline.errors import MastodonNetworkError
from trunkline.sandbox import Sandbox
from trunkline.streaming import Update
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireName

pytest.importorskip("cryptography")
WIRES = ["sse", "websocket"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for this machine, which nobody trusts."""
    return write_certificate(tmp_path_factory.mktemp("tls") / "sandbox.pem")


@pytest.fixture
def encrypted(sandbox: Sandbox, certificate: Path) -> Iterator[FaultProxy]:
    """The server behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with FaultProxy(sandbox.url, untouched, context) as running:
        yield running


@pytest.mark.parametrize("wire", WIRES)
def test_both_wires_are_encrypted_where_the_api_is(
    people: People, bob: Mastodon, encrypted: FaultProxy, certificate: Path, wire: WireName
) -> None:
    seen: list[bytes] = []

    def plan(request: bytes) -> object:
        seen.append(request)
        return untouched(request)

    encrypted.plan = plan  # type: ignore[assignment]
    alice = people.sync(url=encrypted.url, verify=str(certificate))
    with alice.stream("hashtag:tls", wire=wire) as stream:
        assert stream.connected()
        bob.status_post("#tls")
        assert isinstance(next(stream), Update)
    assert any(is_stream(request) for request in seen)


@pytest.mark.parametrize("wire", WIRES)
def test_a_certificate_that_is_not_trusted_is_an_error(people: People, encrypted: FaultProxy, wire: WireName) -> None:
    client = people.sync(url=encrypted.url)
    client.state.streaming_url = encrypted.url
    stream = client.stream("user", wire=wire, gap_fill=None, reconnect=ReconnectPolicy(attempts=0))
    with pytest.raises(MastodonNetworkError, match=r"(?i)certificate"):
        next(stream)
