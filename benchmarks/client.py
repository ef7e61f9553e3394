"""Compare the client with Mastodon.py 2.3.3: import time, parsing, requests per second."""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from peers import OURS, figures, peer, wall
from trunkline import Mastodon
from trunkline.sandbox import Sandbox

PAGE_BYTES = 180_000
STATUSES = 40

PARSE_OURS = """
import json, sys, timeit
from trunkline.answers.decoding import decode
from trunkline.entities import Status
from trunkline.response import Response
from trunkline.answers.paging import paged
body = open(sys.argv[1], "rb").read()
answer = Response(200, "OK", {"content-type": "application/json"}, body)
request = paged("/api/v1/timelines/home", Status)
def read():
    for s in decode(request, answer):
        (s.id, s.created_at, s.account, s.account.acct, s.content, s.visibility, s.language, s.tags,
         s.media_attachments, s.reblog)
print(json.dumps({"seconds": min(timeit.repeat(read, number=20, repeat=5)) / 20}))
"""

PARSE_THEIRS = """
import json, sys, timeit
from mastodon.return_types import Status
from mastodon.types_base import PaginatableList, try_cast_recurse
body = open(sys.argv[1], "rb").read()
def read():
    for s in try_cast_recurse(PaginatableList[Status], json.loads(body)):
        (s.id, s.created_at, s.account, s.account.acct, s.content, s.visibility, s.language, s.tags,
         s.media_attachments, s.reblog)
print(json.dumps({"seconds": min(timeit.repeat(read, number=3, repeat=3)) / 3}))
"""

ALL_OURS = PARSE_OURS.replace("(s.id,", "dict(s); (s.id,")
ALL_THEIRS = PARSE_THEIRS.replace("(s.id,", "dict(s); (s.id,")

REQUESTS = """
import json, sys, time
from mastodon import Mastodon
client = Mastodon(access_token="token", api_base_url=sys.argv[1])
count = int(sys.argv[2])
client.timeline_home()
begun = time.perf_counter()
for _ in range(count):
    client.timeline_home()
print(json.dumps({"per_second": count / (time.perf_counter() - begun)}))
"""

REQUESTS_ASYNC = """
import asyncio, json, sys, time
from trunkline import AsyncMastodon
async def main():
    async with AsyncMastodon(access_token="token", api_base_url=sys.argv[1]) as client:
        count, begun = int(sys.argv[2]), time.perf_counter()
        async def worker():
            for _ in range(count // 100):
                await client.timeline_home()
        await asyncio.gather(*(worker() for _ in range(100)))
        print(json.dumps({"per_second": count / (time.perf_counter() - begun)}))
asyncio.run(main())
"""


def page() -> bytes:
    """Return 40 statuses of the sandbox as JSON, padded to the size of a page of a busy server."""
    with Sandbox(size=300, rate_limits=None) as sandbox:
        client = Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)
        statuses = client.timeline_home(limit=STATUSES).raw()
    missing = PAGE_BYTES - len(json.dumps(statuses))
    for status in statuses:
        status["content"] += "<p>" + "lorem ipsum " * (missing // STATUSES // 12) + "</p>"
    return json.dumps(statuses).encode()


def serve(body: bytes, ready: Connection) -> None:
    """Answer every request with the same gzip-compressed page, so that the server is not the bottleneck."""
    packed = gzip.compress(body)
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Encoding: gzip\r\n"
        f"Content-Length: {len(packed)}\r\n\r\n"
    ).encode()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(head + packed)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(connection, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def row(what: str, ours: float, theirs: float, unit: str, *, more_is_better: bool) -> None:
    """Print a line of the table: both figures and their ratio."""
    ratio = ours / theirs if more_is_better else theirs / ours
    print(f"{what:<46}{ours:>12.2f} {theirs:>12.2f} {unit:<5} {ratio:>8.1f} x")


def main() -> None:
    """Run all measurements and print a table."""
    theirs = peer("Mastodon.py==2.3.3")
    print(f"{'':<46}{'Trunkline':>12} {'Mastodon.py':>12} {'':<5} {'better by':>10}")
    for what, code in (
        ("import mastodon", "import mastodon"),
        ("import and construct a client", "import mastodon; mastodon.Mastodon(api_base_url='https://m.example')"),
    ):
        bare = wall(OURS, "pass"), wall(theirs, "pass")
        took = wall(OURS, code) - bare[0], wall(theirs, code) - bare[1]
        row(what, took[0] * 1000, took[1] * 1000, "ms", more_is_better=False)
    body = page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.json")
        file.write_bytes(body)
        for what, code, other in (
            ("read ten fields of each", PARSE_OURS, PARSE_THEIRS),
            ("read all fields of each", ALL_OURS, ALL_THEIRS),
        ):
            took = figures(OURS, code, str(file))["seconds"], figures(theirs, other, str(file))["seconds"]
            row(f"parse {len(body) // 1000} KB, {what}", took[0] * 1000, took[1] * 1000, "ms", more_is_better=False)
    near, far = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(body, far), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{near.recv()}"
    slow = figures(theirs, REQUESTS, url, "30")["per_second"]
    row(
        "timeline pages a second, one after another",
        figures(OURS, REQUESTS, url, "600")["per_second"],
        slow,
        "1/s",
        more_is_better=True,
    )
    row(
        "timeline pages a second, 100 at once (async)",
        figures(OURS, REQUESTS_ASYNC, url, "1000")["per_second"],
        slow,
        "1/s",
        more_is_better=True,
    )
    server.terminate()


if __name__ == "__main__":
    main()
