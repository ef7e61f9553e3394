"""Streams over TLS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.streaming.conftest import People
from trunkline.errors import MastodonNetworkError
from trunkline.sandbox import Sandbox
from trunkline.streaming import Update
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireName

WIRES = ["sse", "websocket"]


@pytest.fixture(scope="module")
def encrypted() -> Iterator[Sandbox]:
    """A server that speaks TLS alone."""
    with Sandbox(size=10, rate_limits=None, tls=True) as running:
        yield running


@pytest.fixture
def people(encrypted: Sandbox) -> Iterator[People]:
    """Its clients."""
    made = People(encrypted)
    yield made
    made.close()


@pytest.mark.parametrize("wire", WIRES)
def test_both_wires_are_encrypted_where_the_api_is(people: People, encrypted: Sandbox, wire: WireName) -> None:
    alice, bob = (people.sync(name, verify=encrypted.ca_file) for name in ("alice", "bob"))
    with alice.stream("hashtag:tls", wire=wire) as stream:
        assert stream.connected()
        bob.status_post("#tls")
        assert isinstance(next(stream), Update)


@pytest.mark.parametrize("wire", WIRES)
def test_a_certificate_that_is_not_trusted_is_an_error(people: People, encrypted: Sandbox, wire: WireName) -> None:
    client = people.sync()
    client.state.streaming_url = encrypted.url
    stream = client.stream("user", wire=wire, gap_fill=None, reconnect=ReconnectPolicy(attempts=0))
    with pytest.raises(MastodonNetworkError, match=r"(?i)certificate"):
        next(stream)
