"""Compare the sandbox with mastodon_mock 0.6.1: requests per second, by what is asked, of one client and of many.

``python benchmarks/sandbox.py``; ``--quick`` is a smoke test of a few seconds.

Both servers run in a process of their own and hold the same posts of one person. The client is a third process that
speaks HTTP over connections that are kept open, so that it costs little.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from peers import OURS, figures, peer
from trunkline.sandbox import Sandbox

MOCK = "mastodon_mock==0.6.1"
POSTS = 60
CLIENTS = 200
ROUNDS = 3
"""Number of runs of each measurement of one client; the best of a server counts: other programs only slow it down."""

LOAD = """
import asyncio, json, sys, time
from urllib.parse import urlsplit
url, token, what, count, clients = urlsplit(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
head = f"Host: {url.netloc}\\r\\nAuthorization: Bearer {token}\\r\\nContent-Type: application/json\\r\\n"
async def ask(reader, writer, method, path, body=b""):
    writer.write(f"{method} {path} HTTP/1.1\\r\\n{head}Content-Length: {len(body)}\\r\\n\\r\\n".encode() + body)
    answer = (await reader.readuntil(b"\\r\\n\\r\\n")).lower()
    content = await reader.readexactly(int(answer.split(b"content-length:")[1].split(b"\\r\\n")[0]))
    return content if answer.split(b" ", 2)[1] == b"200" else None
async def client(number, path):
    answered = 0
    try:
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        for turn in range(count // clients):
            if what == "post":
                text = {"status": f"Post {number} {turn} #tag https://example.com/"}
                found = await ask(reader, writer, "POST", path, json.dumps(text).encode())
            else:
                found = await ask(reader, writer, "GET", path)
            answered += found is not None
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        pass
    return answered
async def main():
    connection = await asyncio.open_connection(url.hostname, url.port)
    me = json.loads(await ask(*connection, "GET", "/api/v1/accounts/verify_credentials"))["id"]
    path = {"home": "/api/v1/timelines/home", "account": f"/api/v1/accounts/{me}", "post": "/api/v1/statuses",
            "instance": "/api/v2/instance", "search": "/api/v2/search?q=Post&resolve=false"}.get(what)
    if path is None:
        mine = json.loads(await ask(*connection, "GET", f"/api/v1/accounts/{me}/statuses"))
        path = f"/api/v1/statuses/{mine[0]['id']}"
    begun = time.perf_counter()
    answered = sum(await asyncio.gather(*(client(number, path) for number in range(clients))))
    seconds = time.perf_counter() - begun
    print(json.dumps({"per_second": answered / seconds, "lost": count - answered}))
asyncio.run(main())
"""

ASKED = {
    "home": "home timeline, 20 posts",
    "status": "one post",
    "account": "an account",
    "instance": "the instance",
    "search": "a search",
    "post": "posting",
}


@contextmanager
def ours() -> Iterator[tuple[str, str]]:
    """Run the sandbox, and give its URL and a token."""
    with Sandbox(size=0, rate_limits=None, process=True) as sandbox:
        yield sandbox.url, sandbox.person("bench").token


@contextmanager
def mock() -> Iterator[tuple[str, str]]:
    """Run mastodon_mock in memory, and give its URL and a token."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = peer(MOCK).with_name("mastodon_mock")
    arguments = [str(command), "serve", "--in-memory", "--port", str(port), "--log-level", "error"]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean)
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/api/v1/instance").close()
                break
            except OSError:
                time.sleep(0.1)
        yield url, "mock_token"
    finally:
        server.terminate()
        server.wait()


def measured(servers: Sequence[tuple[str, str]], what: str, count: int, clients: int, rounds: int) -> str:
    """Measure both servers in turns, and return the figures of both as a line of the table."""
    best, lost = [0.0, 0.0], [0.0, 0.0]
    for _ in range(rounds):
        for place, server in enumerate(servers):
            found = figures(OURS, LOAD, *server, what, str(count), str(clients))
            best[place] = max(best[place], found["per_second"])
            lost[place] = max(lost[place], found["lost"])
    shown = [
        f"{speed:>8.0f} {f'({missing:.0f} lost)' if missing else '':<12}"
        for speed, missing in zip(best, lost, strict=True)
    ]
    return f"{shown[0]} {shown[1]} {'1/s':<5} {best[0] / best[1]:>8.1f} x" if best[1] else f"{shown[0]} {shown[1]}"


def main() -> None:
    """Run all measurements and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rounds, count = (1, 20) if quick else (ROUNDS, 200)
    with ours() as first, mock() as second:
        servers = (first, second)
        for server in servers:
            figures(OURS, LOAD, *server, "post", str(POSTS), "1")
        print(f"{'':<36}{'Trunkline':>14} {'mastodon_mock':>24} {'better by':>23}")
        for what, title in ASKED.items():
            print(f"{title + ', 1 client':<36}{measured(servers, what, count, 1, rounds)}", flush=True)
        for what in ("home", "post"):
            print(
                f"{f'{ASKED[what]}, {CLIENTS} at once':<36}{measured(servers, what, CLIENTS, CLIENTS, 1)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
