"""Everyday things that people do with a dlt source, each as a function that returns what came of it.

They are done with the source of this package and with a plain source of dlt that yields the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dlt
from dlt.extract import DltSource

Row = dict[str, Any]
Sources = Callable[[], DltSource]

MOVES: dict[str, Callable[[Side], Any]] = {}


@dataclass
class Side:
    """One of the two sources, and a folder for its pipelines.

    Attributes:
        source: makes a source with the resources ``following`` (rows with lists) and ``followers`` (a few rows).
        folder: folder for pipelines and databases.
    """

    source: Sources
    folder: Path
    _made: list[dlt.Pipeline] = field(default_factory=list)

    def pipeline(self, name: str = "moves", destination: Any = None, **options: Any) -> dlt.Pipeline:
        """Make a pipeline with a database of its own."""
        made = dlt.pipeline(
            name,
            destination=destination or dlt.destinations.duckdb(str(self.folder / f"{name}.duckdb")),
            dataset_name="data",
            pipelines_dir=str(self.folder / "pipelines"),
            **options,
        )
        self._made.append(made)
        return made


def move(function: Callable[[Side], Any]) -> Callable[[Side], Any]:
    """Add a function to the moves."""
    MOVES[function.__name__] = function
    return function


def table(pipeline: dlt.Pipeline, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with pipeline.sql_client() as client, client.execute_query(sql) as cursor:
        return [tuple(row) for row in cursor.fetchall()]


def counts(pipeline: dlt.Pipeline) -> dict[str, int]:
    """Return the number of rows of each table that has some."""
    names = pipeline.default_schema.data_table_names(seen_data_only=True)
    found = {name: table(pipeline, f'SELECT count(*) FROM "{name}"')[0][0] for name in names}
    return {name: number for name, number in sorted(found.items()) if number}


def columns(pipeline: dlt.Pipeline, name: str) -> dict[str, str]:
    """Return the columns of a table, with their types."""
    return {row[0]: row[1] for row in table(pipeline, f'DESCRIBE "{name}"')}


def without_name(row: Row) -> Row:
    """Take the name of a person out of a row."""
    return {**row, "username": "x", "acct": "x", "display_name": None}


# What somebody does with items


@move
def iterate_a_resource(side: Side) -> Any:
    return [(row["id"], len(row["fields"])) for row in side.source().following]


@move
def list_of_the_source(side: Side) -> Any:
    return sorted(row["id"] for row in list(side.source()))


@move
def rows_are_as_the_server_sent_them(side: Side) -> Any:
    return list(side.source().followers)


@move
def add_limit_to_an_iteration(side: Side) -> Any:
    return len(list(side.source().following.add_limit(3)))


@move
def add_limit_to_a_source(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().add_limit(2))
    return counts(pipeline)


@move
def add_limit_of_time(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().add_limit(max_time=100))
    return counts(pipeline)


@move
def add_limit_of_rows(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers.add_limit(4, count_rows=True))
    return counts(pipeline)


@move
def add_limit_of_nothing(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers.add_limit(0))
    pipeline.run(side.source().followers)
    return counts(pipeline)


@move
def add_map(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.add_map(without_name)
    pipeline.run(source)
    return counts(pipeline), table(pipeline, "SELECT DISTINCT username, acct, display_name FROM following")


@move
def add_filter(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.add_filter(lambda row: int(row["id"]) % 2 == 0)
    pipeline.run(source)
    return counts(pipeline)


@move
def add_yield_map(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    def twice(row: Row) -> Iterator[Row]:
        yield row
        yield {**row, "id": row["id"] + "b"}

    source.followers.add_yield_map(twice)
    pipeline.run(source.followers)
    return counts(pipeline)


@move
def add_metrics(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    def count(_items: Any, _meta: Any, metrics: dict[str, Any]) -> None:
        metrics["seen"] = metrics.get("seen", 0) + 1

    source.followers.add_metrics(count)
    info = pipeline.extract(source.followers)
    return info.metrics[info.loads_ids[0]][0]["resource_metrics"]["followers"].custom_metrics


@move
def a_transformer_by_a_bar(side: Side) -> Any:
    @dlt.transformer(name="links")
    def links(row: Row) -> Iterator[Row]:
        yield {"id": row["id"], "url": row["url"]}

    pipeline = side.pipeline()
    pipeline.run(side.source().followers | links)
    return counts(pipeline)


@move
def a_transformer_beside_its_resource(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    @dlt.transformer(data_from=source.followers, name="names")
    def names(row: Row) -> Iterator[Row]:
        yield {"id": row["id"], "name": row["username"]}

    pipeline.run([source.followers, names])
    return counts(pipeline)


@move
def a_transformer_added_to_the_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    @dlt.transformer(data_from=source.followers, name="names")
    def names(row: Row) -> Iterator[Row]:
        yield {"id": row["id"], "name": row["username"]}

    source.resources.add(names)
    pipeline.run(source.with_resources("names"))
    return counts(pipeline)


@move
def parallelize(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().parallelize())
    return counts(pipeline)


# What somebody says about tables


@move
def apply_hints_columns(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.apply_hints(columns={"followers_count": {"data_type": "decimal"}, "id": {"data_type": "bigint"}})
    pipeline.run(source.followers)
    types = columns(pipeline, "followers")
    return counts(pipeline), types["followers_count"], types["id"]


@move
def columns_in_place(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.columns["followers_count"]["data_type"] = "double"
    pipeline.run(source.followers)
    return columns(pipeline, "followers")["followers_count"]


@move
def apply_hints_primary_key(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.apply_hints(primary_key=["account_id"])
    pipeline.run(source.following)
    return counts(pipeline), pipeline.default_schema.get_table_columns("following")["account_id"]["primary_key"]


@move
def apply_hints_merge_key(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.apply_hints(primary_key=[], merge_key="id")
    pipeline.run(source.followers)
    pipeline.run(side.source().followers.apply_hints(primary_key=[], merge_key="id"))
    return counts(pipeline)


@move
def nested_hints(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    hints = dlt.mark.make_nested_hints(columns=[{"name": "value", "data_type": "text", "precision": 77}])
    source.following.apply_hints(nested_hints={"fields": hints})
    pipeline.run(source.following)
    found = pipeline.default_schema.get_table_columns("following__fields")["value"]
    return counts(pipeline), found["precision"]


@move
def an_incremental_hint(side: Side) -> Any:
    pipeline = side.pipeline()
    for since in ("2024-01-01", "2024-02-01"):
        source = side.source()
        source.followers.apply_hints(incremental=dlt.sources.incremental("created_at", initial_value=since))
        pipeline.run(source.followers)
    return counts(pipeline)


@move
def with_name(side: Side) -> Any:
    pipeline = side.pipeline()
    source = side.source()
    pipeline.run([source.followers.with_name("fans"), source.followers])
    return counts(pipeline), columns(pipeline, "fans") == columns(pipeline, "followers")


@move
def table_name(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.table_name = "Who They Follow"
    pipeline.run(source)
    return counts(pipeline)


@move
def table_name_by_row(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.table_name = lambda row: f"followers_{int(row['id']) % 2}"
    pipeline.run(source.followers)
    return counts(pipeline)


@move
def table_name_of_a_run(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers, table_name="fans", write_disposition="append")
    return counts(pipeline)


@move
def max_table_nesting_of_a_resource(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.max_table_nesting = 0
    pipeline.run(source.following)
    return counts(pipeline), columns(pipeline, "following")["fields"]


@move
def max_table_nesting_of_a_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.max_table_nesting = 0
    pipeline.run(source)
    return counts(pipeline)


@move
def root_key(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.root_key = True
    pipeline.run(source, write_disposition="append")
    return counts(pipeline), "_dlt_root_id" in columns(pipeline, "following__fields")


def disposition(side: Side, what: Any) -> Any:
    """Run twice with a write disposition."""
    pipeline = side.pipeline()
    pipeline.run(side.source(), write_disposition=what)
    pipeline.run(side.source(), write_disposition=what)
    return counts(pipeline)


@move
def replace(side: Side) -> Any:
    return disposition(side, "replace")


@move
def merge_by_upsert(side: Side) -> Any:
    return disposition(side, {"disposition": "merge", "strategy": "upsert"})


@move
def merge_by_delete_and_insert(side: Side) -> Any:
    return disposition(side, {"disposition": "merge", "strategy": "delete-insert"})


@move
def scd2(side: Side) -> Any:
    return disposition(side, {"disposition": "merge", "strategy": "scd2"}), columns(
        side._made[-1], "following"
    ).keys() >= {"_dlt_valid_from", "_dlt_valid_to"}


@move
def append_to_a_table_of_its_own(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.write_disposition = "append"
    pipeline.run(source)
    return counts(pipeline)


def contract(side: Side, mode: dict[str, str]) -> Any:
    """Load rows with a column that the table does not have yet, under a schema contract."""
    pipeline = side.pipeline()
    pipeline.run(side.source().followers)
    source = side.source()
    source.followers.add_map(lambda row: {**row, "extra": 1} if row["id"] == "3" else row)
    try:
        pipeline.run(source.followers, schema_contract=mode, write_disposition="replace")
    except Exception as error:
        return type(error).__name__, counts(pipeline)
    return counts(pipeline), "extra" in columns(pipeline, "followers")


@move
def contract_freeze(side: Side) -> Any:
    return contract(side, {"columns": "freeze"})


@move
def contract_discard_row(side: Side) -> Any:
    return contract(side, {"columns": "discard_row"})


@move
def contract_discard_value(side: Side) -> Any:
    return contract(side, {"columns": "discard_value"})


@move
def contract_of_the_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.schema_contract = {"tables": "discard_row", "columns": "evolve", "data_type": "freeze"}
    pipeline.run(source)
    return counts(pipeline)


# What somebody does with sources


@move
def with_resources(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().with_resources("followers"))
    return counts(pipeline)


@move
def selected(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.resources["following"].selected = False
    pipeline.run(source)
    return counts(pipeline)


@move
def bind(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers.bind())
    return counts(pipeline)


@move
def call_a_resource(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers())
    return counts(pipeline)


@move
def clone_of_a_source(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().clone())
    return counts(pipeline)


@move
def one_source_in_two_pipelines(side: Side) -> Any:
    source = side.source()
    first, second = side.pipeline("first"), side.pipeline("second")
    first.run(source)
    second.run(source)
    return counts(first), counts(second)


@move
def two_runs_in_one_pipeline(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    pipeline.run(source)
    pipeline.run(source)
    return counts(pipeline)


@move
def beside_another_source(side: Side) -> Any:
    @dlt.source(name="other")
    def other() -> Any:
        return dlt.resource([{"id": 1, "tags": [{"a": 1}]}], name="things")

    pipeline = side.pipeline()
    pipeline.run([side.source(), other()])
    return sorted(pipeline.schema_names), counts(pipeline)


@move
def resources_of_two_sources(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run([side.source().followers, dlt.resource([{"id": 1}], name="things")])
    return counts(pipeline)


@move
def discover_schema(side: Side) -> Any:
    schema = side.source().discover_schema()
    return schema.get_table("following")["write_disposition"], {
        name: column.get("data_type") for name, column in schema.get_table_columns("following", True).items()
    }


# What somebody does with pipelines


@move
def extract_normalize_load(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.extract(side.source())
    pipeline.normalize()
    pipeline.load()
    return counts(pipeline)


@move
def refresh(side: Side) -> Any:
    pipeline, found = side.pipeline(), []
    pipeline.run(side.source())
    for mode in ("drop_sources", "drop_resources", "drop_data"):
        pipeline.run(side.source(), refresh=mode)
        found.append(counts(pipeline))
    return found


@move
def drop_and_sync(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source())
    pipeline = pipeline.drop()
    pipeline.sync_destination()
    pipeline.run(side.source())
    return counts(pipeline)


@move
def dev_mode(side: Side) -> Any:
    pipeline = side.pipeline(dev_mode=True)
    pipeline.run(side.source().followers)
    return pipeline.dataset_name != "data", counts(pipeline)


@move
def progress(side: Side) -> Any:
    pipeline = side.pipeline(progress=dlt.progress.log(3600, logger=None))
    pipeline.run(side.source().followers)
    return counts(pipeline)


@move
def export_and_import_of_the_schema(side: Side) -> Any:
    folders = {"import_schema_path": str(side.folder / "in"), "export_schema_path": str(side.folder / "out")}
    side.pipeline(**folders).run(side.source())
    file = side.folder / "out" / "mastodon_source.schema.yaml"
    text = file.read_text()
    changed = text.replace("followers_count:\n        data_type: bigint", "followers_count:\n        data_type: double")
    (side.folder / "in" / file.name).write_text(changed)
    again = side.pipeline("again", **folders)
    again.run(side.source())
    return counts(again), columns(again, "followers")["followers_count"], changed != text


def files(side: Side, file_format: str) -> Any:
    """Load with a format of files."""
    pipeline = side.pipeline()
    pipeline.run(side.source(), loader_file_format=file_format)
    return counts(pipeline), table(pipeline, "SELECT id, created_at, followers_count, bot FROM following ORDER BY id")


@move
def files_jsonl(side: Side) -> Any:
    return files(side, "jsonl")


@move
def files_parquet(side: Side) -> Any:
    return files(side, "parquet")


@move
def files_insert_values(side: Side) -> Any:
    return files(side, "insert_values")


@move
def files_csv(side: Side) -> Any:
    destination = dlt.destinations.filesystem(str(side.folder / "files"))
    pipeline = side.pipeline(destination=destination)
    pipeline.run(side.source().followers, loader_file_format="csv")
    return sorted({path.suffix for path in (side.folder / "files/data/followers").iterdir()})


@move
def staging(side: Side) -> Any:
    to = dlt.destinations.duckdb(str(side.folder / "staged.duckdb"), capabilities=None)
    pipeline = side.pipeline("staged", to)
    pipeline.run(side.source().followers, table_format="native")
    return counts(pipeline)


@move
def parquet_normalizer(side: Side) -> Any:
    options = {f"NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_{name}": "true" for name in ("LOAD_ID", "ID")}
    os.environ.update(options)
    try:
        pipeline = side.pipeline()
        pipeline.run(side.source())
        return counts(pipeline)
    finally:
        for name in options:
            del os.environ[name]


# What somebody reads


@move
def reads(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source())
    followers = pipeline.dataset().followers
    return (
        len(followers.df()),
        followers.arrow().num_rows,
        sum(batch.num_rows for batch in followers.iter_arrow(2)),
        sum(len(frame) for frame in followers.iter_df(2)),
        len(followers.select("id", "acct").limit(3).fetchall()),
        followers.select("id").columns,
        pipeline.dataset().row_counts().df().shape[0],
    )


@move
def attach(side: Side) -> Any:
    side.pipeline().run(side.source().followers)
    attached = dlt.attach("moves", pipelines_dir=str(side.folder / "pipelines"))
    return attached.default_schema_name, attached.default_schema.data_table_names(seen_data_only=True)
