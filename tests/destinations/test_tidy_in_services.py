"""The tidy layer in services that no test can reach: their SQL is run, or read, by engines that know it.

Databricks runs Spark's SQL. Snowflake's is run by fakesnow, and BigQuery's is read by the analyzer that it is built on.
For Redshift there is none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dlt
import pytest

from tests.destinations import places
from tests.destinations.places import Place
from tests.destinations.test_services import SERVICES
from tests.destinations.test_tidy import with_every_relation
from tests.peers.environments import NotMade, Peer, environment
from tests.pipeline.canned import Canned
from tests.spark.conftest import require_spark
from trunkline.pipeline.tidy.translating import translated
from trunkline.pipeline.tidy.views import SchemaTables, make_views, queries

pytestmark = pytest.mark.soak

PROGRAMS = Path(__file__).parent / "engines"
SNOWFLAKE = Peer("fakesnow", needs=("fakesnow==0.12.1", "snowflake-connector-python<5"), alone=True)
BIGQUERY = Peer("zetasql", needs=("zetasql==0.1.5",), alone=True)

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Loaded:
    """What DuckDB has after a load.

    Attributes:
        pipeline: the pipeline of the load.
        tables: Parquet files of its tables.
        rows: the rows of its views.
    """

    pipeline: dlt.Pipeline
    tables: dict[str, str]
    rows: Rows

    def views(self, name: str) -> dict[str, str]:
        """The queries of all views, as a load into a service makes them."""
        service = SERVICES[name]
        pytest.importorskip(service.driver)
        destination = getattr(dlt.destinations, name)(credentials=service.credentials)
        elsewhere = dlt.pipeline(
            name, destination=destination, dataset_name="mastodon_data", pipelines_dir=self.pipeline.pipelines_dir
        )
        client: Any = elsewhere._get_destination_clients(self.pipeline.default_schema)[0]
        found = queries(SchemaTables(client.schema, client.sql_client))
        return {view: translated(query, name) for view, query in found.items()}


@pytest.fixture
def loaded(tmp_path: Path, canned: Canned) -> Loaded:
    """A load of something for each view."""
    with_every_relation(canned)
    place = places.duckdb(tmp_path)
    place.load(canned.url)
    make_views(place.pipeline)
    with place.pipeline.sql_client() as client:
        rows = {view: _rows(client, view) for view in queries(SchemaTables(place.pipeline.default_schema, client))}
    return Loaded(place.pipeline, _files(place, tmp_path), rows)


def _rows(client: Any, view: str) -> list[dict[str, Any]]:
    with client.execute_query(f"SELECT * FROM {view}") as cursor:
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _files(place: Place, folder: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    tables = place.pipeline.default_schema.data_table_names(seen_data_only=True)
    files = {table: str(folder / f"table{table}.parquet") for table in tables}
    for table, file in files.items():
        pq.write_table(place.table(table), file)
    return files


def comparable(rows: list[dict[str, Any]]) -> list[str]:
    """Rows in any order, with times as texts."""
    return sorted(json.dumps(row, default=_time, sort_keys=True) for row in rows)


def _time(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M:%S.%f")


def python_of(peer: Peer) -> str:
    """The interpreter of an environment; the test is skipped where that cannot be made."""
    try:
        return str(environment(peer).python)
    except NotMade as error:
        pytest.skip(f"the environment of {peer.name} cannot be made: {error}")


def run(python: str, program: str, tables: Mapping[str, Any], views: Mapping[str, str]) -> Any:
    """The answer of a program to what is to be shown."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"TZ": "UTC"}
    job = json.dumps({"tables": tables, "views": views})
    done = subprocess.run(
        [python, str(PROGRAMS / program)], input=job, capture_output=True, text=True, env=clean, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def assert_is_what_duckdb_shows(shown: Rows, loaded: Loaded) -> None:
    assert shown.keys() == loaded.rows.keys()
    for view, rows in shown.items():
        assert comparable(rows) == comparable(loaded.rows[view]), view


def test_snowflake_shows_what_duckdb_shows(loaded: Loaded) -> None:
    shown = run(python_of(SNOWFLAKE), "on_snowflake.py", loaded.tables, loaded.views("snowflake"))
    assert_is_what_duckdb_shows(shown, loaded)


def test_databricks_shows_what_duckdb_shows(loaded: Loaded) -> None:
    require_spark()
    shown = run(sys.executable, "on_databricks.py", loaded.tables, loaded.views("databricks"))
    assert_is_what_duckdb_shows(shown, loaded)


def test_bigquery_can_read_the_queries(loaded: Loaded) -> None:
    def local(query: str) -> str:
        return query.replace("`project`.`mastodon_data`.", "")

    schema = loaded.pipeline.default_schema
    tables = {
        table: {name: column["data_type"] for name, column in schema.get_table_columns(table).items()}
        for table in loaded.tables
    }
    views = {view: local(query) for view, query in loaded.views("bigquery").items()}
    shown = run(python_of(BIGQUERY), "on_bigquery.py", tables, views)
    assert shown == {view: [*rows[0]] for view, rows in loaded.rows.items() if rows} | {"edits": shown["edits"]}


@pytest.mark.parametrize("name", SERVICES)
def test_queries_are_in_the_dialect_of_the_service(loaded: Loaded, name: str, caplog: pytest.LogCaptureFixture) -> None:
    import sqlglot

    for view, query in loaded.views(name).items():
        assert sqlglot.parse_one(query, dialect=name), view
    assert caplog.messages == []
