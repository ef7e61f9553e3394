"""Three loads while people post, edit, delete and follow: nothing that the server holds is missing in the tables."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.likes.conftest import Server
from tests.pipeline.conftest import Loader, loader  # noqa: F401  (a fixture)
from trunkline.cli.output.terminal import say

pytestmark = pytest.mark.soak

TABLES = {
    "timelines_home": ("home", "timelines/home"),
    "timelines_public": ("local", "timelines/public"),
    "account_statuses": ("own", "accounts/1/statuses"),
    "notifications": ("notifications", "notifications"),
    "following": ("following", "accounts/1/following"),
    "followers": ("fans", "accounts/1/followers"),
    "hashtags": ("tagged", "timelines/tag/incremental"),
    "favourites": ("favourites", "favourites"),
    "bookmarks": ("bookmarks", "bookmarks"),
}
"""Tables, with the lists of the server's store and the paths that they are read from."""

LATER = ("carol", "dave")
"""People who follow alice after the first load and after the second."""


@dataclass
class Rounds:
    """Loads of one server, and what it has held at the end of each."""

    server: Server
    loader: Loader
    ever: dict[str, set[int]] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)

    @property
    def tables(self) -> dict[str, str]:
        """The tables that the family has a list for, with that list."""
        return {table: name for table, (name, path) in TABLES.items() if self.server.has("GET", f"/api/v1/{path}")}

    def happen(self, number: int) -> None:
        """Post, edit, delete and mark; one is followed no more; another's older posts come, and so do followers."""
        sandbox = self.server.sandbox
        sandbox.clock.advance(seconds=2)  # a load in the second of a post is another matter
        sandbox.follow(LATER[number], "alice")
        for one in range(25):
            post = sandbox.post("bob", f"@alice #incremental {number} {one}")
            own = sandbox.post("alice", f"{number} {one}")
            self.posts += [own.id]
            for mark in ("favourite", "bookmark"):
                with suppress(ValueError):  # the family has no bookmarks
                    sandbox.request("alice", "POST", f"/api/v1/statuses/{post.id}/{mark}")
        with suppress(ValueError):
            sandbox.request("alice", "PUT", f"/api/v1/statuses/{self.posts[-3]}", status="edited")
        sandbox.request("alice", "DELETE", f"/api/v1/statuses/{self.posts[-5]}")
        if number == 0:
            sandbox.request("alice", "POST", f"/api/v1/accounts/{sandbox.accounts['eve']}/unfollow")
        else:
            sandbox.follow("alice", "grace")

    def load(self) -> dict[str, int]:
        sandbox = self.server.sandbox
        return self.loader.load(
            api_base_url=sandbox.url,
            access_token=sandbox.token_for("alice"),
            resources=list(self.tables),
            hashtags=["incremental"],
            local=True,
            private=True,
            consent=False,
        )

    def look(self) -> dict[str, tuple[int, int]]:
        """Return how many rows of each table are missing, and how many the server has never held."""
        found = {}
        for table, name in self.tables.items():
            held = set(self.server.held.ids(name))
            ever = self.ever.setdefault(table, set())
            ever |= held
            rows = self.server.held.numbers(row["id"] for row in self.loader.rows(f"SELECT id FROM {table}"))
            assert len(rows) == len(set(rows)), f"{table} has rows twice"
            found[table] = len(held - set(rows)), len(set(rows) - ever)
        return found


def test_what_is_missing_after_each_round(server: Server, loader: Loader) -> None:  # noqa: F811  (the fixture)
    rounds = Rounds(server, loader)
    for name in LATER:
        unfollow = f"/api/v1/accounts/{server.sandbox.accounts['alice']}/unfollow"
        server.sandbox.request(name, "POST", unfollow)
    seen: list[dict[str, Any]] = []
    for number in range(3):
        rounds.load()
        seen.append(rounds.look())
        say(f"{server.like or 'mastodon'} round {number}: {seen[-1]}")
        if number < 2:
            rounds.happen(number)
    assert seen == [dict.fromkeys(rounds.tables, (0, 0))] * 3
    assert not {*rounds.load()} & {*rounds.tables}, "a load that has nothing to do writes rows"
