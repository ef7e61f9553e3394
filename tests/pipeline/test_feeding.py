"""Rows that the caller has: in the tables they are like those of a load."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dlt
import pytest

from tests.pipeline.canned import TOKEN, Canned, account, notification, status
from tests.pipeline.conftest import Loader
from tests.pipeline.owned import feed
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.purge import purge
from trunkline.pipeline.upkeep.feeding import Deletion
from trunkline.pipeline.upkeep.places import STATUS_TABLES

HERE = "canned.test"


def of(instance: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a server."""
    return [{"_instance": instance, **row} for row in rows]


def without_load(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what differs from load to load, in an order."""
    own = [{k: v for k, v in row.items() if k not in ("_dlt_load_id", "_dlt_id")} for row in rows]
    return sorted(own, key=lambda row: row["id"])


def test_the_tables_of_statuses_are_those_of_the_catalogue() -> None:
    fields = CATALOGUE["statuses"].shape.fields.keys()
    assert set(STATUS_TABLES) == {
        name for name, one in CATALOGUE.items() if one.shape.fields.keys() - {OWNER} == fields
    }


def test_fed_rows_are_like_loaded_ones(loader: Loader, canned: Canned, load: Callable[..., dict[str, int]]) -> None:
    load(resources=["timelines_home", "notifications"])
    tables = ("timelines_home", "notifications")
    columns = {table: loader.column_types(table) for table in tables}
    loaded = {table: without_load(loader.rows(f"SELECT * FROM {table}")) for table in tables}
    tags = loader.rows("SELECT name, _dlt_list_idx FROM timelines_home__tags")

    fed = Loader(loader.folder / "other")
    fed.pipeline = dlt.pipeline(
        pipeline_name="fed", destination="duckdb", dataset_name="mastodon_data", pipelines_dir=str(fed.folder)
    )
    instance = loaded["timelines_home"][0]["_instance"]
    paths = {"timelines_home": "/api/v1/timelines/home", "notifications": "/api/v1/notifications"}
    feed(fed.pipeline, {table: of(instance, *canned.lists[path]) for table, path in paths.items()})
    for table in tables:
        assert fed.column_types(table) == columns[table]
        assert without_load(fed.rows(f"SELECT * FROM {table}")) == loaded[table]
    assert fed.rows("SELECT name, _dlt_list_idx FROM timelines_home__tags") == tags
    assert fed.pipeline.default_schema.name == loader.pipeline.default_schema.name


def test_rows_take_the_place_of_those_that_were_loaded(loader: Loader, load: Callable[..., dict[str, int]]) -> None:
    load(resources=["timelines_home"], limit=3)
    ((instance, newest),) = (
        row.values() for row in loader.rows("SELECT _instance, max(id) FROM timelines_home GROUP BY 1")
    )
    edited = status(100, content="<p>Edited</p>", tags=[{"name": "one"}, {"name": "two"}])
    assert edited["id"] == newest
    feed(loader.pipeline, {"timelines_home": of(instance, edited)})
    assert len(loader.rows("SELECT id FROM timelines_home")) == 3
    assert loader.rows(f"SELECT content FROM timelines_home WHERE id = '{newest}'") == [{"content": "<p>Edited</p>"}]
    tags = "SELECT name FROM timelines_home__tags t JOIN timelines_home h ON h._dlt_id = t._dlt_parent_id WHERE id = "
    assert [row["name"] for row in loader.rows(f"{tags}'{newest}' ORDER BY _dlt_list_idx")] == ["one", "two"]
    assert len(loader.rows("SELECT 1 FROM timelines_home__tags")) == 4


def test_the_last_row_of_a_key_counts(loader: Loader) -> None:
    twice = of(HERE, status(1, content="first"), status(2), status(1, content="last"))
    feed(loader.pipeline, {"timelines_home": twice})
    rows = loader.rows("SELECT id, content FROM timelines_home ORDER BY id")
    assert [row["content"] for row in rows] == ["last", "<p>Post 2</p>"]


def test_the_same_rows_may_go_into_several_tables(loader: Loader) -> None:
    rows = of(HERE, status(1, quote_approval={"automatic": ["public"]}))
    before = deepcopy(rows)
    feed(loader.pipeline, {"timelines_home": rows, "timelines_public": rows})
    assert rows == before
    for table in ("timelines_home", "timelines_public"):
        assert loader.rows(f"SELECT quote_approval FROM {table}") == [{"quote_approval": '{"automatic":["public"]}'}]


def test_related_accounts_keep_whose_they_are(loader: Loader) -> None:
    rows = of(HERE, {"account_id": "1", **account(2)}, {"account_id": "3", **account(2)})
    feed(loader.pipeline, {"followers": rows})
    assert loader.rows("SELECT account_id, id FROM followers ORDER BY 1") == [
        {"account_id": "1", "id": "2"},
        {"account_id": "3", "id": "2"},
    ]


def test_rows_that_make_no_sense_are_kept_as_rejected(loader: Loader) -> None:
    feed(loader.pipeline, {"timelines_home": of(HERE, status(1), {"malformed": 1}, {"malformed": 2})})
    assert len(loader.rows("SELECT id FROM timelines_home")) == 1
    assert len(loader.rows("SELECT reason FROM _rejected WHERE resource = 'timelines_home'")) == 2


def test_deletions(loader: Loader) -> None:
    noticed, returned = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    feed(loader.pipeline, {}, deleted=[Deletion(HERE, "1"), Deletion(HERE, "2", "https://canned.test/2", noticed)])
    first, second = loader.rows("SELECT * FROM status_deletions ORDER BY id")
    assert (first["_instance"], first["uri"], first["returned_at"]) == (HERE, None, None)
    assert abs((datetime.now(UTC) - first["noticed_at"]).total_seconds()) < 60
    assert (second["uri"], second["noticed_at"]) == ("https://canned.test/2", noticed)
    feed(loader.pipeline, {}, deleted=[Deletion(HERE, "2", "https://canned.test/2", noticed, returned)])
    rows = loader.rows("SELECT id, returned_at FROM status_deletions ORDER BY id")
    assert [row["returned_at"] for row in rows] == [None, returned]


def test_only_what_is_touched_is_written(loader: Loader, load: Callable[..., dict[str, int]]) -> None:
    load(resources=["timelines_home", "notifications"], limit=2)
    info = feed(loader.pipeline, {"notifications": of(HERE, notification(99))})
    assert info is not None
    (package,) = info.load_packages
    written = {job.job_file_info.table_name for job in package.jobs["completed_jobs"]}
    assert {table for table in written if not table.startswith("notifications")} == {"_dlt_pipeline_state"} & written


def test_what_is_remembered_goes_with_the_rows(loader: Loader) -> None:
    def reached(state: Any) -> None:
        state.setdefault(HERE, {})["newest"] = {"home": "7"}

    feed(loader.pipeline, {"timelines_home": of(HERE, status(1))}, remember={"timelines_home": reached})
    resources = loader.fresh().state["sources"]["mastodon_source"]["resources"]
    assert resources["timelines_home"] == {HERE: {"newest": {"home": "7"}}}


def test_something_to_remember_needs_no_rows(loader: Loader) -> None:
    feed(loader.pipeline, {}, remember={"hashtags": lambda state: state.update(seen=1)})
    assert loader.pipeline.state["sources"]["mastodon_source"]["resources"]["hashtags"] == {"seen": 1}


def test_nothing_to_write_is_no_run(loader: Loader) -> None:
    assert feed(loader.pipeline, {"timelines_home": []}) is None
    assert loader.pipeline.last_trace is None


@pytest.mark.soak
def test_what_an_earlier_run_left_is_loaded_first(loader: Loader, canned: Canned) -> None:
    feed(loader.pipeline, {"timelines_home": of(HERE, status(2))})
    loader.pipeline.extract(
        mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_public"], limit=3)
    )
    feed(loader.pipeline, {"timelines_home": of(HERE, status(1))})
    assert len(loader.rows("SELECT id FROM timelines_public")) == 3
    assert len(loader.rows("SELECT id FROM timelines_home")) == 2


def test_there_is_no_such_table(loader: Loader) -> None:
    with pytest.raises(
        MastodonIllegalArgumentError, match="There is no resource 'timeline_home'; there are accounts, "
    ):
        feed(loader.pipeline, {"timeline_home": []})


def test_where_there_is_no_history(loader: Loader, tmp_path: Path) -> None:
    files = dlt.pipeline(
        pipeline_name="files",
        destination=dlt.destinations.filesystem(str(tmp_path / "files")),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    feed(files, {"timelines_home": of(HERE, status(1))}, deleted=[Deletion(HERE, "2")])
    assert files.dataset().timelines_home.select("id").fetchall() == [(status(1)["id"],)]
    assert files.dataset().status_deletions.select("id").fetchall() == [("2",)]
    assert "status_versions" not in files.default_schema.tables


def test_who_was_purged_does_not_come_back(loader: Loader) -> None:
    feed(loader.pipeline, {"timelines_home": of("one.test", status(1))})
    purge(loader.pipeline, accounts=["https://canned.test/@user1"])
    others = status(3, account=account(2))
    rows = of("one.test", status(2), others)
    feed(loader.pipeline, {"timelines_home": rows}, versions=rows, snapshots=rows)
    for table in ("timelines_home", "status_versions", "status_snapshots"):
        assert loader.rows(f"SELECT id FROM {table}") == [{"id": others["id"]}], table
