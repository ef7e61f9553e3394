"""Two workers, one of which is killed in the middle of its work."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.canned import Canned, status
from tests.spark.cluster import Cluster, result_of
from tests.spark.conftest import PUBLIC, Serve, options, require_spark, wanted

STREAM = """
import json
given, folder = json.loads(sys.argv[2]), sys.argv[3]
frame = spark.readStream.format("mastodon").options(**given).load()
writer = frame.writeStream.format("parquet").option("path", folder + "/posts")
writer.option("checkpointLocation", folder + "/checkpoint").trigger(availableNow=True).start().awaitTermination()
rows = spark.read.parquet(folder + "/posts").select("_instance", "id").collect()
print(json.dumps(sorted(map(list, rows))))
spark.stop()
"""
BATCH = """
import json
rows = spark.read.format("mastodon").options(**json.loads(sys.argv[2])).load().select("_instance", "id").collect()
print(json.dumps(sorted(map(list, rows))))
spark.stop()
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    require_spark()
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def cluster(started: Cluster) -> Cluster:
    """A cluster with both of its workers."""
    started.complete()
    return started


class Gate:
    """Holds the servers back at their third page until it is opened, and tells when all of them are there."""

    def __init__(self, servers: list[Canned]) -> None:
        self._servers, self._open = servers, threading.Event()
        self._reached = threading.Barrier(len(servers) + 1)
        for server in servers:
            server.before = self._before(server)

    def _before(self, server: Canned) -> Callable[[str], None]:
        waited = threading.Event()

        def before(path: str) -> None:
            if path == PUBLIC and len(server.requests(PUBLIC)) >= 3 and not waited.is_set():
                waited.set()
                self._reached.wait(200)
                self._open.wait(200)

        return before

    def wait(self, is_ready: Callable[[], bool] = lambda: True) -> None:
        """Wait until all servers are held back, and something else is so."""
        self._reached.wait(200)
        while not is_ready():
            self._open.wait(0.05)

    def open(self) -> None:
        self._open.set()


@pytest.mark.timeout(600)  # five JVMs on whatever there is
def test_a_worker_is_killed_and_no_post_is_lost_or_doubled(cluster: Cluster, served: Serve, tmp_path: Path) -> None:
    slow, quick = served(200, 160), served(30, 30)
    given = [*slow, *quick]
    asked = options(given, tmp_path / "state", partitions=2, every=0)
    gate = Gate(slow)
    driver = cluster.submit(STREAM, json.dumps(asked), str(tmp_path))
    gate.wait(lambda: len([*tmp_path.rglob("result.json")]) == len(quick))
    cluster.kill_worker()
    gate.open()
    assert [tuple(row) for row in json.loads(result_of(driver))] == wanted(given)
    assert [len(server.requests(PUBLIC)) for server in quick] == [2, 2], "what was written down is not asked for again"
    for server in given:
        server.lists[PUBLIC].insert(0, status(300))
    driver = cluster.submit(STREAM, json.dumps(asked), str(tmp_path))
    assert [tuple(row) for row in json.loads(result_of(driver))] == wanted(given)


@pytest.mark.timeout(600)
def test_a_batch_survives_a_worker(cluster: Cluster, served: Serve, tmp_path: Path) -> None:
    given = served(200, 160)
    gate = Gate(given)
    driver = cluster.submit(BATCH, json.dumps(options(given, tmp_path / "state", partitions=2)))
    gate.wait()
    cluster.kill_worker()
    gate.open()
    assert [tuple(row) for row in json.loads(result_of(driver))] == wanted(given)
