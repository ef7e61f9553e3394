"""Purges, refreshes and live events of servers that forge people and posts of others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("dlt")

import dlt

from tests.hostile.server import Hostile
from tests.hostile.test_fleet import rows_of
from tests.hostile.touching import only
from trunkline import AsyncMastodon
from trunkline.errors import MastodonError
from trunkline.pipeline import SourceOptions
from trunkline.pipeline.follow import follow
from trunkline.pipeline.load import load
from trunkline.pipeline.purge import purge, purged
from trunkline.pipeline.refresh import refresh
from trunkline.protocol.retries import RetryPolicy
from trunkline.streaming import ReconnectPolicy


def some(kept: str, *others: str) -> pytest.MarkDecorator:
    """Run a test with one trick, and with the others in ``make soak``."""
    return pytest.mark.parametrize("trick", [kept, *(pytest.param(name, marks=pytest.mark.soak) for name in others)])


class Tables:
    """A database that an honest and a hostile server are loaded into."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.folder, self.running = folder, running
        self.database = folder / "people.duckdb"
        self.good = running.enter_context(Hostile())

    def hostile(self, trick: str) -> Hostile:
        return self.running.enter_context(Hostile(trick, victim=self.good.url))

    @property
    def place(self) -> dict[str, Any]:
        return {"destination": str(self.database), "pipelines_dir": str(self.folder / "pipelines")}

    def load(self, *servers: Hostile) -> None:
        options = SourceOptions(
            instances=[server.url for server in servers], resources=["timelines_public"], limit=60, consent=False
        )
        load(options, **self.place)

    def pipeline(self) -> dlt.Pipeline:
        return dlt.pipeline(
            "mastodon_pipeline",
            destination=dlt.destinations.duckdb(str(self.database)),
            dataset_name="mastodon_data",
            pipelines_dir=str(self.folder / "pipelines"),
        )

    def rows_of_the_good(self) -> Any:
        return rows_of(self.database, [urlsplit(self.good.url).netloc])


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    monkeypatch.chdir(tmp_path)
    with ExitStack() as running:
        yield Tables(tmp_path, running)


@pytest.mark.soak
def test_a_purge_learns_no_address_from_another_server(tables: Tables) -> None:
    bad = tables.hostile("claims_victims_pages")
    tables.load(tables.good, bad)
    before = tables.rows_of_the_good()
    spam = f"spam@{urlsplit(bad.url).netloc}"
    purge(tables.pipeline(), accounts=[f"@{spam}"])
    assert tables.rows_of_the_good() == before
    for names in purged(tables.pipeline()).accounts:
        assert all(urlsplit(tables.good.url).netloc not in name for name in names), names
    tables.load(tables.good)
    assert tables.rows_of_the_good() == before


@some("claims_victims_names", "names_of_every_kind", "ids_of_every_kind", "keys_that_collide")
def test_a_purge_of_a_server_removes_that_server(trick: str, tables: Tables) -> None:
    bad = tables.hostile(trick)
    tables.load(tables.good, bad)
    before = tables.rows_of_the_good()
    host = urlsplit(bad.url).netloc
    purge(tables.pipeline(), servers=[host])
    assert tables.rows_of_the_good() == before
    assert not rows_of(tables.database, [host])


@some(
    "forges_edits",
    "shows_nothing_any_more",
    "boosts_of_itself",
    "other_posts_than_asked",
    "nonsense_for_posts",
    "ids_of_every_kind",
)
def test_a_refresh_changes_rows_of_its_server_only(trick: str, tables: Tables) -> None:
    bad = tables.hostile(trick)
    tables.load(tables.good, bad)
    before = tables.rows_of_the_good()
    with only(MastodonError):
        refresh(api_base_url=bad.url, since=None, **tables.place)
    assert tables.rows_of_the_good() == before


@some("forged_events", "events_of_every_kind", "evil_posts")
def test_live_events_change_rows_of_their_server_only(trick: str, tables: Tables) -> None:
    bad = tables.hostile(trick)
    options = SourceOptions(api_base_url=bad.url, resources=["timelines_public"], consent=False)
    tables.load(tables.good)
    load(options, **tables.place)
    before = tables.rows_of_the_good()
    host = urlsplit(bad.url).netloc

    async def until_written() -> None:
        stop = asyncio.Event()

        def written(news: Any) -> None:
            if news.written_at is not None:
                stop.set()

        client = AsyncMastodon(api_base_url=bad.url)
        async with client:
            await follow(
                client,
                tables.pipeline,
                partial(load, options, **tables.place),
                options,
                every=0.2,
                stop=stop,
                patience=ReconnectPolicy(base=0.0, longest=0.0),
                on_change=written,
            )

    asyncio.run(asyncio.wait_for(until_written(), 60))
    assert tables.rows_of_the_good() == before
    assert rows_of(tables.database, [host])
