"""The calls that Spark makes to read a stream, made without Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")

from pyspark.sql.streaming.datasource import ReadAllAvailable

from tests.pipeline.canned import Canned, account, status
from tests.spark.conftest import PUBLIC, Serve, options
from trunkline import MastodonIllegalArgumentError, MastodonIOError
from trunkline.spark.settings import settings_of
from trunkline.spark.stream import Offset, ServersStreamReader

ANN = account(7, acct="ann@a.example", uri="https://a.example/users/ann", url="https://a.example/@ann")


def reader_of(servers: list[Canned], state: Path, **others: object) -> ServersStreamReader:
    return ServersStreamReader(settings_of(options(servers, state, every=0, **others)))


def rows(reader: ServersStreamReader, start: Offset, end: Offset) -> list[dict[str, Any]]:
    """The rows of a batch, newest first."""
    found = [
        row
        for partition in reader.partitions(start, end)
        for batch in reader.read(partition)
        for row in batch.to_pylist()
    ]
    return sorted(found, key=lambda row: str(row["id"]), reverse=True)


def test_a_batch_comes_again_as_it_was_and_goes_on_from_there(served: Serve, tmp_path: Path) -> None:
    (server,) = served(3)
    reader = reader_of([server], tmp_path)
    start = reader.initialOffset()
    end = reader.latestOffset(start, ReadAllAvailable())
    first = rows(reader, start, end)
    asked, server.lists[PUBLIC] = len(server.seen), [status(4), *server.lists[PUBLIC][1:]]
    again = rows(reader_of([server], tmp_path), start, end)
    assert [row["id"] for row in again] == [row["id"] for row in first] == [status(n)["id"] for n in (3, 2, 1)]
    assert len(server.seen) == asked
    reader.commit(end)
    following = reader.latestOffset(end, ReadAllAvailable())
    assert [row["id"] for row in rows(reader, end, following)] == [status(4)["id"]]
    with pytest.raises(MastodonIOError, match="Begin with a new checkpoint"):
        rows(reader, start, end)


def test_a_purged_person_is_in_no_batch_though_their_posts_were_written_down(served: Serve, tmp_path: Path) -> None:
    (server,) = served(3)
    server.lists[PUBLIC][0]["account"] = ANN
    server.lists[PUBLIC][1]["mentions"] = [ANN]
    purged, state = tmp_path / "purged.json", tmp_path / "state"
    purged.write_text("{}")
    reader = reader_of([server], state, purged=purged)
    start = reader.initialOffset()
    end = reader.latestOffset(start, ReadAllAvailable())

    def shown(start: Offset, end: Offset) -> list[tuple[str, int]]:
        return [(row["account"]["acct"], len(row["mentions"])) for row in rows(reader, start, end)]

    assert shown(start, end) == [("ann@a.example", 0), ("user1", 1), ("user1", 0)]
    purged.write_text('{"accounts": ["@ann@a.example"]}')
    assert shown(start, end) == [("user1", 0), ("user1", 0)], "a batch that failed, from what was written down"
    server.lists[PUBLIC].insert(0, status(9, account=ANN))
    reader.commit(end)
    assert shown(end, reader.latestOffset(end, ReadAllAvailable())) == []
    purged.unlink()
    with pytest.raises(MastodonIllegalArgumentError, match="Give each executor a file of JSON"):
        shown(end, reader.latestOffset(end, ReadAllAvailable()))


def test_a_checkpoint_of_something_else_is_refused(served: Serve, tmp_path: Path) -> None:
    servers = served(1)
    reader = reader_of(servers, tmp_path)
    start = reader.initialOffset()
    end = reader.latestOffset(start, ReadAllAvailable())
    rows(reader, start, end)
    other = reader_of(servers, tmp_path, resource="hashtags", hashtags="canned")
    with pytest.raises(MastodonIllegalArgumentError, match="The checkpoint is of timelines_public"):
        other.latestOffset(end, ReadAllAvailable())
    with pytest.raises(MastodonIllegalArgumentError, match="reads hashtags"):
        other.partitions(start, end)
    with pytest.raises(MastodonIllegalArgumentError, match="not of this data source"):
        reader.latestOffset({"value": 17}, ReadAllAvailable())
    with pytest.raises(MastodonIOError, match="has nothing of this stream"):
        reader_of(servers, tmp_path / "elsewhere").partitions(end, {**end, "run": 2})
