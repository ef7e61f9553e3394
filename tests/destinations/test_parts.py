"""Several machines, each with a part of the servers, load into one lake at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import dlt
import pyarrow as pa
import pytest

from tests.destinations.places import delta, iceberg
from tests.pipeline.canned import Canned, serve, status
from trunkline import MastodonIllegalArgumentError
from trunkline.pipeline import SourceOptions
from trunkline.pipeline.crawling.parts import ServerPart

PUBLIC = "/api/v1/timelines/public"
PROGRAM = """
import json, sys, dlt
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.crawling.parts import ServerPart
part, table_format, lake, folder, urls = sys.argv[1:]
pipeline = dlt.pipeline(
    ServerPart.of_text(part).name("mastodon_pipeline"), destination=dlt.destinations.filesystem(lake),
    dataset_name="mastodon_data", pipelines_dir=folder,
)
pipeline.run(
    mastodon_source(instances=json.loads(urls), part=part, resources=["timelines_public"]), table_format=table_format
)
"""
READ = {"delta": delta, "iceberg": iceberg}


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


@pytest.mark.soak
@pytest.mark.parametrize("table_format", ["delta", "iceberg"])
def test_two_machines_fill_one_lake_though_one_is_killed(
    table_format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = {"type": "sql", "uri": f"sqlite:///{tmp_path}/catalogue.db", "warehouse": f"file://{tmp_path}/lake"}
    monkeypatch.setenv(
        "ICEBERG_CATALOG__ICEBERG_CATALOG_CONFIG", json.dumps(catalogue)
    )  # else, commits overwrite others
    with ExitStack() as running:
        servers = [Canned(lists={PUBLIC: [status(n) for n in range(130 + place, 0, -1)]}) for place in range(6)]
        for server in servers:
            running.enter_context(serve(server))
        urls = [server.url for server in servers]
        lake = tmp_path / f"{table_format}-lake"

        def load(number: int) -> subprocess.Popen[bytes]:
            folder = str(tmp_path / f"machine-{number}")
            given = [f"{number}/2", table_format, str(lake), folder, json.dumps(urls)]
            return subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *given], env=os.environ | {"RUNTIME__LOG_LEVEL": "ERROR"}
            )

        halves = [[s for s in servers if urlsplit(s.url).netloc in ServerPart(number, 2)] for number in (1, 2)]
        reached, opened = threading.Event(), threading.Event()

        def stop_here(path: str) -> None:
            if path == PUBLIC:
                reached.set()
                opened.wait(100)

        killed = next(number for number, half in enumerate(halves, 1) if half)
        halves[killed - 1][0].before = stop_here
        both = {number: load(number) for number in (1, 2)}
        assert reached.wait(100)
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
    pipeline = dlt.pipeline(
        ServerPart(1, 2).name("mastodon_pipeline"),
        destination=dlt.destinations.filesystem(str(lake)),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "machine-1"),
    )
    table: pa.Table = READ[table_format](tmp_path).read(pipeline, "timelines_public")
    assert sorted(zip(*(table[name].to_pylist() for name in ("_instance", "id")), strict=True)) == wanted
