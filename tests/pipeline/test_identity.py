"""Views with one row for each post and person, from several servers and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import dlt
import pytest

from tests.pipeline.canned import account, notification, status
from tests.pipeline.conftest import Loader, Rows
from tests.pipeline.owned import feed
from trunkline import Mastodon
from trunkline.pipeline.tidy import views as tidy_views
from trunkline.pipeline.tidy.views import make_views
from trunkline.pipeline.upkeep.feeding import Deletion
from trunkline.sandbox import Sandbox

HOME, AWAY, THIRD = "canned.test", "away.test", "third.test"
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def at_home(number: int, **fields: Any) -> dict[str, Any]:
    """A status as its author's server shows it."""
    return {"_instance": HOME, **status(number, **fields)}


def away(number: int, instance: str = AWAY, **fields: Any) -> dict[str, Any]:
    """The same status as another server shows it: with another id, the author's whole address, and fewer counts."""
    author = account(id="77", acct=f"user1@{HOME}", followers_count=1)
    fields = {"id": str(900 + number), "favourites_count": 0, "account": author, **fields}
    return {"_instance": instance, **status(number, **fields)}


class Views:
    """Views of a pipeline."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def feed(self, deleted: tuple[Deletion, ...] = (), **rows: list[dict[str, Any]]) -> None:
        feed(self.loader.pipeline, rows, deleted=deleted)
        make_views(self.loader.pipeline)

    def posts(self, columns: str = "*") -> Rows:
        return self.loader.rows(f"SELECT {columns} FROM posts ORDER BY uri")

    def run(self, statement: str) -> None:
        with self.loader.pipeline.sql_client() as client:
            client.execute_sql(statement)

    def people(self, columns: str = "*") -> Rows:
        return self.loader.rows(f"SELECT {columns} FROM people ORDER BY account")


@pytest.fixture
def views(loader: Loader) -> Views:
    return Views(loader)


def test_a_post_is_there_once_with_its_servers(views: Views) -> None:
    views.feed(timelines_home=[at_home(1)], timelines_public=[at_home(1), away(1), away(1, THIRD), away(2)])
    assert views.posts("uri, servers") == [
        {"uri": status(1)["uri"], "servers": [AWAY, HOME, THIRD]},
        {"uri": status(2)["uri"], "servers": [AWAY]},
    ]


def test_the_newest_text_and_counts_are_those_of_the_own_server(views: Views) -> None:
    views.feed(timelines_public=[at_home(1, favourites_count=40), away(1, favourites_count=3)])
    edited = {"edited_at": "2026-02-01T00:00:00.000Z"}
    views.feed(timelines_public=[at_home(1, content="<p>Edited</p>", favourites_count=50, **edited)])
    views.feed(timelines_public=[away(1, content="<p>Forged</p>", favourites_count=900, edited_at="2026-03-01")])
    (row,) = views.posts()
    assert (row["content"], row["favourites_count"], row["_instance"]) == ("<p>Edited</p>", 50, HOME)
    assert row["edited_at"] == datetime(2026, 2, 1, tzinfo=UTC)
    assert row["account"] == f"user1@{HOME}"
    assert row["account_uri"] == account()["uri"]
    assert row["first_loaded_at"] < row["last_loaded_at"] <= datetime.now(UTC)


def test_boosted_and_quoted_posts_count_and_boosts_do_not(views: Views) -> None:
    boost = at_home(9, content="", reblog=status(1))
    quoting = at_home(8, quote={"state": "accepted", "quoted_status": status(2)})
    views.feed(timelines_home=[boost, quoting])
    assert [row["uri"] for row in views.posts("uri")] == [status(n)["uri"] for n in (1, 2, 8)]


@pytest.mark.soak
def test_posts_of_notifications_and_searches(views: Views) -> None:
    hit: dict[str, Any] = {"_instance": AWAY, "query": "x", "type": "status", "id": "902", "status": away(2)}
    hit["status"].pop("_instance")
    views.feed(notifications=[{"_instance": HOME, **notification(1)}], search=[hit])
    assert [(row["uri"], row["servers"]) for row in views.posts("uri, servers")] == [
        (status(1)["uri"], [HOME]),
        (status(2)["uri"], [AWAY]),
    ]


def test_deleted_at_home_is_deleted(views: Views) -> None:
    views.feed(
        timelines_public=[at_home(1), away(1), at_home(2)], deleted=(Deletion(HOME, status(1)["id"], None, WHEN),)
    )
    assert [row["deleted_at"] for row in views.posts("deleted_at")] == [WHEN, None]


def test_nobody_else_speaks_for_the_own_server(views: Views) -> None:
    """A server shows a post and an account of another one as its own, changes them, and then deletes the post."""
    forged = {"content": "<p>Forged</p>", "edited_at": "2026-03-01T00:00:00Z", "favourites_count": 900}
    author = account(1, display_name="Forged", statuses_count=999)
    views.feed(timelines_public=[at_home(1)])
    views.feed(
        timelines_public=[{**at_home(1, **forged, account=author), "_instance": AWAY}],
        deleted=(Deletion(AWAY, status(1)["id"], status(1)["uri"], WHEN),),
    )
    (row,) = views.posts()
    assert (row["content"], row["_instance"], row["deleted_at"]) == (status(1)["content"], HOME, None)
    assert (row["favourites_count"], row["servers"]) == (1, [AWAY, HOME])
    (person,) = views.people()
    assert (person["display_name"], person["_instance"]) == ("User 1", HOME)


@pytest.mark.soak
def test_gone_elsewhere_is_deleted_when_no_server_shows_it(views: Views) -> None:
    views.feed(timelines_public=[away(1), away(1, THIRD)], deleted=(Deletion(AWAY, "901", None, WHEN),))
    assert views.posts("deleted_at") == [{"deleted_at": None}]
    views.feed(deleted=(Deletion(THIRD, "901", None, WHEN),))
    assert views.posts("deleted_at") == [{"deleted_at": WHEN}]
    views.feed(deleted=(Deletion(THIRD, "901", None, WHEN, WHEN),))
    assert views.posts("deleted_at") == [{"deleted_at": None}]


def test_people(views: Views) -> None:
    views.feed(
        accounts=[{"_instance": HOME, **account(1, followers_count=30)}, {"_instance": HOME, **account(2)}],
        timelines_public=[away(1)],
        followers=[{"_instance": THIRD, "account_id": "5", **account(2, id="55", acct=f"User2@{HOME}")}],
    )
    assert views.people("account, uri, followers_count, servers") == [
        {"account": f"user1@{HOME}", "uri": account(1)["uri"], "followers_count": 30, "servers": [AWAY, HOME]},
        {"account": f"user2@{HOME}", "uri": account(2)["uri"], "followers_count": 3, "servers": [HOME, THIRD]},
    ]


def test_posts_without_uri_are_there_by_server_and_id(views: Views) -> None:
    views.feed(timelines_home=[at_home(1, uri=None), at_home(2, uri=""), at_home(3), away(1, uri=None)])
    assert len(views.posts()) == 4
    keys = [f"{AWAY}/{901}", f"{HOME}/{status(1)['id']}", f"{HOME}/{status(2)['id']}"]
    assert {post["uri"]: post["servers"] for post in views.posts() if post["uri"] in keys} == {
        key: [key.partition("/")[0]] for key in keys
    }


def test_people_without_uri(views: Views) -> None:
    """Servers before 4.2 do not send it."""
    nameless = [account(n, acct=f"user{n}@{HOME}", uri=None) for n in (1, 2)]
    views.feed(accounts=[{"_instance": AWAY, **one} for one in nameless] + [{"_instance": HOME, **account(1)}])
    assert views.people("account, servers, uri") == [
        {"account": f"user1@{HOME}", "servers": [AWAY, HOME], "uri": account(1)["uri"]},
        {"account": f"user2@{HOME}", "servers": [AWAY], "uri": None},
    ]


def test_addresses_have_the_domain_of_the_server(views: Views) -> None:
    """The domain may differ from the host."""
    views.feed(accounts=[{"_instance": "social.away.test", **account(1)}])
    assert views.people("account") == [{"account": "user1@social.away.test"}]
    views.feed(instances=[{"_instance": "social.away.test", "domain": "away.test"}])
    assert views.people("account") == [{"account": "user1@away.test"}]


def test_a_server_cannot_claim_the_domain_of_another(views: Views) -> None:
    claims = [{"_instance": AWAY, "domain": HOME}, {"_instance": HOME, "domain": HOME}]
    views.feed(accounts=[{"_instance": AWAY, **account(1, uri="https://away.test/users/user1")}], instances=claims)
    assert views.people("account") == [{"account": f"user1@{AWAY}"}]


@pytest.mark.soak
def test_later_loads_are_seen_without_making_the_views_again(views: Views) -> None:
    views.feed(timelines_public=[at_home(1)])
    feed(views.loader.pipeline, {"timelines_public": [at_home(2)]})
    assert len(views.posts()) == 2


def test_views_are_made_again_only_after_a_change(views: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(client: Any, name: str, *rest: Any) -> None:
        made.append(name)
        make_one(client, name, *rest)

    make_one = tidy_views._make_view
    monkeypatch.setattr(tidy_views, "_make_view", make)
    views.feed(timelines_public=[at_home(1)])
    every, made[:] = [*made], []
    assert every
    views.feed(timelines_public=[at_home(2)])
    assert made == []
    views.run("CREATE OR REPLACE VIEW mastodon_data.posts AS SELECT 1 AS uri")
    make_views(views.loader.pipeline)
    assert made == ["posts"]
    assert len(views.posts("uri")) == 2
    made.clear()
    views.feed(timelines_public=[at_home(3, new_field="x")])
    assert made == every


def test_nothing_is_loaded(loader: Loader) -> None:
    make_views(loader.pipeline)
    assert not (loader.folder / "mastodon_pipeline.duckdb").exists()


def test_a_table_of_that_name_stays(views: Views, caplog: pytest.LogCaptureFixture) -> None:
    feed(views.loader.pipeline, {"timelines_public": [at_home(1)]})
    with views.loader.pipeline.sql_client() as client:
        client.execute_sql("CREATE TABLE posts AS SELECT 1 AS mine")
    make_views(views.loader.pipeline)
    assert views.loader.rows("SELECT * FROM posts") == [{"mine": 1}]
    assert "The view posts is not there" in caplog.text


def test_files_have_no_views(loader: Loader) -> None:
    files = dlt.pipeline(
        pipeline_name="files",
        destination=dlt.destinations.filesystem(str(loader.folder / "files")),
        dataset_name="mastodon_data",
        pipelines_dir=str(loader.folder / "pipelines"),
    )
    feed(files, {"timelines_public": [at_home(1)]})
    make_views(files)
    assert files.dataset().timelines_public.select("id").fetchall() == [(status(1)["id"],)]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A server with posts of others."""
    with Sandbox(size=120, seed=3, rate_limits=None) as running:
        yield running


@pytest.mark.soak
def test_all_of_a_server(sandbox: Sandbox, views: Views) -> None:
    token = sandbox.token_for("alice")
    client = Mastodon(api_base_url=sandbox.url, access_token=token)
    views.loader.load(api_base_url=sandbox.url, access_token=token, resources=["timelines_home"], private=True)
    make_views(views.loader.pipeline)
    loaded = {row["id"] for row in views.loader.rows("SELECT id FROM timelines_home")}
    home = [status for status in client.iterate(client.timeline_home(limit=40)) if status.id in loaded]
    assert len(home) == len(loaded) > 10
    shown = {(status.reblog or status).uri: status.reblog or status for status in home}
    found = {row["uri"]: row for row in views.posts()}
    assert shown.keys() <= found.keys()
    for uri, post in shown.items():
        row, acct = found[uri], post.account.acct
        assert (row["content"], row["reblogs_count"]) == (post.content, post.reblogs_count)
        assert row["account"] == (acct if "@" in acct else f"{acct}@{sandbox.domain}")
