"""Two hundred clients at once: each gets its answers, and nothing that they send is lost or doubled."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest

from trunkline import Mastodon
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox
from trunkline.text import html_to_text

CLIENTS = 200
POSTS = 3

pytestmark = pytest.mark.soak


class Connection:
    """A connection that is kept open, of somebody who does not wait for others."""

    def __init__(self, url: str, token: str) -> None:
        self._address = urlsplit(url)
        self._head = f"Host: {self._address.netloc}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json"

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(self._address.hostname, self._address.port)

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and return the JSON of the answer."""
        data = b"" if body is None else json.dumps(body).encode()
        self._writer.write(
            f"{method} {path} HTTP/1.1\r\n{self._head}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
        )
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        content = await self._reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
        assert head.startswith("http/1.1 200"), head + content.decode()
        return json.loads(content)

    def close(self) -> None:
        """Leave."""
        self._writer.close()


async def client(number: int, url: str, token: str, post: str) -> list[str]:
    """Post, read and boost; return the ids of the posts."""
    connection = Connection(url, token)
    await connection.open()
    made = []
    for turn in range(POSTS):
        sent = await connection.ask("POST", "/api/v1/statuses", {"status": f"Number {number}, {turn}"})
        made.append(sent["id"])
        assert len(await connection.ask("GET", "/api/v1/timelines/home?limit=5")) == 5
        assert (await connection.ask("GET", f"/api/v1/statuses/{sent['id']}"))["id"] == sent["id"]
        assert (await connection.ask("POST", f"/api/v1/statuses/{post}/favourite"))["favourited"]
    connection.close()
    return made


async def everybody(url: str, tokens: list[str], post: str) -> list[str]:
    """Let all clients do so at once; return the ids of all posts."""
    done = await asyncio.gather(*(client(number, url, token, post) for number, token in enumerate(tokens)))
    return [one for made in done for one in made]


@pytest.mark.parametrize("process", [False, True])
def test_nothing_is_lost(process: bool) -> None:
    with Sandbox(size=60, seed=1, rate_limits=None, process=process) as sandbox:
        names = ["alice", "bob", "carol", "eve"]
        tokens = [sandbox.token_for(names[number % 4]) for number in range(CLIENTS)]
        first = Mastodon(access_token=tokens[0], api_base_url=sandbox.url, rate_limiter=RateLimiter())
        post = first.status_post("Everybody likes this")
        made = asyncio.run(everybody(sandbox.url, tokens, str(post.id)))
        assert len(set(made)) == CLIENTS * POSTS
        assert first.status(post).favourites_count == 4
        texts: Counter[str] = Counter()
        for name in names:
            account = first.account_lookup(name)
            theirs = first.fetch_remaining(first.account_statuses(account, limit=40))
            texts.update(html_to_text(one.content) for one in theirs if str(one.id) in made)
        assert texts == Counter(f"Number {number}, {turn}" for number in range(CLIENTS) for turn in range(POSTS))
