"""Refreshing: changes against the sandbox, requests against canned answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dlt
import pytest

from tests.pipeline.canned import TOKEN, Canned, Refusal, account, serve, status
from tests.pipeline.conftest import Loader, Rows
from tests.pipeline.owned import feed
from trunkline import Mastodon
from trunkline.errors import MastodonIllegalArgumentError, MastodonVersionError
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.refresh import Refreshed, refresh
from trunkline.sandbox import Sandbox

TABLES = ("timelines_home", "account_statuses", "statuses")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A server of 120 posts."""
    with Sandbox(size=120, seed=1, rate_limits=None) as running:
        yield running


class Person:
    """Somebody on the server, and their load."""

    def __init__(self, sandbox: Sandbox, loader: Loader, name: str) -> None:
        self.url, self.token = sandbox.url, sandbox.token_for(name)
        self.client = Mastodon(api_base_url=self.url, access_token=self.token)
        self.loader = loader

    def load(self, *ids: str, resources: tuple[str, ...] = TABLES) -> None:
        """Load these posts, where ``statuses`` is loaded."""
        self.loader.load(
            api_base_url=self.url,
            access_token=self.token,
            resources=list(resources),
            statuses=list(ids),
            limit=5,
            consent=False,
            private=True,
        )

    def refresh(self, **arguments: Any) -> Refreshed:
        """Refresh, without counting requests and time."""
        done = refresh_into(self.loader, self.url, self.token, **arguments)
        done.requests, done.seconds = 0, 0.0
        return done

    def rows(self, sql: str) -> Rows:
        return self.loader.rows(sql)


def refresh_into(loader: Loader, url: str, token: str | None, **arguments: Any) -> Refreshed:
    return refresh(
        api_base_url=url,
        access_token=token,
        pipelines_dir=str(loader.folder / "pipelines"),
        **{"since": None, **arguments},
    )


@pytest.fixture
def alice(sandbox: Sandbox, loader: Loader) -> Person:
    return Person(sandbox, loader, "alice")


@pytest.fixture
def bob(sandbox: Sandbox, loader: Loader) -> Person:
    return Person(sandbox, loader, "bob")


def test_an_edit_arrives_in_every_table(alice: Person) -> None:
    post = alice.client.status_post("Look at the #moon and the #stars")
    alice.load(post.id)
    alice.client.status_update(post.id, status="Look at the #moon")
    done = alice.refresh()
    assert (done.edited, done.recounted, done.gone) == (1, 0, 0)
    for table in TABLES:
        (row,) = alice.rows(f"SELECT content, edited_at FROM {table} WHERE id = '{post.id}'")
        assert "stars" not in row["content"]
        assert row["edited_at"] is not None
        tags = f"SELECT name FROM {table}__tags t JOIN {table} s ON s._dlt_id = t._dlt_parent_id WHERE id = '{post.id}'"
        assert alice.rows(tags) == [{"name": "moon"}]


@pytest.mark.soak
def test_the_text_before_the_edit_is_kept(alice: Person) -> None:
    kept = ["1", "2"]
    poll = alice.client.make_poll(kept, expires_in=3600)
    post = alice.client.status_post("First", poll=poll, spoiler_text="Numbers")
    alice.load(post.id)
    alice.client.status_update(post.id, status="Second", spoiler_text="Numbers")
    alice.refresh()
    alice.client.status_update(post.id, status="Third", spoiler_text="Numbers")
    alice.refresh()
    found = alice.rows(f"SELECT * FROM status_versions WHERE id = '{post.id}' ORDER BY _dlt_valid_from")
    assert [row["content"] for row in found] == ["<p>First</p>", "<p>Second</p>", "<p>Third</p>"]
    assert [row["_dlt_valid_to"] for row in found] == [*(row["_dlt_valid_from"] for row in found[1:]), None]
    assert [row["edited_at"] is None for row in found] == [True, False, False]
    assert {(row["spoiler_text"], row["uri"], row["visibility"]) for row in found} == {("Numbers", post.uri, "public")}
    assert found[0]["poll"] == '[{"title":"1"},{"title":"2"}]'


@pytest.mark.soak
def test_counts(alice: Person, bob: Person) -> None:
    post = alice.client.status_post("Count me")
    alice.load(post.id)
    alice.refresh()
    bob.client.status_favourite(post.id)
    bob.client.status_reblog(post.id)
    assert alice.refresh().recounted == 1
    bob.client.status_reply(alice.client.status(post.id), "One")
    assert alice.refresh().recounted == 1
    counts = "replies_count, reblogs_count, favourites_count"
    for table in TABLES:
        assert [*alice.rows(f"SELECT {counts} FROM {table} WHERE id = '{post.id}'")[0].values()] == [1, 1, 1]
    snapshots = alice.rows(f"SELECT {counts} FROM status_snapshots WHERE id = '{post.id}' ORDER BY observed_at")
    assert [[*row.values()] for row in snapshots] == [[0, 0, 0], [0, 1, 1], [1, 1, 1]]
    assert len(alice.rows(f"SELECT 1 FROM status_versions WHERE id = '{post.id}'")) == 1


@pytest.mark.soak
def test_a_second_refresh_writes_nothing(alice: Person) -> None:
    alice.load(alice.client.status_post("Here").id)
    read = alice.refresh().read
    loads = alice.rows("SELECT load_id FROM _dlt_loads")
    assert alice.refresh() == Refreshed(read=read)
    assert alice.rows("SELECT load_id FROM _dlt_loads") == loads


@pytest.mark.soak
def test_what_is_unchanged_stays_as_it_was_written(alice: Person, bob: Person) -> None:
    posts = [alice.client.status_post(text) for text in ("One", "Two")]
    alice.load(*(post.id for post in posts))
    before = alice.rows(f"SELECT _dlt_id FROM statuses WHERE id = '{posts[0].id}'")
    bob.client.status_favourite(posts[1].id)
    alice.refresh()
    assert alice.rows(f"SELECT _dlt_id FROM statuses WHERE id = '{posts[0].id}'") == before


def test_a_deleted_post_is_noted_and_its_rows_stay(alice: Person) -> None:
    post, other = alice.client.status_post("Regret"), alice.client.status_post("None")
    alice.load(post.id, other.id)
    alice.client.status_delete(post.id)
    assert alice.refresh().gone == 1
    (row,) = alice.rows("SELECT * FROM status_deletions")
    assert (row["id"], row["uri"], row["returned_at"]) == (post.id, post.uri, None)
    assert abs((datetime.now(UTC) - row["noticed_at"]).total_seconds()) < 60
    assert len(alice.rows(f"SELECT 1 FROM statuses WHERE id = '{post.id}'")) == 1
    assert alice.refresh().gone == 0
    assert alice.rows("SELECT * FROM status_deletions") == [row]
    posts = alice.rows(f"SELECT deleted_at FROM posts WHERE uri IN ('{post.uri}', '{other.uri}') ORDER BY id")
    assert posts == [{"deleted_at": row["noticed_at"]}, {"deleted_at": None}]


@pytest.mark.soak
def test_what_cannot_be_seen_is_gone_until_it_can(alice: Person, bob: Person) -> None:
    post = bob.client.status_post("For some")
    alice.load(post.id, resources=("statuses",))
    me = alice.client.account_verify_credentials()
    bob.client.account_block(me.id)
    assert alice.refresh().gone == 1
    bob.client.account_unblock(me.id)
    done = alice.refresh()
    assert (done.gone, done.returned) == (0, 1)
    (row,) = alice.rows("SELECT noticed_at, returned_at, uri FROM status_deletions")
    assert row["noticed_at"] < row["returned_at"]
    assert row["uri"] == post.uri
    assert alice.refresh().returned == 0
    bob.client.account_block(me.id)
    assert alice.refresh().gone == 1
    assert alice.rows("SELECT returned_at FROM status_deletions") == [{"returned_at": None}]
    bob.client.account_unblock(me.id)


@pytest.mark.soak
def test_a_boost_goes_with_the_boosted_post(alice: Person, bob: Person) -> None:
    post = bob.client.status_post("Boost me")
    boost = alice.client.status_reblog(post.id)
    alice.load(resources=("account_statuses",))
    bob.client.status_update(post.id, status="Boosted")
    assert alice.refresh().edited == 1
    (row,) = alice.rows(f"SELECT reblog__content FROM account_statuses WHERE id = '{boost.id}'")
    assert row["reblog__content"] == "<p>Boosted</p>"
    versions = alice.rows("SELECT id, content FROM status_versions ORDER BY _dlt_valid_from")
    assert [row["content"] for row in versions if row["id"] == post.id] == ["<p>Boost me</p>", "<p>Boosted</p>"]
    assert boost.id not in {row["id"] for row in versions}
    bob.client.status_delete(post.id)
    assert alice.refresh().gone == 2
    assert {row["id"] for row in alice.rows("SELECT id FROM status_deletions")} == {post.id, boost.id}


@pytest.mark.soak
def test_an_unboosted_post_is_not_gone(alice: Person, bob: Person) -> None:
    post = bob.client.status_post("Boost me for a while")
    boost = alice.client.status_reblog(post.id)
    alice.load(resources=("account_statuses",))
    alice.client.status_unreblog(post.id)
    alice.refresh()
    assert [row["id"] for row in alice.rows("SELECT id FROM status_deletions")] == [boost.id]
    assert alice.rows(f"SELECT deleted_at FROM posts WHERE uri = '{post.uri}'") == [{"deleted_at": None}]


@pytest.mark.soak
def test_age_and_limit(alice: Person) -> None:
    alice.load(resources=("timelines_home",))
    newest = [row["created_at"] for row in alice.rows("SELECT created_at FROM timelines_home ORDER BY 1 DESC")]
    assert len(newest) > 3
    assert alice.refresh(since=newest[2]).read == 3
    assert alice.refresh(since=datetime.now(UTC) - newest[2] + timedelta(seconds=20)).read >= 3
    assert alice.refresh(since=timedelta(0)).read == 0
    assert alice.refresh(limit=2).read == 2


@pytest.fixture
def server(loader: Loader) -> Iterator[Canned]:
    """A server with 70 posts, that the destination holds in two tables."""
    posts = [status(n) for n in range(70, 0, -1)]
    me = {"/api/v1/accounts/verify_credentials": account(1)}
    with serve(Canned(objects=me, by_id={"/api/v1/statuses": posts})) as canned:
        rows = [{"_instance": canned.url.removeprefix("http://"), **post} for post in posts]
        feed(loader.pipeline, {"timelines_home": rows, "timelines_public": rows[:40]})
        yield canned


def test_rows_are_refreshed_for_their_owner(loader: Loader) -> None:
    both, ones = status(1), status(2, visibility="private", favourited=True)
    with serve(Canned(objects={"/api/v1/accounts/verify_credentials": account(2)})) as canned:
        here = {"_instance": canned.url.removeprefix("http://")}
        rows = [here | {OWNER: owner} | both | {"favourited": owner == "1"} for owner in ("1", "2")]
        feed(loader.pipeline, {"timelines_home": [*rows, here | ones]})
        canned.by_id["/api/v1/statuses"] = [both | {"favourited": False, "favourites_count": 50}]
        assert refresh_into(loader, canned.url, "").read == 0, "nothing says what a stranger may see of these lists"
        done = refresh_into(loader, canned.url, TOKEN)
        assert (done.read, done.recounted, done.gone) == (1, 1, 0)
    rows = loader.rows(f"SELECT {OWNER} AS owner, favourited, favourites_count AS n FROM timelines_home ORDER BY id, 1")
    assert [tuple(row.values()) for row in rows] == [("1", True, 1), ("2", False, 50), ("1", True, 2)]


def asked(canned: Canned) -> list[list[str]]:
    """The ids of each request."""
    return [parse_qs(urlsplit(target).query)["id[]"] for target in canned.seen if "/statuses?" in target]


def test_each_id_is_asked_for_once_twenty_with_a_request(loader: Loader, server: Canned) -> None:
    seen: list[tuple[int, int]] = []
    done = refresh_into(loader, server.url, TOKEN, on_progress=lambda done: seen.append((done.requests, done.read)))
    ids = asked(server)
    assert [len(some) for some in ids] == [20, 20, 20, 10]
    assert [one for some in ids for one in some] == [status(n)["id"] for n in range(70, 0, -1)]
    assert (done.requests, done.read) == (4, 70)
    assert seen == [(1, 0), (2, 0), (3, 0), (4, 0), (4, 70)]


@pytest.mark.soak
def test_portions(loader: Loader, server: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.pipeline.upkeep.held.CHUNK", 30)
    server.by_id["/api/v1/statuses"].pop()
    done = refresh_into(loader, server.url, TOKEN)
    assert (done.read, done.gone) == (70, 1)
    assert [len(some) for some in asked(server)] == [20, 10, 20, 10, 10]
    assert sorted(one for some in asked(server) for one in some) == [status(n)["id"] for n in range(1, 71)]
    assert len(loader.rows("SELECT 1 FROM status_snapshots")) == 69


@pytest.mark.soak
def test_posts_of_the_same_minute_are_all_read(loader: Loader, server: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.pipeline.upkeep.held.CHUNK", 30)
    for table in ("timelines_home", "timelines_public"):
        with loader.pipeline.sql_client() as client:
            client.execute_sql(f"UPDATE {table} SET created_at = '2026-01-01T00:00:00Z'")
    assert refresh_into(loader, server.url, TOKEN).read == 70


@pytest.mark.soak
def test_other_servers_are_left_alone(loader: Loader, server: Canned) -> None:
    feed(loader.pipeline, {"timelines_home": [{"_instance": "other.test", **status(99)}]})
    assert refresh_into(loader, server.url, TOKEN).read == 70


def test_a_server_that_is_too_old(loader: Loader, server: Canned) -> None:
    def refuse(path: str) -> None:
        raise Refusal(404)

    server.before = refuse
    with pytest.raises(MastodonVersionError, match=r"gives none of 20 posts.*since 4\.3\.0.*taken to be deleted"):
        refresh_into(loader, server.url, TOKEN)
    assert "status_deletions" not in loader.fresh().default_schema.tables


def test_a_server_that_gives_posts_one_by_one(loader: Loader, server: Canned) -> None:
    several = "/api/v1/statuses"

    def refuse(path: str) -> None:
        if path == several:
            raise Refusal(405)
        if path == broken:
            raise Refusal(500)

    held = server.by_id[several]
    broken = f"{several}/{held[7]['id']}"
    server.objects.update({f"{several}/{one['id']}": {**one, "favourites_count": 900} for one in held[1:]})
    server.before = refuse
    done = refresh_into(loader, server.url, TOKEN)
    assert (done.read, done.recounted, done.gone) == (70, 68, 1), "the one that the server fails with is left as it is"
    assert len(server.requests(several)) == 1
    assert done.requests == 70


@pytest.mark.soak
def test_settings_of_dlt(loader: Loader, server: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", server.url)
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", TOKEN)
    assert refresh(pipelines_dir=str(loader.folder / "pipelines"), since=None).read == 70


@pytest.mark.soak
def test_from_another_machine(loader: Loader, server: Canned, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "elsewhere")
    done = refresh(api_base_url=server.url, access_token=TOKEN, since=None, pipelines_dir=elsewhere)
    assert (done.read, done.left_out) == (70, {})


def test_without_a_token_lists_of_members_are_left_out_and_counted(loader: Loader, server: Canned) -> None:
    done = refresh_into(loader, server.url, None)
    assert (done.read, done.left_out) == (40, {"in lists of others": 30})


@pytest.mark.usefixtures("loader")
def test_nothing_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="There is nothing to refresh in mastodon_data: load"):
        refresh(api_base_url="127.0.0.1:1", pipelines_dir=str(tmp_path / "pipelines"))


def test_a_destination_that_cannot_update(loader: Loader) -> None:
    files = dlt.destinations.filesystem(str(loader.folder / "files"))
    with pytest.raises(MastodonIllegalArgumentError, match="which the destination filesystem cannot"):
        refresh(api_base_url="127.0.0.1:1", destination=files, pipelines_dir=str(loader.folder / "other"))
