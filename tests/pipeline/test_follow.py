"""Following a sandbox: posts, edits and deletions reach the tables while it runs, once, and later loads go on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.common.destination.exceptions import DestinationTransientException

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.pipeline.canned import status
from trunkline import AsyncMastodon, Mastodon, MastodonIllegalArgumentError
from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.follow import follow, stopped_by_signals
from trunkline.pipeline.load import load
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.upkeep.live_batch import LiveBatch, targets_of
from trunkline.pipeline.upkeep.writer import TRIES, Following
from trunkline.sandbox import Sandbox
from trunkline.streaming import Delete, Disconnected, Event, Gap, GapFill, ReconnectPolicy, StatusUpdate, Update
from trunkline.streaming.events import GapReason

PATIENCE = 60
QUICK = ReconnectPolicy(base=0.01, longest=0.05)
RESOURCES = ["timelines_home", "notifications", "hashtags"]
EVERYBODY = Consent(frozenset())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=80, seed=3, rate_limits=None) as running:
        # Alice follows bob, and is told of his posts by their mentions alone.
        running.request("alice", "POST", f"/api/v1/accounts/{running.accounts['bob']}/follow", notify=False)
        yield running


class Alice:
    """Alice's database, and loads and followers that fill it."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox, self.folder = sandbox, folder
        self.url, self.token = sandbox.url, sandbox.token_for("alice")
        self.bob = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("bob"))
        self.resources = RESOURCES
        self.loads = 0
        self.on_arrival: Callable[[], None] = lambda: None
        self.arrived: list[type[Event]] = []

    def pipeline(self) -> dlt.Pipeline:
        return dlt.pipeline(
            "mastodon_pipeline",
            destination=dlt.destinations.duckdb(str(self.folder / "alice.duckdb")),
            dataset_name="mastodon_data",
            pipelines_dir=str(self.folder / "pipelines"),
        )

    @property
    def options(self) -> SourceOptions:
        return SourceOptions(
            api_base_url=self.url,
            access_token=self.token,
            resources=self.resources,
            hashtags=["trunkline"],
            consent=False,
        )

    def load(self) -> dict[str, int]:
        """Load; rows that were written, by table."""
        self.loads += 1
        done = load(
            self.options, destination=str(self.folder / "alice.duckdb"), pipelines_dir=str(self.folder / "pipelines")
        )
        return {table.name: table.loaded for table in done.tables if table.loaded}

    @asynccontextmanager
    async def following(self, **settings: Any) -> Any:
        """Follow in the background, stopped at the end of the block."""
        running = Running()
        self.arrived.clear()
        self.on_arrival = running.wake.set
        client = AsyncMastodon(api_base_url=self.url, access_token=self.token)
        if bounds := settings.pop("gap_fill", None):
            client.stream = partial(client.stream, gap_fill=bounds, reconnect=QUICK, states=True)  # type: ignore
        async with client:
            work = asyncio.create_task(
                follow(
                    client,
                    self.pipeline,
                    settings.pop("load", self.load),
                    self.options,
                    stop=running.stop,
                    on_change=running.changed,
                    **{
                        "every": 0.05,
                        "patience": QUICK,
                        **settings,
                    },
                )
            )
            work.add_done_callback(lambda _: running.wake.set())
            running.work = work
            await running.until(lambda news: news.state == "listening")
            yield running
            running.stop.set()
            await asyncio.wait_for(work, PATIENCE)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.pipeline().sql_client() as client:
            return [tuple(row) for row in client.execute_sql(sql) or ()]

    def assert_nothing_is_double(self) -> None:
        for table in self.resources:
            assert self.rows(f"SELECT count(*) - count(DISTINCT id) FROM {table}") == [(0,)], table


class Running:
    """A follower at work."""

    def __init__(self) -> None:
        self.stop, self.wake = asyncio.Event(), asyncio.Event()
        self.news = Following(())
        self.work: asyncio.Task[Following] | None = None

    def changed(self, news: Following) -> None:
        self.news = news
        self.wake.set()

    async def until(self, reached: Callable[[Following], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not reached(self.news):
                if self.work and self.work.done():
                    raise AssertionError(f"following has ended: {self.work.exception()!r}")
                await self.wake.wait()
                self.wake.clear()


@pytest.fixture
def alice(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alice:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    monkeypatch.chdir(tmp_path)
    alice = Alice(sandbox, tmp_path)

    class Noticed(LiveBatch):
        __slots__ = ()

        def add(self, event: Event) -> None:
            LiveBatch.add(self, event)
            alice.arrived.append(type(event))
            alice.on_arrival()

    monkeypatch.setattr("trunkline.pipeline.follow.LiveBatch", Noticed)
    return alice


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[[Alice], None]:
    def run(alice: Alice) -> None:
        asyncio.run(test(alice))

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


def test_streams_of_tables() -> None:
    def streams(*tables: str, **settings: Any) -> dict[str, str]:
        return {stream: table for (stream, _), (table, _) in targets_of(tables, **settings).items()}

    assert streams("timelines_home") == {"user": "timelines_home"}
    assert streams("notifications") == {"user:notification": "notifications"}
    assert set(streams("timelines_home", "notifications", "followers")) == {"user"}
    assert streams("timelines_public", "hashtags", hashtags=["a", "b"]) == {
        "public": "timelines_public",
        "hashtag:a": "hashtags",
        "hashtag:b": "hashtags",
    }
    assert set(streams("timelines_public", "hashtags", hashtags=["a"], local=True)) == {
        "public:local",
        "hashtag:local:a",
    }
    assert streams("followers", "instances") == {}


def test_a_batch_before_it_is_written() -> None:
    batch = LiveBatch(targets_of(["timelines_public"]), "canned.test", EVERYBODY, None)
    first = status(1, edited_at=None, content="first")
    edited = {**first, "content": "edited", "edited_at": "2026-01-02T00:00:00.000Z"}
    for event in (
        StatusUpdate(Status(edited), stream="public"),
        Update(Status(first), stream="public"),
        Update(Status(status(2, visibility="private")), stream="public"),
        Update(Status(status(3)), stream="user"),
        StatusUpdate(Status(status(4)), stream="public"),
        Delete(Id("5"), stream="public"),
    ):
        batch.add(event)
    assert batch.events == 6
    assert batch.left_out == {"private": 1}
    assert list(batch.newest.values()) == [status(2)["id"]], "cursors pass what is left out"
    assert batch.changed == [first["id"], status(4)["id"], "5"]
    assert batch.rows({}) == {"timelines_public": [{"_instance": "canned.test", **edited}]}
    held = {status(4)["id"]: {"hashtags"}}
    assert batch.rows(held)["hashtags"] == [{"_instance": "canned.test", **status(4)}]


def test_rows_of_a_batch_are_those_of_the_follower() -> None:
    batch = LiveBatch(targets_of(["timelines_home"]), "canned.test", EVERYBODY, "2", "2")
    batch.add(Update(Status(status(1)), stream="user"))
    batch.add(StatusUpdate(Status(status(2)), stream="user"))
    rows = batch.rows({status(2)["id"]: {"bookmarks", "timelines_public"}})
    assert {table: [(row["id"], row.get(OWNER)) for row in some] for table, some in rows.items()} == {
        "timelines_home": [(status(1)["id"], "2")],
        "bookmarks": [(status(2)["id"], "2")],
        "timelines_public": [(status(2)["id"], None)],
    }


@pytest.mark.parametrize(("reason", "torn"), [("count", True), ("slow", True), ("edits", False)])
def test_what_a_load_can_bring_is_loaded(reason: GapReason, torn: bool) -> None:
    batch = LiveBatch(targets_of(["timelines_public"]), "canned.test", EVERYBODY, None)
    batch.add(Gap(reason, stream="public"))
    assert batch.torn == torn


@in_a_loop
@pytest.mark.soak
async def test_posts_edits_and_deletions_arrive(alice: Alice) -> None:
    async with alice.following() as running:
        post = alice.bob.status_post("@alice look at #trunkline and #dlt")
        await running.until(lambda news: news.rows == {"timelines_home": 1, "notifications": 1, "hashtags": 1})
        tags = "SELECT t.name FROM {0} p JOIN {0}__tags t ON t._dlt_parent_id = p._dlt_id WHERE p.id = '{1}' ORDER BY 1"
        for table in ("timelines_home", "hashtags"):
            assert alice.rows(tags.format(table, post.id)) == [("dlt",), ("trunkline",)]
        mention = f"SELECT type, account__acct FROM notifications WHERE status__id = '{post.id}'"
        assert alice.rows(mention) == [("mention", "bob")]

        alice.bob.status_update(post.id, status="@alice look at #trunkline only")
        await running.until(lambda news: news.edited == 1)
        for table in ("timelines_home", "hashtags"):
            assert alice.rows(tags.format(table, post.id)) == [("trunkline",)]
            shown = alice.rows(f"SELECT content, edited_at IS NOT NULL FROM {table} WHERE id = '{post.id}'")
            assert len(shown) == 1
            assert "only" in shown[0][0]
            assert shown[0][1]

        alice.bob.status_delete(post.id)
        await running.until(lambda news: news.deleted == 1)
        assert alice.rows("SELECT id FROM status_deletions") == [(str(post.id),)]
    alice.assert_nothing_is_double()
    assert alice.load() == {}


@pytest.mark.soak
@in_a_loop
async def test_nothing_is_lost_between_load_and_stream(alice: Alice) -> None:
    posts = []

    def slow_load() -> None:
        posts.append(alice.bob.status_post("before the load"))
        alice.load()
        posts.append(alice.bob.status_post("after the load"))
        alice.bob.status_update(posts[0].id, status="before the load, edited")

    async with alice.following(load=slow_load) as running:
        await running.until(lambda news: news.edited == 1 and news.rows["timelines_home"] > 1)
    found = dict(alice.rows("SELECT id, content FROM timelines_home"))
    assert "edited" in found[str(posts[0].id)]
    assert str(posts[1].id) in found
    alice.assert_nothing_is_double()
    assert alice.load() == {}


@pytest.mark.soak
@in_a_loop
async def test_stop_and_start_again(alice: Alice) -> None:
    posts = []
    for round_ in range(2):
        async with alice.following() as running:
            posts.append(alice.bob.status_post(f"while followed, {round_}"))
            await running.until(lambda news: news.rows["timelines_home"] == 1)
        posts.append(alice.bob.status_post(f"while nobody follows, {round_}"))
    assert alice.load()["timelines_home"] == 1
    assert alice.load() == {}
    found = {status_id for (status_id,) in alice.rows("SELECT id FROM timelines_home")}
    assert {str(post.id) for post in posts} <= found
    alice.assert_nothing_is_double()


@in_a_loop
async def test_the_batch_in_hand_is_written_at_the_end(alice: Alice) -> None:
    async with alice.following(every=3600) as running:
        post = alice.bob.status_post("one of a batch")
        await running.until(lambda _: Update in alice.arrived)
        assert running.news.rows == {}
    assert alice.rows(f"SELECT count(*) FROM timelines_home WHERE id = '{post.id}'") == [(1,)]


@pytest.mark.soak
@in_a_loop
async def test_a_locked_database_is_tried_again(alice: Alice) -> None:
    keep_open = f"import duckdb\nc = duckdb.connect({str(alice.folder / 'alice.duckdb')!r})\nprint(flush=True)\ninput()"
    async with alice.following() as running:
        other = await asyncio.create_subprocess_exec(sys.executable, "-c", keep_open, stdin=PIPE, stdout=PIPE)
        assert other.stdout
        await other.stdout.readline()
        post = alice.bob.status_post("while it is locked")
        await running.until(lambda news: news.state == "repeating")
        assert "lock" in (running.news.error or "")
        await other.communicate(b"\n")
        await running.until(lambda news: news.rows["timelines_home"] == 1 and news.error is None)
    assert alice.rows(f"SELECT count(*) FROM timelines_home WHERE id = '{post.id}'") == [(1,)]


@in_a_loop
async def test_a_database_that_stays_locked_is_an_error(alice: Alice) -> None:
    tries = []

    def load() -> None:
        tries.append(1)
        raise DestinationTransientException("locked")

    async with AsyncMastodon(api_base_url=alice.url, access_token=alice.token) as client:
        with pytest.raises(DestinationTransientException):
            await follow(client, alice.pipeline, load, alice.options, patience=QUICK)
    assert len(tries) == TRIES


@pytest.mark.soak
@in_a_loop
async def test_what_a_stream_has_lost_is_loaded(alice: Alice) -> None:
    with FaultProxy(alice.sandbox.url, untouched) as proxy:
        alice.url = proxy.url
        async with alice.following(gap_fill=GapFill(count=2)) as running:
            proxy.plan = lambda request: answering("502 Bad Gateway") if is_stream(request) else Fault()
            proxy.cut_all()
            await running.until(lambda _: Disconnected in alice.arrived)
            posts = [alice.bob.status_post(f"missed {number}") for number in range(5)]
            proxy.plan = untouched
            await running.until(lambda news: news.loads == 2 and news.state == "listening")
            posts.append(alice.bob.status_post("not missed"))
            await running.until(
                lambda _: len(alice.rows(f"SELECT 1 FROM timelines_home WHERE id = '{posts[-1].id}'")) == 1
            )
    found = {status_id for (status_id,) in alice.rows("SELECT id FROM timelines_home")}
    assert {str(post.id) for post in posts} <= found
    alice.assert_nothing_is_double()


@pytest.mark.soak
@in_a_loop
async def test_other_peoples_private_posts_are_left_out(alice: Alice) -> None:
    alice.resources = ["timelines_home"]
    async with alice.following() as running:
        alice.bob.status_post("for followers", visibility="private")
        alice.bob.status_post("for everybody")
        await running.until(lambda news: news.rows["timelines_home"] == 1)
        assert running.news.left_out == {"private": 1}
    assert alice.rows("SELECT count(*) FROM timelines_home WHERE visibility = 'private' AND account__acct = 'bob'") == [
        (0,)
    ]
    assert alice.load() == {}


@pytest.mark.soak
@in_a_loop
async def test_a_post_that_is_deleted_at_once_is_not_written(alice: Alice) -> None:
    alice.resources = ["timelines_home"]
    async with alice.following(every=3600) as running:
        gone = alice.bob.status_post("a mistake")
        alice.bob.status_delete(gone.id)
        kept = alice.bob.status_post("no mistake")
        await running.until(lambda _: alice.arrived.count(Update) == 2 and Delete in alice.arrived)
    assert alice.rows(f"SELECT id FROM timelines_home WHERE id IN ('{gone.id}', '{kept.id}')") == [(str(kept.id),)]
    assert (running.news.rows, running.news.deleted) == ({"timelines_home": 1}, 0)


@pytest.mark.soak
@in_a_loop
async def test_signals_end_it(alice: Alice) -> None:
    async with alice.following() as running:
        before = signal.getsignal(signal.SIGTERM)
        with stopped_by_signals() as stop:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(stop.wait(), PATIENCE)
            assert signal.getsignal(signal.SIGTERM) is before
        assert running.news.state == "listening"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"options": SourceOptions(resources=["instances"])}, "None of these tables has a stream"),
        ({"every": 0}, "every must be"),
        ({"most": 0}, "at least 1"),
        ({"options": SourceOptions(resources=["nothing"])}, "no resource"),
    ],
)
def test_settings_that_make_no_sense(alice: Alice, settings: dict[str, Any], message: str) -> None:
    async def run() -> None:
        async with AsyncMastodon(api_base_url=alice.url, access_token=alice.token) as client:
            await follow(client, alice.pipeline, alice.load, **settings)

    with pytest.raises(MastodonIllegalArgumentError, match=message):
        asyncio.run(run())
    assert alice.loads == 0
