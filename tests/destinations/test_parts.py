"""Several machines, each with a part of the servers, load into one lake at once."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.destinations.conftest import empty_database
from tests.destinations.lakes import Lake, TableLake, ducklake
from tests.pipeline.canned import Canned, serve, status
from trunkline import MastodonIllegalArgumentError
from trunkline.pipeline import SourceOptions
from trunkline.pipeline.crawling.parts import ServerPart
from trunkline.pipeline.opening import open_pipeline

PUBLIC = "/api/v1/timelines/public"


def test_each_server_is_in_one_part_whatever_others_there_are() -> None:
    parts = [ServerPart(number, 4) for number in range(1, 5)]
    hosts = [f"server{number}.example" for number in range(400)]
    found = {host: [part.number for part in parts if host in part] for host in hosts}
    assert {len(numbers) for numbers in found.values()} == {1}
    assert min(Counter(number for (number,) in found.values()).values()) > 60
    assert found["server0.example"] == [3], "the same on all machines and in all versions"


@pytest.mark.parametrize("part", ["", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3"])
def test_what_is_no_part_is_refused(part: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="as '1/4'"):
        SourceOptions(instances=["a.example"], part=part)


def test_a_part_needs_many_servers() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="pass instances too"):
        SourceOptions(api_base_url="a.example", part="1/2")


@pytest.fixture(params=["delta", "iceberg", "ducklake"])
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    """A lake whose machines share a catalogue, where it has one: without, commits to Iceberg overwrite others."""
    if request.param == "ducklake":
        return ducklake(tmp_path, empty_database(request.getfixturevalue("postgres_address")))
    catalogue = {"type": "sql", "uri": f"sqlite:///{tmp_path}/catalogue.db", "warehouse": f"file://{tmp_path}/lake"}
    variables = {"ICEBERG_CATALOG__ICEBERG_CATALOG_CONFIG": json.dumps(catalogue)}
    request.getfixturevalue("monkeypatch").setenv(*variables.popitem())  # this process reads the tables
    return TableLake(tmp_path, table_format=request.param)


@pytest.mark.soak
@pytest.mark.timeout(1500)  # the first makes an environment
def test_two_machines_fill_one_lake_though_one_is_killed(lake: Lake) -> None:
    with ExitStack() as running:
        servers = [Canned(lists={PUBLIC: [status(n) for n in range(130 + place, 0, -1)]}) for place in range(6)]
        for server in servers:
            running.enter_context(serve(server))
        urls = [server.url for server in servers]

        def load(number: int) -> subprocess.Popen[str]:
            return lake.load(f"machine-{number}", instances=urls, part=f"{number}/2", resources=["timelines_public"])

        made = lake.load("maker", instances=urls[:1], part="1/1", resources=["timelines_public"])
        assert made.wait() == 0, "of two machines that make a lake at the same moment, one may fail"
        halves = [[s for s in servers if urlsplit(s.url).netloc in ServerPart(number, 2)] for number in (1, 2)]
        reached, opened = threading.Event(), threading.Event()

        def stop_here(path: str) -> None:
            if path == PUBLIC:
                reached.set()
                opened.wait(300)

        killed = next(number for number, half in enumerate(halves, 1) if half)
        halves[killed - 1][0].before = stop_here
        both = {number: load(number) for number in (1, 2)}
        assert reached.wait(300)
        both[killed].send_signal(signal.SIGKILL)
        both[killed].wait()
        opened.set()
        assert both[3 - killed].wait() == 0
        for _ in range(2):  # both at once, the second time with more to read
            again = [load(number) for number in (1, 2)]
            assert [process.wait() for process in again] == [0, 0]
            for server in servers:
                server.lists[PUBLIC].insert(0, status(len(server.lists[PUBLIC]) + 1))
        again = [load(number) for number in (1, 2)]
        assert [process.wait() for process in again] == [0, 0]
        wanted = sorted((urlsplit(s.url).netloc, post["id"]) for s in servers for post in s.lists[PUBLIC])
    assert lake.keys("timelines_public") == wanted


@pytest.mark.soak
@pytest.mark.timeout(1500)  # the first makes an environment
def test_a_lake_of_duckdb_gets_new_and_changed_posts_with_their_tags(tmp_path: Path) -> None:
    lake = ducklake(tmp_path, f"sqlite:///{tmp_path}/catalogue.sqlite")
    with serve(Canned(lists={PUBLIC: [status(n, tags=[{"name": "old"}]) for n in range(90, 0, -1)]})) as server:
        given: dict[str, Any] = {"api_base_url": server.url, "resources": ["timelines_public"], "access_token": ""}
        assert lake.load("machine", **given).wait() == 0
        server.lists[PUBLIC].insert(0, status(91, tags=[{"name": "new"}]))
        server.lists[PUBLIC][1] = status(90, content="changed", tags=[{"name": "new"}, {"name": "newer"}])
        assert lake.load("machine", **given, lag=1000).wait() == 0
        assert lake.keys("timelines_public") == sorted(
            (urlsplit(server.url).netloc, post["id"]) for post in server.lists[PUBLIC]
        )
    assert lake.ask("SELECT id FROM timelines_public WHERE content = 'changed'") == [[status(90)["id"]]]
    assert lake.ask("SELECT name, count(*) FROM timelines_public__tags GROUP BY 1 ORDER BY 1") == [
        ["new", 2],
        ["newer", 1],
        ["old", 89],
    ]
    assert "older versions. Delete the dataset" in lake.refusal_of_purge("machine", "@user1@canned.test")


def test_each_part_has_staging_tables_of_its_own(tmp_path: Path) -> None:
    names = {
        name: open_pipeline(str(tmp_path / "m.duckdb"), pipeline_name=name, pipelines_dir=str(tmp_path))
        for name in ("mastodon_pipeline", ServerPart(1, 2).name("mastodon_pipeline"), ServerPart(2, 2).name("other"))
    }
    staging = [pipeline.destination.config_params.get("staging_dataset_name_layout") for pipeline in names.values()]
    assert staging == [None, "%s_staging_part_1_of_2", "%s_staging_part_2_of_2"]
