"""Every post is delivered exactly once and in order, however the line behaves.

These runs are short. ``python -m tests.faults.run`` does the long ones, of a thousand disconnects each.
"""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.faults.proxy import KINDS, FaultProxy, seeded_plan
from tests.faults.run import run_async, run_sync
from trunkline.streaming.wires.names import WireName

WIRES = ["sse", "websocket"]


@pytest.mark.parametrize("wire", WIRES)
def test_a_few_breaks_lose_nothing(wire: WireName) -> None:
    outcome = run_sync(wire, disconnects=5, seed=2)
    assert outcome.disconnects >= 5
    assert outcome.complete, outcome


@pytest.mark.soak
@pytest.mark.parametrize("wire", WIRES)
def test_nothing_is_lost_sync(wire: WireName) -> None:
    outcome = run_sync(wire, disconnects=40, seed=9)
    assert outcome.disconnects >= 40
    assert outcome.recovered > 0
    assert outcome.edits[True] > 0
    assert outcome.deletions[True] > 0
    assert outcome.complete, outcome


@pytest.mark.soak
@pytest.mark.parametrize("wire", WIRES)
def test_nothing_is_lost_async(wire: WireName) -> None:
    outcome = asyncio.run(run_async(wire, disconnects=40, seed=9))
    assert outcome.disconnects >= 40
    assert outcome.recovered > 0
    assert outcome.edits[True] > 0
    assert outcome.deletions[True] > 0
    assert outcome.complete, outcome


@pytest.mark.soak
def test_without_gap_fill_the_same_run_loses_posts() -> None:
    outcome = run_sync("sse", disconnects=25, seed=3, gap_fill=None)
    assert not outcome.versions.keys() <= set(outcome.received)
    assert not outcome.complete


def test_a_seed_gives_the_same_faults() -> None:
    request = b"GET /api/v1/streaming/user HTTP/1.1\r\n\r\n"
    one, two, other = seeded_plan(1), seeded_plan(1), seeded_plan(2)
    faults = [one(request) for _ in range(100)]
    assert faults == [two(request) for _ in range(100)]
    assert faults != [other(request) for _ in range(100)]
    assert {fault.kind for fault in faults} == set(KINDS)


def test_other_requests_pass_untouched() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        FaultProxy(f"http://127.0.0.1:{server.getsockname()[1]}", seeded_plan(1)) as proxy,
        socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as client,
    ):
        client.sendall(b"GET /api/v1/timelines/home HTTP/1.1\r\n\r\n")
        connection, _ = server.accept()
        with connection:
            assert connection.recv(100).startswith(b"GET /api/v1/timelines/home")
            connection.sendall(b"x" * 50_000)
        received = b"".join(iter(lambda: client.recv(65536), b""))
        assert (len(received), proxy.disconnects) == (50_000, 0)
