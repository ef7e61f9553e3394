"""No endpoint scans a large table, according to the query plans."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx2
import pytest

from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store

from .conftest import SITE
from .direct import client_of

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SIZE = 4_000

# These grow with the posts. (`accounts` is 25 times smaller: directory and search by name may read all of it.)
BIG = {
    "statuses", "home_feed", "list_feed", "notifications", "favourites", "bookmarks", "mentions", "statuses_tags",
    "follows", "media_attachments", "status_edits", "poll_votes", "account_conversations",
    "account_conversation_statuses", "preview_cards_statuses",
}  # fmt: skip


@dataclass
class Server:
    """A seeded server, seen by alice."""

    store: Store
    client: httpx2.Client
    places: dict[str, str]

    def queries(self, path: str) -> list[str]:
        """The SQL statements behind one request."""
        statements: list[str] = []
        self.store.connection.set_trace_callback(statements.append)
        try:
            response = self.client.get(path.format(**self.places))
        finally:
            self.store.connection.set_trace_callback(None)
        assert response.status_code == 200, response.text
        return [statement for statement in statements if statement.lstrip().upper().startswith(("SELECT", "WITH"))]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    store = Store(clock=lambda: NOW)
    populate(store, size=SIZE, now=NOW)
    alice = store.value("SELECT id FROM accounts WHERE username = 'alice'")
    token = {"token": "t", "app_id": 1, "account_id": alice, "scopes": "read write follow", "created_at": 1}
    store.insert("access_tokens", token)
    client = client_of(create_app(store, Hub(), SITE), headers={"Authorization": "Bearer t"})
    yield Server(store, client, places(store, alice))
    store.close()


def places(store: Store, alice: int) -> dict[str, str]:
    """Ids to fill into paths: of busy accounts and posts."""
    found = {
        "me": alice,
        "bob": store.value("SELECT id FROM accounts WHERE username = 'bob'"),
        "middle": store.value("SELECT id FROM statuses ORDER BY id LIMIT 1 OFFSET ?", (SIZE // 2,)),
        "thread": store.value(
            "SELECT id FROM statuses WHERE visibility = 'public' ORDER BY replies_count DESC LIMIT 1"
        ),
        "popular": store.value(
            "SELECT id FROM statuses WHERE visibility = 'public' ORDER BY favourites_count DESC LIMIT 1"
        ),
        "boosted": store.value(
            "SELECT id FROM statuses WHERE visibility = 'public' ORDER BY reblogs_count DESC LIMIT 1"
        ),
        "list": store.value("SELECT id FROM lists WHERE account_id = ?", (alice,)),
        "card": store.value("SELECT url FROM preview_cards JOIN preview_cards_statuses ON card_id = id LIMIT 1"),
    }
    return {name: str(value) for name, value in found.items()}


def scanned(connection: sqlite3.Connection, sql: str) -> set[str]:
    """The tables that `sql` walks through from one end (all of the table, or all of an index of it)."""
    tables = dict(connection.execute("SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0").fetchall())
    opened: dict[int, str] = {}
    found = set()
    for row in connection.execute(f"EXPLAIN {sql}").fetchall():
        opcode, p1, p2 = row[1], row[2], row[3]
        if opcode == "OpenRead":
            opened[p1] = tables.get(p2, "")
        elif opcode in {"Rewind", "Last", "Count"} and p1 in opened:
            found.add(opened[p1])
    return found


def test_scans_are_found(server: Server) -> None:
    connection = server.store.connection
    assert scanned(connection, "SELECT id FROM statuses WHERE text LIKE '%x%'") == {"statuses"}
    assert scanned(connection, "SELECT count(*) FROM favourites") == {"favourites"}
    assert scanned(connection, "SELECT s.id FROM lists l JOIN statuses s ON s.account_id = l.account_id") == {"lists"}
    assert scanned(connection, "SELECT text FROM statuses WHERE account_id = 5") == set()


PATHS = [
    "/api/v1/timelines/home?limit=40",
    "/api/v1/timelines/home?max_id={middle}",
    "/api/v1/timelines/home?min_id={middle}",
    "/api/v1/timelines/public",
    "/api/v1/timelines/public?max_id={middle}",
    "/api/v1/timelines/public?min_id={middle}",
    "/api/v1/timelines/public?local=true",
    "/api/v1/timelines/public?remote=true",
    "/api/v1/timelines/public?only_media=true",
    "/api/v1/timelines/public?local=true&only_media=true",
    "/api/v1/timelines/tag/photography",
    "/api/v1/timelines/tag/photography?min_id={middle}&local=true",
    "/api/v1/timelines/tag/photography?any[]=books&all[]=fotografie&none[]=cats",
    "/api/v1/timelines/link?url={card}",
    "/api/v1/timelines/list/{list}",
    "/api/v1/accounts/{bob}/statuses",
    "/api/v1/accounts/{bob}/statuses?max_id={middle}&exclude_replies=true&exclude_reblogs=true",
    "/api/v1/accounts/{bob}/statuses?only_media=true",
    "/api/v1/accounts/{bob}/statuses?pinned=true",
    "/api/v1/accounts/{bob}/statuses?tagged=python",
    "/api/v1/accounts/{bob}/followers",
    "/api/v1/accounts/{bob}/following",
    "/api/v1/accounts/{bob}",
    "/api/v1/accounts/{bob}/featured_tags",
    "/api/v1/accounts/{bob}/lists",
    "/api/v1/accounts/verify_credentials",
    "/api/v1/accounts/relationships?id[]={bob}",
    "/api/v1/accounts/familiar_followers?id[]={bob}",
    "/api/v1/accounts/search?q=al",
    "/api/v1/accounts/search?q=al&following=true",
    "/api/v1/accounts/lookup?acct=bob",
    "/api/v1/statuses/{thread}",
    "/api/v1/statuses/{thread}/context",
    "/api/v1/statuses/{thread}/history",
    "/api/v1/statuses/{popular}/favourited_by",
    "/api/v1/statuses/{boosted}/reblogged_by",
    "/api/v1/statuses/{popular}/quotes",
    "/api/v1/notifications",
    "/api/v1/notifications?types[]=mention",
    "/api/v1/notifications?exclude_types[]=favourite",
    "/api/v1/notifications?account_id={bob}",
    "/api/v1/notifications/unread_count",
    "/api/v1/notifications/requests",
    "/api/v2/notifications",
    "/api/v2/notifications?grouped_types[]=favourite",
    "/api/v2/notifications/unread_count",
    "/api/v2/notifications/policy",
    "/api/v1/favourites",
    "/api/v1/bookmarks",
    "/api/v1/conversations",
    "/api/v1/lists",
    "/api/v1/lists/{list}/accounts",
    "/api/v1/follow_requests",
    "/api/v1/blocks",
    "/api/v1/mutes",
    "/api/v1/followed_tags",
    "/api/v1/featured_tags",
    "/api/v1/featured_tags/suggestions",
    "/api/v1/endorsements",
    "/api/v1/tags/photography",
    "/api/v2/search?q=al",
    "/api/v2/search?q=bread&type=statuses",
    "/api/v2/search?q=bread&type=statuses&account_id={bob}",
    "/api/v2/search?q=photo&type=hashtags",
    "/api/v2/search?q=bob&type=accounts",
    "/api/v1/trends/tags",
    "/api/v1/trends/statuses",
    "/api/v1/trends/links",
    "/api/v2/suggestions",
    "/api/v1/directory?order=active",
    "/api/v1/directory?order=new&local=true",
    "/api/v1/instance",
    "/api/v2/instance",
    "/api/v1/instance/activity",
    "/api/v1/polls/1",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_endpoint_walks_through_a_big_table(server: Server, path: str) -> None:
    queries = server.queries(path)
    assert queries
    walks = {query: scanned(server.store.connection, query) & BIG for query in queries}
    assert {query: tables for query, tables in walks.items() if tables} == {}


@pytest.mark.parametrize("path", ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications"])
def test_a_page_of_forty_needs_few_queries(server: Server, path: str) -> None:
    assert len(server.client.get(f"{path}?limit=40").json()) == 40
    assert len(server.queries(f"{path}?limit=40")) < 30
