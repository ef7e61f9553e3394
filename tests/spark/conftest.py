"""One Spark session for all tests, and servers for it to read."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.pipeline.canned import Canned, serve, status

PUBLIC = "/api/v1/timelines/public"
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.session.timeZone": "UTC",
}

Serve = Callable[..., list[Canned]]


def require_spark() -> None:
    """Skip the test where Spark cannot run; in CI, that fails."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")


@pytest.fixture(scope="session", autouse=True)
def _spark_environment() -> Iterator[None]:
    """Executors have the interpreter of the tests, and the package from the same folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
        yield


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on two threads of this machine, which knows the format ``mastodon``."""
    require_spark()
    from pyspark.sql import SparkSession

    from trunkline.spark import register

    builder = SparkSession.builder.master("local[2]")
    for name, value in LOCAL.items():
        builder = builder.config(name, value)
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse"))).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    register(session)
    yield session
    session.stop()


@pytest.fixture
def served() -> Iterator[Serve]:
    """Starts servers with 100, 200, ... public posts, or the given numbers of them."""
    with ExitStack() as running:

        def start(*numbers: int) -> list[Canned]:
            made = [Canned(lists={PUBLIC: posts(number)}) for number in numbers]
            for server in made:
                running.enter_context(serve(server))
            return made

        yield start


def posts(number: int) -> list[dict[str, Any]]:
    return [status(one) for one in range(number, 0, -1)]


def instance(server: Canned) -> str:
    return urlsplit(server.url).netloc


def options(servers: list[Canned], state: Path | None = None, **others: object) -> dict[str, str]:
    """Options of the data source for some servers."""
    given = {"instances": ",".join(server.url for server in servers), **others}
    return {name: str(value) for name, value in (given | ({} if state is None else {"state": state})).items()}


def keys(frame: Any) -> list[tuple[str, str]]:
    """The servers and ids of the rows of a frame, sorted, as often as they come."""
    return sorted((row["_instance"], row["id"]) for row in frame.select("_instance", "id").collect())


def wanted(servers: list[Canned]) -> list[tuple[str, str]]:
    """What `keys` are when every post was read once."""
    return sorted((instance(server), post["id"]) for server in servers for post in server.lists[PUBLIC])
