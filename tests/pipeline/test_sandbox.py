"""A whole sandbox loaded into DuckDB: the tables hold all that the token may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.pipeline.conftest import Loader
from trunkline import Mastodon
from trunkline.sandbox import Sandbox

HASHTAG = "astronomy"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server of 300 posts that this test may change."""
    with Sandbox(size=300, seed=1, rate_limits=None) as running:
        yield running


class Alice:
    """Alice's account: what the server holds for her, and her loads."""

    def __init__(self, sandbox: Sandbox, loader: Loader) -> None:
        self.sandbox, self.loader = sandbox, loader
        self.id = sandbox.accounts["alice"]
        self.token = sandbox.token_for("alice")
        self.client = Mastodon(api_base_url=sandbox.url, access_token=self.token)

    def load(self, **arguments: Any) -> dict[str, int]:
        return self.loader.load(
            api_base_url=self.sandbox.url, access_token=self.token, private=True, consent=False, **arguments
        )

    def held(self, sql: str) -> set[str]:
        """Ids that the server's database has; ``:me`` is Alice."""
        return {str(value) for value in self.sandbox.store.column(sql, {"me": int(self.id)})}

    def loaded(self, table: str) -> set[str]:
        return {row["id"] for row in self.loader.rows(f"SELECT id FROM {table}")}


@pytest.fixture
def alice(sandbox: Sandbox, loader: Loader) -> Alice:
    return Alice(sandbox, loader)


@pytest.mark.soak
def test_every_table_holds_what_the_server_holds(alice: Alice) -> None:
    some = sorted(alice.held("SELECT status_id FROM home_feed WHERE account_id = :me"))[:25]
    everything: dict[str, Any] = {"hashtags": [HASHTAG], "search": [HASHTAG], "statuses": some}
    alice.load(**everything)
    unwanted = """SELECT target_account_id FROM blocks WHERE account_id = :me
        UNION SELECT account_id FROM blocks WHERE target_account_id = :me
        UNION SELECT target_account_id FROM mutes WHERE account_id = :me"""
    expected = {
        "accounts": {alice.id},
        "account_statuses": alice.held("SELECT id FROM statuses WHERE account_id = :me"),
        "timelines_home": alice.held("SELECT status_id FROM home_feed WHERE account_id = :me"),
        "timelines_public": alice.held(
            f"SELECT id FROM statuses WHERE in_public_feed = 1 AND account_id NOT IN ({unwanted})"
        ),
        "statuses": set(some),
        "notifications": alice.held("SELECT id FROM notifications WHERE account_id = :me AND filtered = 0"),
        "hashtags": alice.held(
            f"""SELECT s.id FROM statuses s JOIN statuses_tags x ON x.status_id = s.id JOIN tags t ON t.id = x.tag_id
                WHERE t.name = '{HASHTAG}' AND s.visibility = 'public' AND s.account_id NOT IN ({unwanted})"""
        ),
        "following": alice.held("SELECT target_account_id FROM follows WHERE account_id = :me"),
        "followers": alice.held("SELECT account_id FROM follows WHERE target_account_id = :me"),
    }
    for table, ids in expected.items():
        assert ids, table
        assert alice.loaded(table) == ids, table
    assert [row["domain"] for row in alice.loader.rows("SELECT domain FROM instances")] == [alice.sandbox.domain]
    found = alice.client.search_v2(HASHTAG, resolve=False, exclude_unreviewed=False, limit=40)
    hits = alice.loader.rows("SELECT type, id FROM search")
    assert {(hit["type"], hit["id"]) for hit in hits} == {
        *(("account", hit.id) for hit in found.accounts),
        *(("status", hit.id) for hit in found.statuses),
        *(("hashtag", hit.id) for hit in found.hashtags),
    }
    assert alice.load(**everything) == {}


def test_contents_of_statuses(alice: Alice) -> None:
    alice.load(resources=["timelines_home"])
    loaded = {row["id"]: row for row in alice.loader.rows("SELECT * FROM timelines_home")}
    sql = """SELECT s.*, r.id AS boosted, r.content AS boosted_content, a.username AS author,
            (SELECT count(*) FROM media_attachments m WHERE m.status_id = s.id) AS media,
            (SELECT count(*) FROM statuses_tags t WHERE t.status_id = s.id) AS tags
        FROM home_feed h JOIN statuses s ON s.id = h.status_id JOIN accounts a ON a.id = s.account_id
        LEFT JOIN statuses r ON r.id = s.reblog_of_id WHERE h.account_id = :me"""
    held = alice.sandbox.store.rows(sql, {"me": int(alice.id)})
    lists = {
        name: {
            row["id"]: row["n"]
            for row in alice.loader.rows(
                f"""SELECT h.id, count(*) AS n FROM timelines_home h
                    JOIN timelines_home__{name} c ON c._dlt_parent_id = h._dlt_id GROUP BY h.id"""
            )
        }
        for name in ("media_attachments", "tags")
    }
    assert any(status["boosted"] for status in held)
    for status in held:
        row, key = loaded[str(status["id"])], str(status["id"])
        assert row["account__username"] == status["author"]
        assert row["visibility"] == status["visibility"]
        assert row["language"] == status["language"]
        assert row["created_at"] == datetime.fromtimestamp(status["created_at"] / 1000, UTC)
        assert row["in_reply_to_id"] == (str(status["in_reply_to_id"]) if status["in_reply_to_id"] else None)
        if status["boosted"]:
            assert row["reblog__id"] == str(status["boosted"])
            assert row["reblog__content"] == status["boosted_content"].replace("\x01", alice.sandbox.url)
            continue
        assert row["reblog__id"] is None
        assert row["content"] == status["content"].replace("\x01", alice.sandbox.url)
        assert row["favourites_count"] == status["favourites_count"]
        assert lists["media_attachments"].get(key, 0) == status["media"]
        assert lists["tags"].get(key, 0) == status["tags"]


@pytest.mark.soak
def test_new_edited_and_boosted(alice: Alice) -> None:
    alice.load(resources=["timelines_home", "account_statuses"])
    posted = alice.client.status_post("Look at the #moon and the #stars", language="en")
    written = alice.load(resources=["timelines_home", "account_statuses"])
    assert (written["timelines_home"], written["account_statuses"]) == (1, 1)
    assert alice.load(resources=["timelines_home", "account_statuses"]) == {}

    alice.load(resources=["statuses"], statuses=[posted.id])
    alice.client.status_update(posted.id, status="Look at the #moon")
    assert alice.load(resources=["statuses"], statuses=[posted.id])["statuses"] == 1
    rows = alice.loader.rows("SELECT content, edited_at FROM statuses")
    assert len(rows) == 1
    assert "stars" not in rows[0]["content"]
    assert rows[0]["edited_at"] is not None
    assert [row["name"] for row in alice.loader.rows("SELECT name FROM statuses__tags")] == ["moon"]


@pytest.mark.soak
def test_other_peoples_private_posts_stay_where_they_are(alice: Alice) -> None:
    arguments = {"api_base_url": alice.sandbox.url, "access_token": alice.token}
    alice.loader.load(**arguments, resources=["timelines_home", "account_statuses"])
    restricted = "visibility IN ('private', 'direct')"
    assert alice.held(f"SELECT id FROM statuses WHERE {restricted} AND account_id <> :me")
    foreign = f"SELECT id FROM timelines_home WHERE {restricted} AND account__id <> '{alice.id}'"
    assert alice.loader.rows(foreign) == []
    own = alice.held(f"SELECT id FROM statuses WHERE {restricted} AND account_id = :me")
    assert own <= alice.loaded("account_statuses")


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore::trunkline.errors.MastodonWarning")
def test_a_stranger_sees_what_is_public(alice: Alice) -> None:
    alice.loader.load(api_base_url=alice.sandbox.url, hashtags=[HASHTAG], accounts=["@alice"], consent=False)
    assert alice.loaded("timelines_public") == alice.held(
        "SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id "
        "WHERE s.in_public_feed = 1 AND NOT a.limited AND NOT a.suspended"
    )
    assert alice.loaded("account_statuses") == alice.held(
        "SELECT s.id FROM statuses s LEFT JOIN statuses r ON r.id = s.reblog_of_id WHERE s.account_id = :me "
        "AND s.visibility IN ('public', 'unlisted') AND coalesce(r.visibility, 'public') IN ('public', 'unlisted')"
    )
    assert not alice.loader.rows("SELECT 1 FROM account_statuses WHERE favourited")


@pytest.mark.soak
def test_within_the_rate_limits(loader: Loader) -> None:
    with Sandbox(size=120, seed=2) as limited:
        loader.load(api_base_url=limited.url, access_token=limited.token_for("alice"))
        assert loader.rows("SELECT count(*) > 0 AS there FROM timelines_home") == [{"there": True}]
