"""A tiny server with canned objects, for tests that count requests or need a server that misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

Json = dict[str, Any]

TOKEN = "canned-token-0123456789-abcdefghij"
FIRST = 113_000_000_000_000_000


def account(number: int = 1, **fields: Any) -> Json:
    """An account as Mastodon sends it."""
    name = f"user{number}"
    return {
        "id": str(number),
        "username": name,
        "acct": name,
        "display_name": f"User {number}",
        "locked": False,
        "bot": False,
        "discoverable": None,
        "created_at": "2024-01-01T00:00:00.000Z",
        "note": "<p>Hello</p>",
        "url": f"https://canned.test/@{name}",
        "uri": f"https://canned.test/users/{name}",
        "followers_count": 3,
        "statuses_count": 10,
        "last_status_at": "2026-01-02",
        "emojis": [],
        "roles": [],
        "fields": [{"name": "site", "value": "https://canned.test", "verified_at": None}],
        **fields,
    }


def status(number: int, **fields: Any) -> Json:
    """A status as Mastodon sends it; a greater number is newer by a minute."""
    return {
        "id": str(FIRST + number),
        "created_at": f"2026-01-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00.000Z",
        "in_reply_to_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://canned.test/statuses/{number}",
        "url": f"https://canned.test/@user1/{number}",
        "replies_count": 0,
        "favourites_count": number,
        "edited_at": None,
        "content": f"<p>Post {number}</p>",
        "reblog": None,
        "application": {"name": "Web", "website": None},
        "account": account(),
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": "canned", "url": "https://canned.test/tags/canned"}],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
        "quote_approval": {"automatic": ["public"], "manual": [], "current_user": "automatic"},
        **fields,
    }


def notification(number: int, **fields: Any) -> Json:
    """A notification; ids are small numbers that count."""
    return {
        "id": str(number),
        "type": "favourite",
        "created_at": "2026-01-02T00:00:00.000Z",
        "account": account(2),
        "status": status(1),
        "group_key": f"ungrouped-{number}",
        **fields,
    }


@dataclass
class Canned:
    """Content of the server: lists by path, newest first, and single objects.

    Attributes:
        lists: pages are cut from these, by ``id`` or by the place in the list.
        objects: answered as they are.
        by_id: answered to requests with ``id[]``.
        places: where pages are cut, for lists whose items have no proper ids.
        texts: answered as plain text.
        headers: further headers of answers, by path.
        seen: method-less targets of all requests, in order.
        agents: how the programs behind them introduced themselves.
        building: number of answers, by path, in which a list is still empty, with status 206.
        before: called with each path before it is answered; may raise `Refusal`.
        members: what the server shows to others, by their tokens.
    """

    lists: dict[str, list[Json]] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    by_id: dict[str, list[Json]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    building: dict[str, int] = field(default_factory=dict)
    before: Callable[[str], None] = lambda path: None
    members: dict[str, Canned] = field(default_factory=dict)
    url: str = ""

    def requests(self, path: str) -> list[dict[str, str]]:
        """The queries of the requests for *path*."""
        found = [urlsplit(target) for target in self.seen]
        return [{k: v[0] for k, v in parse_qs(t.query).items()} for t in found if t.path == path]


class Refusal(Exception):
    """Answer with this status."""

    def __init__(self, status: int, message: str = "no") -> None:
        super().__init__(message)
        self.status = status


def answer(canned: Canned, target: str) -> tuple[Any, str | None]:
    """The body for *target*, and its Link header."""
    parts = urlsplit(target)
    query = parse_qs(parts.query)
    canned.before(parts.path)
    if parts.path in canned.texts:
        return canned.texts[parts.path], None
    if parts.path in canned.objects:
        return canned.objects[parts.path], None
    if parts.path in canned.by_id:
        return [item for item in canned.by_id[parts.path] if item["id"] in query.get("id[]", [])], None
    if parts.path not in canned.lists:
        raise Refusal(404, "Record not found")
    return _page(canned, parts.path, {k: v[0] for k, v in query.items()})


def _page(canned: Canned, path: str, query: dict[str, str]) -> tuple[list[Json], str | None]:
    items, size = canned.lists[path], int(query.get("limit", 20))
    relation = path.endswith(("following", "followers"))
    places = {
        id(item): canned.places[path][n] if path in canned.places else len(items) - n if relation else int(item["id"])
        for n, item in enumerate(items)
    }
    with_id = [item for item in items if isinstance(item, dict) and "id" in item]
    by_id = {item["id"]: places[id(item)] for item in with_id} if path in canned.places and not relation else {}
    low, high = (
        by_id.get(query.get(name), int(query.get(name, limit))) for name, limit in (("min_id", 0), ("max_id", 2**63))
    )
    found = [item for item in items if low < places[id(item)] < high]
    found = found[-size:] if "min_id" in query else found[:size]
    if not found:
        return [], None
    following = urlencode({**query, "max_id": places[id(found[-1])]})
    return found, f'<{canned.url}{path}?{following}>; rel="next"'


@contextmanager
def serve(canned: Canned) -> Iterator[Canned]:
    """Serve *canned* on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            canned.seen.append(self.path)
            canned.agents.append(self.headers["User-Agent"])
            link = None
            try:
                code = 200
                member = canned.members.get((self.headers["Authorization"] or "").removeprefix("Bearer "), canned)
                body, link = answer(member, self.path)
                path = urlsplit(self.path).path
                if canned.building.get(path):
                    canned.building[path] -= 1
                    code, body, link = 206, [], None
            except Refusal as refusal:
                code, body = refusal.status, {"error": str(refusal)}
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(code)
            self.send_header("Content-Type", "text/plain" if isinstance(body, str) else "application/json")
            for name, value in canned.headers.get(urlsplit(self.path).path, {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            if link:
                self.send_header("Link", link)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    for one in (canned, *canned.members.values()):
        one.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield canned
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
