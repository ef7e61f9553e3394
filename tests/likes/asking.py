"""Recorded requests of real servers, asked of the sandbox that answers like them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx2

from trunkline.sandbox import Sandbox

Exchange = dict[str, Any]

_FILE = Path(__file__).parents[1] / "contract" / "corpus" / "servers.jsonl.gz"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_JSON_READERS = frozenset({"hollo"})


@cache
def recorded(like: str) -> list[Exchange]:
    """Return the exchanges of the server of a family."""
    with gzip.open(_FILE, "rt", encoding="utf-8") as lines:
        return [one for one in map(json.loads, lines) if one["server"].partition("-")[0] == like]


@dataclass
class World:
    """A sandbox with something of everything that was recorded, and a client of alice.

    Attributes:
        sandbox: the sandbox.
        like: its family.
        client: sends the token of alice.
    """

    sandbox: Sandbox
    like: str
    client: httpx2.Client
    status: str = field(init=False)

    def __post_init__(self) -> None:
        sandbox = self.sandbox
        others = [sandbox.post("bob", f"number {number} #many") for number in range(8)]
        posts = [sandbox.post("alice", f"hello {number} #many") for number in range(8)]
        poll = sandbox.post("alice", "which?", poll=["one", "two"])
        sandbox.post("alice", "a picture", media=[sandbox.upload("alice", _PIXEL)])
        sandbox.post("bob", "@alice ok", reply_to=posts[-1])
        sandbox.request("bob", "POST", f"/api/v1/statuses/{posts[-1].id}/favourite")
        for action in ("reblog", "favourite", "bookmark"):
            sandbox.request("alice", "POST", f"/api/v1/statuses/{others[-1].id}/{action}")
        sandbox.request("alice", "PUT", f"/api/v1/statuses/{poll.id}", status="which one?")
        sandbox.post("bob", "@alice psst", visibility="direct")
        for one, other in (("alice", "bob"), ("bob", "alice")):
            sandbox.follow(one, other)
        moment = "2026-06-01T00:00:00Z"
        sandbox.request("alice", "POST", "/api/v1/statuses", status="later", scheduled_at=moment)
        marker = {"last_read_id": posts[-1].id}
        sandbox.request("alice", "POST", "/api/v1/markers", home=marker)
        sandbox.request("alice", "POST", "/api/v1/lists", title="friends")
        self.status = posts[-1].id

    def ask(self, exchange: Exchange) -> httpx2.Response:
        """Ask the sandbox what was recorded, with ids of its own."""
        path, _, variant = exchange["path"].partition("#")
        headers = {"Authorization": "Bearer wrong"} if variant == "bad_token" else {}
        query: list[tuple[str, str | int | float | bool | None]] = [
            (name, self._id(value, path)) for name, value in parse_qsl(exchange.get("query") or "")
        ]
        return self.client.request(
            exchange["method"],
            self.sandbox.url + self._path(path, exchange["status"]),
            params=query,
            headers=headers,
            **self._content(exchange, variant),
        )

    def _path(self, path: str, status: int) -> str:
        parts = path.split("/")
        if len(parts) > 4 and parts[3] in {"accounts", "statuses"} and self._is_recorded_id(parts[4]):
            parts[4] = self.sandbox.accounts["alice"] if parts[3] == "accounts" else self.status
        return "/".join(parts)

    def _id(self, value: str, path: str) -> str:
        if not self._is_recorded_id(value):
            return value
        return self.sandbox.accounts["bob"] if "/accounts" in path else self.status

    def _is_recorded_id(self, text: str) -> bool:
        known = any(letter.isdigit() for letter in text) and len(text) >= 18
        return known and set(text) != {"9"} and ":" not in text

    def _content(self, exchange: Exchange, variant: str) -> Mapping[str, Any]:
        if exchange["method"] == "GET" or variant == "empty":
            return {}
        path = exchange["path"]
        if "/media" in path and exchange["method"] == "POST":
            content = b"no picture" if variant == "not_an_image" else _PIXEL
            return {"files": {"file": ("pixel.png", content, "image/png")}}
        request = exchange.get("request")
        body = dict((request or {}).get("body") or {})
        if not body:
            return {}
        if variant == "too_long":
            body["status"] = "x" * 600
        if variant == "scheduled_at":
            body["scheduled_at"] = "2026-06-02T00:00:00+00:00"
        body = {name: self._id(value, path) if isinstance(value, str) else value for name, value in body.items()}
        if path == "/api/v1/markers":
            body = {"home": {"last_read_id": self.status}} if self.like in _JSON_READERS else body
        if self.like in _JSON_READERS and path.startswith("/api/v1/") and "apps" not in path:
            return {"json": body}
        return {"data": body}


def shapes(value: Any, kind_of: Any, label: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of all objects in a JSON value as `kind.field`, with the type of each that is not null.

    Args:
        value: the value.
        kind_of: gives the kind of an entity, or nothing.
        label: the kind of what has none.
    """
    if isinstance(value, list):
        for one in value:
            yield from shapes(one, kind_of, label)
    elif isinstance(value, dict):
        kind = kind_of(value) or label
        for name, one in value.items():
            yield f"{kind}.{name}", "" if one is None else type_of(one)
            yield from shapes(one, kind_of, f"{kind}.{name}")


def type_of(value: Any) -> str:
    """Return the name of a JSON type."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return {str: "text", list: "list", dict: "object", type(None): "null"}[type(value)]
