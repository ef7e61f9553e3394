"""A stream delivers each post once, whatever is stopped, repeated or late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.canned import Canned, status
from tests.spark.conftest import PUBLIC, Serve, instance, keys, options, wanted
from trunkline.spark import servers
from trunkline.spark.leases import Leases


class Stream:
    """A stream into Parquet files, started as often as a test wants."""

    def __init__(self, spark: Any, folder: Path) -> None:
        self.spark, self.folder = spark, folder

    def run(self, given: list[Canned], into: Callable[[Any, int], None] | None = None, **others: object) -> None:
        """Deliver what there is now."""
        given_options = options(given, self.folder / "state", every=0, **others)
        frame = self.spark.readStream.format("mastodon").options(**given_options).load()
        writer = frame.writeStream if into is None else frame.writeStream.foreachBatch(into)
        if into is None:
            writer = writer.format("parquet").option("path", str(self.folder / "posts"))
        query = writer.option("checkpointLocation", str(self.folder / "checkpoint")).trigger(availableNow=True).start()
        query.awaitTermination()

    def keys(self) -> list[tuple[str, str]]:
        return keys(self.spark.read.parquet(str(self.folder / "posts")))

    def files(self, name: str) -> list[Path]:
        return list((self.folder / "state" / "streams").rglob(name))


@pytest.fixture
def stream(spark: Any, tmp_path: Path) -> Stream:
    return Stream(spark, tmp_path)


def test_a_stream_goes_on_from_its_checkpoint(stream: Stream, served: Serve) -> None:
    given = served(60, 90)
    stream.run(given)
    assert stream.keys() == wanted(given)
    late, new = status(40, id=status(40)["id"] + "5"), status(200)
    given[0].lists[PUBLIC][:] = [new, *given[0].lists[PUBLIC][:10], late, *given[0].lists[PUBLIC][10:]]
    for server in given:
        server.seen.clear()
    given += served(70)
    stream.run(given)
    assert stream.keys() == wanted(given), "new and late posts, and those of a server that was not there before"
    assert [len(server.requests(PUBLIC)) for server in given[:2]] == [2, 1]
    stream.run(given[:1])
    stream.run(given)
    assert stream.keys() == wanted(given), "a server that was left out for a while goes on as well"


def test_a_run_in_bounded_pieces_is_read_to_its_end(stream: Stream, served: Serve) -> None:
    given = served(400, 50)
    stream.run(given, max_rows=120)
    assert stream.keys() == wanted(given)
    assert len(given[0].requests(PUBLIC)) <= 400 / 40 + 8


def test_a_batch_that_failed_comes_again_as_it_was(stream: Stream, served: Serve) -> None:
    given = served(60, 90)
    first, again = list[list[tuple[str, str]]](), list[list[tuple[str, str]]]()

    def fail(frame: Any, number: int) -> None:
        first.append(keys(frame))
        raise RuntimeError("the sink is full")

    with pytest.raises(Exception, match="the sink is full"):
        stream.run(given, fail)
    asked = [len(server.seen) for server in given]
    del given[0].lists[PUBLIC][5:50]
    stream.run(given, lambda frame, number: again.append(keys(frame)))
    assert again[0] == first[0] != wanted(given)
    assert not any(again[1:])
    assert len(given[1].seen) == asked[1] + 1, "a look for newer posts in the run after it"


def test_committed_rows_are_removed_and_outcomes_stay(stream: Stream, served: Serve, spark: Any) -> None:
    (server,) = served(60)
    stream.run([server])
    stream.run([server])
    stream.run([server])
    assert len(stream.files("rows.jsonl")) <= 1
    assert len(stream.files("result.json")) <= 2
    told = servers(spark, str(stream.folder / "state")).orderBy("run").collect()
    assert [(row["run"], row["rows"], row["outcome"]) for row in told] == [
        (1, 60, "read"),
        (2, 0, "read"),
        (3, 0, "read"),
    ]


def test_a_stream_leaves_a_server_to_the_job_that_has_it_and_reads_it_later(stream: Stream, served: Serve) -> None:
    given = served(20, 30)
    with Leases(str(stream.folder / "state"), "another job") as leases:
        assert leases.take(instance(given[0]))
        stream.run(given)
    assert stream.keys() == wanted(given[1:])
    stream.run(given)
    assert stream.keys() == wanted(given)


def test_a_checkpoint_without_its_state_is_refused(stream: Stream, served: Serve) -> None:
    given = served(5)
    stream.run(given)
    (stream.folder / "state").rename(stream.folder / "elsewhere")
    with pytest.raises(Exception, match="has nothing of this stream"):
        stream.run(given)
