"""The server that both libraries talk to: the same people and things in every run, whose ids arguments are made of."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from trunkline.sandbox import Sandbox
from trunkline.sandbox.sandbox import ALL_SCOPES

from .proxy import Proxy, proxy

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_ME = "mia"


@dataclass(frozen=True)
class World:
    """A server behind a proxy.

    Attributes:
        things: ids and names of what is there, by kind.
        token: the token of mia, who may do everything and runs the server.
    """

    sandbox: Sandbox
    proxy: Proxy
    things: dict[str, str]
    token: str


def picture(color: tuple[int, int, int] = (32, 96, 160)) -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(content, "PNG")
    return content.getvalue()


@contextmanager
def world() -> Iterator[World]:
    """Start the server; what is there now is what there is after each reset."""
    with Sandbox(size=200, seed=1, rate_limits=None, now=NOW, ordered_streams=True) as sandbox:
        mia = sandbox.person(_ME, role="Owner", discoverable=True)
        things = _things(sandbox, mia.id)
        token = sandbox.token_for(_ME, ALL_SCOPES)
        sandbox.checkpoint()
        with proxy(sandbox) as server:
            yield World(sandbox, server, things, token)


def _things(sandbox: Sandbox, mia: str) -> dict[str, str]:
    """Make one of each kind."""

    def make(method: str, path: str, who: str = _ME, **parameters: Any) -> Any:
        return sandbox.request(who, method, path, **parameters)

    def made(path: str, **parameters: Any) -> str:
        return str(make("POST", path, **parameters)["id"])

    noah = sandbox.person("noah", discoverable=True)
    lena = sandbox.person("lena")
    rita = sandbox.person("rita", approved=False)
    sandbox.follow("mia", "noah")
    sandbox.follow("noah", "mia")
    sandbox.follow("mia", "bob")
    own = sandbox.post(_ME, "A post of mia with #things and https://example.org/page")
    post = sandbox.post("noah", "A post of noah #things")
    reply = sandbox.post("noah", "@mia An answer", reply_to=own.id)
    poll = sandbox.post("noah", "Which?", poll=["one", "two", "three"])
    quote = sandbox.post("noah", "See this", quote=own.id)
    sandbox.post("noah", "@mia A letter", visibility="direct")
    make("POST", f"/api/v1/statuses/{own.id}/favourite", "noah")
    things = {
        "account": noah.id,
        "me": mia,
        "pending account": rita.id,
        "stranger": lena.id,
        "status": post.id,
        "own status": own.id,
        "reply": reply.id,
        "quote": quote.id,
        "poll": str(make("GET", f"/api/v1/statuses/{poll.id}")["poll"]["id"]),
        "media": sandbox.upload(_ME, picture(), description="A picture"),
        "list": made("/api/v1/lists", title="Friends"),
        "scheduled": made("/api/v1/statuses", status="Later", scheduled_at="2026-06-02T12:00:00Z"),
        "filter": made("/api/v1/filters", phrase="spoiler", context=["home"]),
        "featured tag": made("/api/v1/featured_tags", name="things"),
        "announcement": sandbox.announce("The server is moved tonight."),
        "report": "",
        "domain block": made("/api/v1/admin/domain_blocks", domain="blocked.example", severity="silence"),
        "domain allow": made("/api/v1/admin/domain_allows", domain="allowed.example"),
        "email domain block": made("/api/v1/admin/email_domain_blocks", domain="mail.example"),
        "ip block": made("/api/v1/admin/ip_blocks", ip="192.0.2.7", severity="no_access", comment="test"),
        "canonical email block": made("/api/v1/admin/canonical_email_blocks", email="someone@mail.example"),
        "collection": "",
        "item": "",
        "notification request": "0",
        "conversation": "0",
        "notification": "0",
        "group key": "ungrouped-0",
    }
    make("POST", f"/api/v1/lists/{things['list']}/accounts", account_ids=[noah.id])
    v2 = make(
        "POST",
        "/api/v2/filters",
        title="Words",
        context=["home"],
        filter_action="warn",
        keywords_attributes=[{"keyword": "secret", "whole_word": True}],
    )
    things["filter v2"], things["keyword"] = str(v2["id"]), str(v2["keywords"][0]["id"])
    things["filter status"] = made(f"/api/v2/filters/{v2['id']}/statuses", status_id=post.id)
    make("POST", "/api/v1/reports", "noah", account_id=sandbox.accounts["bob"], comment="Look")
    things["report"] = str(make("GET", "/api/v1/admin/reports")[0]["id"])
    about: dict[str, Any] = {"description": "Good ones", "sensitive": False, "discoverable": True}
    collection = make("POST", "/api/v1/collections", name="People", account_ids=[noah.id], **about)
    things["collection"] = str(collection["collection"]["id"])
    things["item"] = str(collection["collection"]["items"][0]["id"])
    notifications = make("GET", "/api/v1/notifications")
    things["notification"], things["group key"] = str(notifications[0]["id"]), str(notifications[0]["group_key"])
    conversations = make("GET", "/api/v1/conversations")
    if conversations:
        things["conversation"] = str(conversations[0]["id"])
    return things


def write_files(folder: Path) -> None:
    """Write the files that calls upload."""
    (folder / "picture.png").write_bytes(picture())
    (folder / "other.png").write_bytes(picture((160, 32, 32)))
    (folder / "without-ending").write_bytes(picture())
    (folder / "empty.png").touch()
    (folder / "words.txt").write_text("No picture")
    (folder / "a-folder").mkdir(exist_ok=True)
