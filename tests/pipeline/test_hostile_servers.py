"""Whatever one server answers is its own failure: the others of a crawl are read, and the run ends."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.pipeline.canned import Canned, serve, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline.crawling import client, fleet
from trunkline.protocol.retries import RetryPolicy

PUBLIC = "/api/v1/timelines/public"
Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]

OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def hostile(answer: Answer) -> Iterator[str]:
    """Serve *answer*, which gets the path of each request and the connection; return the server's address."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    stop: asyncio.Event = asyncio.Event()
    address: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split()[1].decode().partition("?")[0]
            if path == "/robots.txt":
                writer.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            else:
                await answer(path, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        address.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        started.set()
        await stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def raw(text: bytes | str) -> Answer:
    """Answer with these bytes."""

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(text.encode() if isinstance(text, str) else text)

    return answer


def head(line: str, **headers: str) -> Answer:
    """Answer with a status and headers, without a body."""
    named = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return raw(f"HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n{named}\r\n")


def body(data: bytes | str, headers: str = "") -> Answer:
    """Answer with a body of JSON, or what claims to be some."""
    content = data.encode() if isinstance(data, str) else data
    return raw(f"{OK}Content-Length: {len(content)}\r\nConnection: close\r\n{headers}\r\n".encode() + content)


def endless(piece: bytes, beginning: str = f"{OK}Connection: close\r\n\r\n", wait: float = 0.0) -> Answer:
    """Answer without end."""

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(beginning.encode())
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(wait)

    return answer


ROW = json.dumps(status(1))
ANSWERS: dict[str, Answer] = {
    **{f"status {line.split()[0]}": head(line) for line in ("400 No", "404 No", "410 Gone", "418 Teapot", "451 Law")},
    **{f"status {line.split()[0]}": head(line) for line in ("302 Found", "304 Same", "500 Oh", "599 Oh", "999 Oh")},
    "no redirect": head("302 Found", Location="https://["),
    "no port": head("302 Found", Location="https://127.0.0.1:99999999/"),
    "no host": head("302 Found", Location="https://"),
    "redirect to itself": head("302 Found", Location=PUBLIC),
    "deep": body("[" * 100_000),
    "deep objects": body('[{"id":"1","a":' + '{"a":' * 20_000),
    "not so deep": body(f"[{ROW[:-1]}," + '"a":' + "[" * 500 + "]" * 500 + "}]"),
    "no UTF-8": body(b'[{"id":"\xff"}]'),
    "a lone surrogate": body('[{"id":"1","content":"\\ud800"}]'),
    "NaN": body('[{"id":"1","a":NaN}]'),
    "a huge float": body('[{"id":"1","a":1e400}]'),
    "a huge number": body('[{"id":' + "9" * 5000 + "}]"),
    "null": body("null"),
    "a number": body("1"),
    "a text": body('"x"'),
    "an object": body('{"a":1}'),
    "values": body('[1, null, "x", [[]], {}, {"": 1}, {"ID": "1"}, {"id": {}}, {"id": [1]}]'),
    "no HTTP": raw(b"\0\1\2 nonsense\r\n\r\n"),
    "HTTP/0.9": raw("<html>"),
    "nothing": raw(""),
    "cut off": raw(f"{OK}Content-Length: 1000\r\n\r\n[{ROW}"),
    "bad length": raw(f"{OK}Content-Length: many\r\n\r\n[]"),
    "bad chunks": raw(f"{OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n"),
    "bad gzip": body(b"nonsense", "Content-Encoding: gzip\r\n"),
    "another encoding": body(b"nonsense", "Content-Encoding: gzip, gzip\r\n"),
    "a bomb": body(gzip.compress(b"[" + b" " * (4 * 2**20)), "Content-Encoding: gzip\r\n"),
    "a large body": endless(b" " * 65536),
    "a large error": endless(b" " * 65536, "HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n"),
    "endless headers": endless(b"a: " + b"b" * 1000 + b"\r\n", OK),
    "a dripping body": endless(b" ", wait=0.05),
    "dripping headers": endless(b"a: b\r\n", OK, wait=0.05),
    "odd headers": body(f"[{ROW}]", "X-RateLimit-Reset: never\r\nRetry-After: nan\r\n"),
    "no link": body(
        f"[{ROW}]", "Link: <http://[>; rel=next, <https://a:99999999/x>; rel=next, <\\>; rel=next, <>; rel=next\r\n"
    ),
}


@pytest.fixture(autouse=True)
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small bounds, and no waiting."""
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    monkeypatch.setattr(client, "ANSWER_TIME", 0.5)
    monkeypatch.setattr(client, "ANSWER_SIZE", 2**20)
    monkeypatch.setattr(fleet, "PATIENCE", 5.0)


def test_every_failure_of_one_server_is_its_own(loader: Loader) -> None:
    good = Canned(lists={PUBLIC: [status(n) for n in range(10, 0, -1)]})
    with ExitStack() as running:
        names = {running.enter_context(hostile(answer)): name for name, answer in ANSWERS.items()}
        running.enter_context(serve(good))
        loader.load(instances=[*names, good.url], resources=["timelines_public"], consent=["nobot"])
    rows = loader.rows("SELECT _instance, outcome, error FROM _servers")
    named = {urlsplit(url).netloc: name for url, name in names.items()}
    outcomes = {named.get(row["_instance"], "good"): row["outcome"] for row in rows}
    errors = {named.get(row["_instance"], "good"): row["error"] or "" for row in rows}
    assert outcomes.pop("good") == "read"
    refused = {name for name in ANSWERS if name.startswith("status 4")} - {"status 404", "status 410"}
    patiently = {"a lone surrogate", "no UTF-8", "a huge float", "NaN"}
    again = {"not so deep", "odd headers", *patiently}  # the same page, whatever is asked for
    expected = {
        **dict.fromkeys(ANSWERS, "failed"),
        **dict.fromkeys(refused, "refused"),
        **dict.fromkeys(again, "unfinished"),
        **dict.fromkeys(("status 404", "status 410", "values", "no link"), "read"),
    }
    assert outcomes == expected
    assert all(
        10 < len(errors[name]) <= 600 for name, outcome in outcomes.items() if outcome not in ("read", "unfinished")
    )
    assert not [name for name, text in errors.items() if "Traceback" in text or "object at 0x" in text]
    found = loader.rows("SELECT _instance, count(*) AS n FROM timelines_public GROUP BY ALL")
    counts = {named.get(row["_instance"], "good"): row["n"] for row in found}
    assert counts == {
        "good": 10,
        **dict.fromkeys(("not so deep", "odd headers", "no link", *patiently), 1),
    }


def pages(path: str, row: Callable[[int], Any]) -> tuple[Answer, list[int]]:
    """Answer each request with another page of *row*, and a link to the next; the list counts them."""
    asked: list[int] = []

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        asked.append(len(asked))
        await body(json.dumps([row(asked[-1])]), f"Link: <{path}?max_id={10**6 - len(asked)}>; rel=next\r\n")(
            _path, writer
        )

    return answer, asked


def test_the_same_page_for_ever(loader: Loader) -> None:
    answer, asked = pages(PUBLIC, lambda number: status(number % 3))
    with hostile(answer) as url:
        assert loader.load(api_base_url=url, resources=["timelines_public"], consent=False)["timelines_public"] == 3
    assert len(asked) == 4


def test_a_listing_without_end_takes_nothing_from_others(loader: Loader) -> None:
    good = Canned(lists={PUBLIC: [status(n) for n in range(10, 0, -1)]})
    answer, asked = pages(PUBLIC, lambda number: status(10**6 - number, created_at="2026-01-01T00:00:00Z"))
    with hostile(answer) as url, serve(good):
        loader.load(instances=[url, good.url], resources=["timelines_public"], consent=False, max_rows=40)
    outcomes = {row["_instance"]: row["outcome"] for row in loader.rows("SELECT _instance, outcome FROM _servers")}
    assert outcomes == {urlsplit(url).netloc: "unfinished", urlsplit(good.url).netloc: "read"}
    assert 20 <= len(asked) <= 40
    found = loader.rows(f"SELECT count(*) AS n FROM timelines_public WHERE _instance = '{urlsplit(good.url).netloc}'")
    assert found == [{"n": 10}]


def unexpected(*_: object) -> None:
    raise KeyError(0)


def test_a_single_server_fails_with_a_readable_error(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile(ANSWERS["deep"]) as url, pytest.raises(PipelineStepFailed, match="Expected JSON, got something"):
        loader.load(api_base_url=url, resources=["timelines_public"], consent=False)
    with hostile(body("[]")) as url:
        monkeypatch.setattr("trunkline.pipeline.crawling.server.decode", unexpected)
        with pytest.raises(PipelineStepFailed, match=r"sent something that cannot be read \(KeyError: 0\)"):
            loader.load(api_base_url=url, resources=["timelines_public"], consent=False)
