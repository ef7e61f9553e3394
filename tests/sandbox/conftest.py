"""A small community in memory, and a client that talks to the app without a network."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import pytest
from starlette.applications import Starlette
from tests.sandbox.direct import client_of

from trunkline.sandbox import web
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.rules.registration import add_local_account
from trunkline.sandbox.store.database import Store

SITE = ServerSite("http://mastodon.test", "mastodon.test")
BASE = SITE.url
ALL_SCOPES = "read write follow push profile"
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until a test moves it; each reading is one millisecond later."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def advance(self, **amount: float) -> None:
        """Advance the clock."""
        self.time += timedelta(**amount)


@dataclass
class RecordingHub:
    """Records every event; every channel has a listener."""

    events: list[tuple[str, str | None, list[str]]] = field(default_factory=list)

    def publish(self, event: str, payload: str | None, channels: Iterable[str]) -> None:
        self.events.append((event, payload, list(channels)))

    def has_listeners(self, channel: str) -> bool:
        return True

    def metrics_text(self) -> str:
        return ""

    def channels(self, event: str) -> set[str]:
        """Return all channels that got an event of this kind."""
        return {channel for kind, _, channels in self.events if kind == event for channel in channels}


class Person:
    """A local account with a token, and requests in its name."""

    def __init__(self, world: "World", account_id: int, username: str, token: str) -> None:
        self.world = world
        self.id = account_id
        self.username = username
        self.token = token

    def request(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.world.request(method, path, status, headers=headers, **options)

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.request("GET", path, status, **options).json()

    def post(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.request("POST", path, status, **options).json()

    def put(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.request("PUT", path, status, **options).json()

    def patch(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.request("PATCH", path, status, **options).json()

    def delete(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.request("DELETE", path, status, **options).json()

    def say(self, text: str, **params: Any) -> Any:
        """Post a status."""
        return self.post("/api/v1/statuses", json={"status": text, **params})

    def follow(self, other: "Person", **params: Any) -> Any:
        return self.post(f"/api/v1/accounts/{other.id}/follow", json=params)


class World:
    """The store, the app, and a client for both."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.store = Store(clock=self.clock)
        self.hub = RecordingHub()
        self.app: Starlette = create_app(self.store, self.hub, SITE, routes=web.routes)
        self.client = client_of(self.app, BASE)
        self.app_id = self.store.insert(
            "apps",
            {
                "name": "Test app",
                "website": "https://app.example",
                "redirect_uris": '["urn:ietf:wg:oauth:2.0:oob"]',
                "scopes": ALL_SCOPES,
                "client_id": "client",
                "client_secret": "secret",
                "created_at": self.store.now(),
            },
        )

    def request(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        response = self.client.request(method, path, **options)
        assert response.status_code == status, response.text
        return response

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        """Send an anonymous GET request and return the JSON."""
        return self.request("GET", path, status, **options).json()

    def person(self, username: str, scopes: str = ALL_SCOPES) -> Person:
        """Create a local account with a token."""
        account_id = add_local_account(self.store, username, f"{username}@mail.example")
        return Person(self, account_id, username, self.token(account_id, scopes))

    def token(self, account_id: int | None, scopes: str = ALL_SCOPES, **columns: Any) -> str:
        """Create a token; without an account, of the app itself."""
        token = f"token-{self.store.value('SELECT count(*) FROM access_tokens')}"
        values = {
            "token": token,
            "app_id": self.app_id,
            "account_id": account_id,
            "scopes": scopes,
            "created_at": self.store.now(),
            **columns,
        }
        self.store.insert("access_tokens", values)
        return token

    def remote_account(self, username: str, domain: str) -> int:
        """Create a remote account."""
        account_id = self.store.new_id()
        values = {
            "id": account_id,
            "username": username,
            "domain": domain,
            "url": f"https://{domain}/@{username}",
            "uri": f"https://{domain}/users/{username}",
            "created_at": self.store.now(),
        }
        self.store.insert("accounts", values)
        return account_id

    def remote_status(self, account_id: int, text: str, **columns: Any) -> int:
        """Create a status of a remote account."""
        status_id = self.store.new_id()
        values = {
            "id": status_id,
            "account_id": account_id,
            "local": 0,
            "uri": f"https://far.example/statuses/{status_id}",
            "url": f"https://far.example/@x/{status_id}",
            "text": text,
            "content": f"<p>{text}</p>",
            "language": "en",
            "conversation_id": status_id,
            "created_at": self.store.now(),
            **columns,
        }
        self.store.insert("statuses", values)
        return status_id

    def media(self, owner: Person, **columns: Any) -> int:
        """Create a processed image."""
        media_id = self.store.new_id()
        values = {
            "id": media_id,
            "account_id": owner.id,
            "type": "image",
            "path": f"/system/media/{media_id}.png",
            "preview_path": f"/system/media/{media_id}-small.png",
            "meta": '{"original": {"width": 10, "height": 10, "size": "10x10", "aspect": 1.0}}',
            "blurhash": "UGC~-#M{0JfkNFofR%M{IURj%Mt7E0oM%MR*",
            "created_at": self.store.now(),
            **columns,
        }
        self.store.insert("media_attachments", values)
        return media_id

    def count_queries(self) -> "QueryCounter":
        return QueryCounter(self.store.connection)


class QueryCounter:
    """Counts the SQL statements that run inside a `with` block."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.statements: list[str] = []

    def __enter__(self) -> Self:
        self._connection.set_trace_callback(self.statements.append)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.set_trace_callback(None)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.store.close()


@pytest.fixture
def ann(world: World) -> Person:
    return world.person("ann")


@pytest.fixture
def bob(world: World) -> Person:
    return world.person("bob")


@pytest.fixture
def eve(world: World) -> Person:
    """An account without followers."""
    return world.person("eve")


@pytest.fixture
def chief(world: World) -> Person:
    """The owner of the server."""
    made = world.person("chief", f"{ALL_SCOPES} admin:read admin:write")
    world.store.execute("UPDATE users SET role_id = 3 WHERE account_id = ?", (made.id,))
    return made
