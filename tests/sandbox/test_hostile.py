"""The sandbox `like="hostile"`: damages by a seed, each by its name, and a record of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.hostile import DAMAGES
from trunkline.sandbox.likes.hostile.damages import ANSWERS, STREAMS

HOME = "/api/v1/timelines/home?limit=3"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    with Sandbox(like="hostile", size=20, seed=5, now=now, rate_limits=None) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.damage()
    return running


def get(sandbox: Sandbox, path: str = HOME, times: int = 1) -> list[Any]:
    """Answers as status, headers and bytes before they are unpacked; the name of the error for those that broke off."""
    found: list[Any] = []
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
    with httpx2.Client(base_url=sandbox.url, headers=headers, trust_env=False) as client:
        for _ in range(times):
            try:
                with client.stream("GET", path) as answer:
                    found.append((answer.status_code, answer.headers, b"".join(answer.iter_raw())))
            except httpx2.HTTPError as error:
                found.append(type(error).__name__)
    return found


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_says_what_it_does(name: str) -> None:
    assert DAMAGES[name].endswith(".")
    assert DAMAGES[name][0].isupper()
    assert name == name.lower()


def test_the_seed_decides(sandbox: Sandbox) -> None:
    first = get(sandbox, times=40)
    met = sandbox.damages
    assert 10 < len(met) < 30
    assert {one.path for one in met} == {"/api/v1/timelines/home"}
    sandbox.damage()
    assert [one if isinstance(one, str) else one[2] for one in get(sandbox, times=40)] == [
        one if isinstance(one, str) else one[2] for one in first
    ]
    assert sandbox.damages == met
    sandbox.damage(seed=6)
    assert sandbox.damages == []
    get(sandbox, times=40)
    assert sandbox.damages != met


def test_without_damages_it_is_a_sandbox(sandbox: Sandbox) -> None:
    sandbox.damage(only=[])
    for status, _, body in get(sandbox, times=10):
        assert status == 200
        assert len(json.loads(body)) == 3
    assert sandbox.damages == []


@pytest.mark.parametrize("name", ANSWERS)
def test_each_damage_is_met(sandbox: Sandbox, name: str) -> None:
    sandbox.damage(only=[])
    [(_, _, honest)] = get(sandbox)
    sandbox.damage(only=[name])
    answers = get(sandbox, times=12)
    assert {one.name for one in sandbox.damages} == {name}
    assert 0 < len(sandbox.damages) < 12
    honest_ones = [one for one in answers if not isinstance(one, str) and (one[0], one[2]) == (200, honest)]
    headers_only = ("without-link", "mad-link", "page-to-itself", "page-without-end", "mad-refresh", "cookies")
    if name not in (*headers_only, "lying-limits", "wrong-type-of-content", "broken-gzip"):
        assert len(honest_ones) < 12


def test_a_bomb_is_one(sandbox: Sandbox) -> None:
    sandbox.damage(only=["gzip-bomb"], seed=1)
    bombs = [one for one in get(sandbox, times=10) if one[1].get("content-encoding") == "gzip"]
    status, headers, body = bombs[0]
    assert (status, headers["content-length"]) == (200, str(len(body)))
    assert len(body) < 400_000
    with gzip.open(BytesIO(body)) as unpacked:
        assert unpacked.read(1 << 20) == b" " * (1 << 20)


def test_a_reset_begins_anew(sandbox: Sandbox) -> None:
    get(sandbox, times=10)
    sandbox.reset()
    assert sandbox.damages == []


def test_what_is_not_there_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="there is no damage 'x'; the damages are gzip-bomb"):
        sandbox.damage(only=["x"])
    with Sandbox(size=0) as honest:
        with pytest.raises(ValueError, match="hostile"):
            honest.damage()
        with pytest.raises(ValueError, match="hostile"):
            _ = honest.damages


def listen(sandbox: Sandbox, most: int = 3) -> list[Any]:
    """The first messages of a stream, or the name of the error in place of those that did not come."""
    url = f"{sandbox.url.replace('http', 'ws', 1)}/api/v1/streaming?stream=user&access_token={sandbox.token_for('bob')}"
    try:
        with connect(url, max_size=None, max_queue=None, proxy=None) as socket:
            sandbox.post("alice", "@bob hello")
            return [socket.recv(timeout=5) for _ in range(most)]
    except (InvalidStatus, ConnectionClosed) as error:
        return [type(error).__name__]
    except TimeoutError:
        return []


@pytest.mark.parametrize("name", STREAMS)
def test_each_damage_of_a_stream_is_met(sandbox: Sandbox, name: str) -> None:
    sandbox.damage(only=[name])
    while not sandbox.damages:
        listen(sandbox, 1)
    assert {(one.path, one.name) for one in sandbox.damages} == {("/api/v1/streaming", name)}


def test_a_stream_is_refused(sandbox: Sandbox) -> None:
    sandbox.damage(only=["refused"])
    while not sandbox.damages:
        found = listen(sandbox)
    assert found == ["InvalidStatus"]
