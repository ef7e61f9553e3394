"""Destinations of the tests, whose tables are read back without this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
import pytest

from tests.pipeline.canned import FIRST, TOKEN
from trunkline.pipeline import mastodon_source

Rows = list[dict[str, Any]]
EVERYTHING: dict[str, Any] = {
    "hashtags": ["canned"],
    "search": ["words"],
    "statuses": [str(FIRST + number) for number in range(1, 8)],
    "consent": False,
}
"""Options that fill all tables."""


@dataclass
class Place:
    """A pipeline into one destination, run as often as a test wants.

    Attributes:
        name: what the tests call it.
        destination: as dlt takes it.
        folder: where everything of the pipeline is.
        options: further options of a run.
        read: gives the content of a table of the pipeline.
    """

    name: str
    destination: Any
    folder: Path
    options: Mapping[str, Any]
    read: Callable[[Any, str], pa.Table]

    @property
    def pipeline(self) -> Any:
        """The pipeline, as another process would see it."""
        return dlt.pipeline(
            pipeline_name="mastodon_pipeline",
            destination=self.destination,
            dataset_name="mastodon_data",
            pipelines_dir=str(self.folder / self.name),
        )

    def load(self, url: str, token: str = TOKEN, **arguments: Any) -> dict[str, int]:
        """Run the source, and return the number of rows written by table."""
        pipeline = self.pipeline
        given = EVERYTHING | arguments
        info = pipeline.run(mastodon_source(api_base_url=url, access_token=token, **given), **self.options)
        written = pipeline.last_trace.last_normalize_info.row_counts if info.loads_ids else {}
        return {name: count for name, count in written.items() if count and not name.startswith("_dlt")}

    def table(self, name: str) -> pa.Table:
        """A table as it is there."""
        return self.read(self.pipeline, name)

    def rows(self, table: str, *columns: str) -> Rows:
        """Columns of a table."""
        rows: Rows = self.table(table).select(columns).to_pylist()
        return rows

    def counts(self) -> dict[str, int]:
        """The rows of every table that something was loaded into."""
        tables = self.pipeline.default_schema.data_table_names(seen_data_only=True)
        return {table: rows for table in tables if (rows := self.table(table).num_rows)}


def _asked(pipeline: Any, table: str) -> pa.Table:
    return pa.concat_tables(pipeline.dataset().table(table).iter_arrow(chunk_size=10_000))


def _delta(pipeline: Any, table: str) -> pa.Table:
    from dlt.common.libs.deltalake import get_delta_tables

    return get_delta_tables(pipeline, table)[table].to_pyarrow_table()


def _iceberg(pipeline: Any, table: str) -> pa.Table:
    from dlt.common.libs.pyiceberg import get_iceberg_tables

    return get_iceberg_tables(pipeline, table)[table].scan().to_arrow()


def duckdb(folder: Path) -> Place:
    """A file of DuckDB."""
    return Place("duckdb", dlt.destinations.duckdb(str(folder / "m.duckdb")), folder, {}, _asked)


def postgres(folder: Path, address: str) -> Place:
    """A database of PostgreSQL."""
    return Place("postgres", dlt.destinations.postgres(address), folder, {}, _asked)


def sqlite(folder: Path) -> Place:
    """A file of SQLite."""
    pytest.importorskip("sqlalchemy")
    return Place("sqlite", dlt.destinations.sqlalchemy(f"sqlite:///{folder / 'm.db'}"), folder, {}, _asked)


def files(folder: Path) -> Place:
    """Parquet files."""
    return Place("files", dlt.destinations.filesystem(str(folder / "files")), folder, {}, _asked)


def delta(folder: Path) -> Place:
    """Tables of Delta Lake."""
    pytest.importorskip("deltalake")
    lake = dlt.destinations.filesystem(str(folder / "delta-lake"))
    return Place("delta", lake, folder, {"table_format": "delta"}, _delta)


def iceberg(folder: Path) -> Place:
    """Tables of Iceberg."""
    pytest.importorskip("pyiceberg")
    lake = dlt.destinations.filesystem(str(folder / "iceberg-lake"))
    return Place("iceberg", lake, folder, {"table_format": "iceberg"}, _iceberg)
