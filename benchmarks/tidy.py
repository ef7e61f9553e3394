"""Time queries of the views of the tidy layer, against counting the distinct posts of the table itself.

    python benchmarks/tidy.py --posts 1000000

A small load of a sandbox is multiplied in DuckDB, with new ids, until it has that many posts.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import duckdb

TABLE = "timelines_public"
VIEWS = ("posts", "people", "hashtags_used", "media", "links", "replies", "servers")
NEW = ("_dlt_id", "_dlt_parent_id", "_dlt_root_id", "uri", "quote__quoted_status__uri", "id")
"""Columns that are different in each copy."""


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time queries of the tidy layer.")
    parser.add_argument("--posts", type=int, default=1_000_000, help="number of posts")
    posts = parser.parse_args().posts
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "m.duckdb"
        load(file, Path(folder))
        with duckdb.connect(str(file)) as connection:
            connection.execute("USE mastodon_data")
            multiply(connection, posts)
            limit = timed(connection, f"SELECT count(DISTINCT uri) FROM {TABLE}")
            print(f"{'distinct uri of the table':28} {limit:6.2f} s")
            for view in VIEWS:
                seconds = timed(connection, f"SELECT count(*) FROM {view}")
                print(f"{view:28} {seconds:6.2f} s {seconds / limit:6.1f} x")


def load(file: Path, folder: Path) -> None:
    """Load the public timeline of a sandbox."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.load import load
    from trunkline.sandbox import Sandbox

    with Sandbox(seed=3) as sandbox:
        options = SourceOptions(api_base_url=sandbox.url, resources=[TABLE, "instances"], consent=False)
        load(options, destination=str(file), pipelines_dir=str(folder / "pipelines"))


def multiply(connection: duckdb.DuckDBPyConnection, posts: int) -> None:
    """Multiply the rows of the timeline and of its lists."""
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchall()
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mastodon_data'").fetchall()
    for (table,) in tables:
        if table == TABLE or table.startswith(f"{TABLE}__"):
            columns = [column for column, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
            new = ", ".join(f"{column} || '-' || copy AS {column}" for column in columns if column in NEW)
            copies = f"SELECT * REPLACE ({new}) FROM {table}, range(1, {posts // rows}) AS copies(copy)"
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * EXCLUDE (copy) FROM ({copies})")


def timed(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """Return the seconds of the fastest of three runs."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        connection.execute(query).fetchall()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
