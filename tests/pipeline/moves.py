"""Everyday things that people do with a dlt source, each as a function that returns what came of it.

They are done with the source of this package and with a plain source of dlt that yields the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
from dlt.extract import DltSource
from dlt.pipeline.exceptions import PipelineStepFailed

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One of the two sources, and a folder for its pipelines.

    Attributes:
        source: makes a source with the resources ``following`` and ``followers``.
        folder: folder for pipelines and databases.
        loads: rows go into a database; otherwise they are extracted and normalized, which takes a third of the time.
    """

    source: Callable[[], DltSource]
    folder: Path
    loads: bool

    def pipeline(self, name: str = "moves", destination: Any = None, **options: Any) -> dlt.Pipeline:
        """Make a pipeline with a database of its own."""
        made: dlt.Pipeline = dlt.pipeline(
            name,
            destination=destination or dlt.destinations.duckdb(str(self.folder / f"{name}.duckdb")),
            dataset_name="data",
            pipelines_dir=str(self.folder / "pipelines"),
            **options,
        )
        return made

    def run(self, pipeline: dlt.Pipeline, data: Any, **options: Any) -> None:
        """Run a pipeline."""
        if self.loads:
            pipeline.run(data, **options)
        else:
            pipeline.extract(data, **options)
            pipeline.normalize()

    def counts(self, pipeline: dlt.Pipeline) -> dict[str, int]:
        """Return the number of rows of each table that has some."""
        if self.loads:
            return counts(pipeline)
        trace: Any = pipeline.last_trace
        found = trace.last_normalize_info.row_counts if trace else {}
        return {name: number for name, number in sorted(found.items()) if number and not name.startswith("_dlt")}


Move = Callable[[Side], Any]

MOVES: dict[str, Move] = {}
"""Moves that run a pipeline once, or none."""

LONG_MOVES: dict[str, Move] = {}
"""Moves of which it counts what several runs leave in a database."""


def move(function: Move) -> Move:
    """Add a function to `MOVES`."""
    MOVES[function.__name__] = function
    return function


def long_move(function: Move) -> Move:
    """Add a function to `LONG_MOVES`."""
    LONG_MOVES[function.__name__] = function
    return function


def table(pipeline: dlt.Pipeline, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with pipeline.sql_client() as client, client.execute_query(sql) as cursor:
        return [tuple(row) for row in cursor.fetchall()]


def counts(pipeline: dlt.Pipeline) -> dict[str, int]:
    """Return the number of rows of each table in the database that has some."""
    names = pipeline.default_schema.data_table_names(seen_data_only=True)
    found = {name: table(pipeline, f'SELECT count(*) FROM "{name}"')[0][0] for name in names}
    return {name: number for name, number in sorted(found.items()) if number}


def types(pipeline: dlt.Pipeline, name: str) -> dict[str, str]:
    """Return the columns of a table, with their types."""
    return {name: str(c.get("data_type")) for name, c in pipeline.default_schema.get_table_columns(name).items()}


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
    side.run(pipeline, side.source().add_limit(2))
    return side.counts(pipeline)


@move
def add_limit_of_time(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().add_limit(max_time=100))
    return side.counts(pipeline)


@move
def add_limit_of_rows(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().followers.add_limit(4, count_rows=True))
    return side.counts(pipeline)


@long_move
def add_limit_of_nothing(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source().followers.add_limit(0))
    pipeline.run(side.source().followers)
    return counts(pipeline)


@long_move
def add_map(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.add_map(without_name)
    pipeline.run(source)
    return counts(pipeline), table(pipeline, "SELECT DISTINCT username, acct, display_name FROM following")


@move
def add_filter(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.add_filter(lambda row: int(row["id"]) % 2 == 0)
    side.run(pipeline, source)
    return side.counts(pipeline)


@move
def add_yield_map(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    def twice(row: Row) -> Iterator[Row]:
        yield row
        yield {**row, "id": row["id"] + "b"}

    source.followers.add_yield_map(twice)
    side.run(pipeline, source.followers)
    return side.counts(pipeline)


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
    side.run(pipeline, side.source().followers | links)
    return side.counts(pipeline)


@move
def a_transformer_beside_its_resource(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    @dlt.transformer(data_from=source.followers, name="names")
    def names(row: Row) -> Iterator[Row]:
        yield {"id": row["id"], "name": row["username"]}

    side.run(pipeline, [source.followers, names])
    return side.counts(pipeline)


@move
def a_transformer_added_to_the_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()

    @dlt.transformer(data_from=source.followers, name="names")
    def names(row: Row) -> Iterator[Row]:
        yield {"id": row["id"], "name": row["username"]}

    source.resources.add(names)
    side.run(pipeline, source.with_resources("names"))
    return side.counts(pipeline)


@move
def parallelize(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().parallelize())
    return side.counts(pipeline)


# What somebody says about tables


@move
def apply_hints_columns(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.apply_hints(columns={"followers_count": {"data_type": "decimal"}, "id": {"data_type": "bigint"}})
    side.run(pipeline, source.followers)
    found = types(pipeline, "followers")
    return side.counts(pipeline), found["followers_count"], found["id"]


@move
def columns_in_place(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    in_place: Any = source.followers.columns
    in_place["followers_count"]["data_type"] = "double"
    side.run(pipeline, source.followers)
    return types(pipeline, "followers")["followers_count"]


@move
def apply_hints_primary_key(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.apply_hints(primary_key=["account_id"])
    side.run(pipeline, source.following)
    return side.counts(pipeline), pipeline.default_schema.get_table_columns("following")["account_id"]["primary_key"]


@long_move
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
    side.run(pipeline, source.following)
    found = pipeline.default_schema.get_table_columns("following__fields")["value"]
    return side.counts(pipeline), found["precision"]


@long_move
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
    side.run(pipeline, [source.followers.with_name("fans"), source.followers])
    return side.counts(pipeline), types(pipeline, "fans") == types(pipeline, "followers")


@move
def table_name(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.table_name = "Who They Follow"
    side.run(pipeline, source)
    return side.counts(pipeline)


@move
def table_name_by_row(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.followers.table_name = lambda row: f"followers_{int(row['id']) % 2}"
    side.run(pipeline, source.followers)
    return side.counts(pipeline)


@move
def table_name_of_a_run(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().followers, table_name="fans", write_disposition="append")
    return side.counts(pipeline)


@move
def max_table_nesting_of_a_resource(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.max_table_nesting = 0
    side.run(pipeline, source.following)
    return side.counts(pipeline), types(pipeline, "following")["fields"]


@move
def max_table_nesting_of_a_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.max_table_nesting = 0
    side.run(pipeline, source)
    return side.counts(pipeline)


@move
def root_key(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.root_key = True
    side.run(pipeline, source, write_disposition="append")
    return side.counts(pipeline), "_dlt_root_id" in types(pipeline, "following__fields")


def disposition(side: Side, what: Any) -> Any:
    """Run twice with a write disposition."""
    pipeline = side.pipeline()
    side.run(pipeline, side.source(), write_disposition=what)
    side.run(pipeline, side.source(), write_disposition=what)
    return side.counts(pipeline)


@long_move
def replace(side: Side) -> Any:
    return disposition(side, "replace")


@long_move
def merge_by_upsert(side: Side) -> Any:
    return disposition(side, {"disposition": "merge", "strategy": "upsert"})


@long_move
def merge_by_delete_and_insert(side: Side) -> Any:
    return disposition(side, {"disposition": "merge", "strategy": "delete-insert"})


@long_move
def scd2(side: Side) -> Any:
    loaded = disposition(side, {"disposition": "merge", "strategy": "scd2"})
    return loaded, {"_dlt_valid_from", "_dlt_valid_to"} <= types(side.pipeline(), "following").keys()


@move
def append_to_a_table_of_its_own(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.following.write_disposition = "append"
    side.run(pipeline, source)
    return side.counts(pipeline)


def contract(side: Side, mode: dict[str, str]) -> Any:
    """Load rows with a column that the table does not have yet, under a schema contract."""
    pipeline = side.pipeline()
    side.run(pipeline, side.source().followers)
    source = side.source()
    source.followers.add_map(lambda row: {**row, "extra": 1} if row["id"] == "3" else row)
    try:
        side.run(pipeline, source.followers, schema_contract=mode, write_disposition="replace")
    except PipelineStepFailed as error:
        return type(error).__name__, side.counts(pipeline)
    return side.counts(pipeline), "extra" in types(pipeline, "followers")


@long_move
def contract_freeze(side: Side) -> Any:
    return contract(side, {"columns": "freeze"})


@long_move
def contract_discard_row(side: Side) -> Any:
    return contract(side, {"columns": "discard_row"})


@long_move
def contract_discard_value(side: Side) -> Any:
    return contract(side, {"columns": "discard_value"})


@move
def contract_of_the_source(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.schema_contract = {"tables": "discard_row", "columns": "evolve", "data_type": "freeze"}
    side.run(pipeline, source)
    return side.counts(pipeline)


# What somebody does with sources


@move
def with_resources(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().with_resources("followers"))
    return side.counts(pipeline)


@move
def selected(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    source.resources["following"].selected = False
    side.run(pipeline, source)
    return side.counts(pipeline)


@move
def bind(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().followers.bind())
    return side.counts(pipeline)


@move
def call_a_resource(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().followers())
    return side.counts(pipeline)


@move
def clone_of_a_source(side: Side) -> Any:
    pipeline = side.pipeline()
    side.run(pipeline, side.source().clone())
    return side.counts(pipeline)


@long_move
def one_source_in_two_pipelines(side: Side) -> Any:
    source = side.source()
    first, second = side.pipeline("first"), side.pipeline("second")
    first.run(source)
    second.run(source)
    return counts(first), counts(second)


@long_move
def two_runs_in_one_pipeline(side: Side) -> Any:
    source, pipeline = side.source(), side.pipeline()
    pipeline.run(source)
    pipeline.run(source)
    return counts(pipeline)


@long_move
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
    side.run(pipeline, [side.source().followers, dlt.resource([{"id": 1}], name="things")])
    return side.counts(pipeline)


@move
def discover_schema(side: Side) -> Any:
    schema = side.source().discover_schema()
    return schema.get_table("following")["write_disposition"], {
        name: column.get("data_type") for name, column in schema.get_table_columns("following", True).items()
    }


# What somebody does with pipelines


@long_move
def extract_normalize_load(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.extract(side.source())
    pipeline.normalize()
    pipeline.load()
    return counts(pipeline)


@long_move
def refresh(side: Side) -> Any:
    pipeline, found = side.pipeline(), []
    pipeline.run(side.source())
    for mode in ("drop_sources", "drop_resources", "drop_data"):
        pipeline.run(side.source(), refresh=mode)
        found.append(counts(pipeline))
    return found


@long_move
def drop_and_sync(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source())
    pipeline = pipeline.drop()
    pipeline.sync_destination()
    pipeline.run(side.source())
    return counts(pipeline)


@long_move
def dev_mode(side: Side) -> Any:
    pipeline = side.pipeline(dev_mode=True)
    pipeline.run(side.source().followers)
    return pipeline.dataset_name != "data", counts(pipeline)


@move
def progress(side: Side) -> Any:
    pipeline = side.pipeline(progress="log")
    side.run(pipeline, side.source().followers)
    return side.counts(pipeline)


@long_move
def export_and_import_of_the_schema(side: Side) -> Any:
    folders = {"import_schema_path": str(side.folder / "in"), "export_schema_path": str(side.folder / "out")}
    side.pipeline(**folders).run(side.source())
    file = side.folder / "out" / "mastodon_source.schema.yaml"
    text = file.read_text()
    changed = text.replace("followers_count:\n        data_type: bigint", "followers_count:\n        data_type: double")
    (side.folder / "in" / file.name).write_text(changed)
    again, source = side.pipeline("again", **folders), side.source()
    columns: Any = source.followers.columns
    columns.pop("followers_count", None)  # a hint would win over what is imported
    again.run(source)
    return counts(again), types(again, "followers")["followers_count"], changed != text


def files(side: Side, file_format: Any) -> Any:
    """Load with a format of files."""
    pipeline = side.pipeline()
    pipeline.run(side.source(), loader_file_format=file_format)
    return counts(pipeline), table(pipeline, "SELECT id, created_at, followers_count, bot FROM following ORDER BY id")


@long_move
def files_jsonl(side: Side) -> Any:
    return files(side, "jsonl")


@long_move
def files_parquet(side: Side) -> Any:
    return files(side, "parquet")


@long_move
def files_insert_values(side: Side) -> Any:
    return files(side, "insert_values")


@long_move
def files_csv(side: Side) -> Any:
    destination = dlt.destinations.filesystem(str(side.folder / "files"))
    pipeline = side.pipeline(destination=destination)
    pipeline.run(side.source().followers, loader_file_format="csv")
    return sorted({path.suffix for path in (side.folder / "files/data/followers").iterdir()})


@move
def parquet_normalizer(side: Side) -> Any:
    options = {f"NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_{name}": "true" for name in ("LOAD_ID", "ID")}
    os.environ.update(options)
    try:
        pipeline = side.pipeline()
        side.run(pipeline, side.source())
        return side.counts(pipeline)
    finally:
        for name in options:
            del os.environ[name]


# What somebody reads


@long_move
def reads(side: Side) -> Any:
    pipeline = side.pipeline()
    pipeline.run(side.source())
    data: Any = pipeline.dataset()
    followers = data.followers
    return (
        len(followers.df()),
        followers.arrow().num_rows,
        sum(batch.num_rows for batch in followers.iter_arrow(2)),
        sum(len(frame) for frame in followers.iter_df(2)),
        len(followers.select("id", "acct").limit(3).fetchall()),
        followers.select("id").columns,
        data.row_counts().df().shape[0],
    )


@long_move
def attach(side: Side) -> Any:
    side.pipeline().run(side.source().followers)
    attached = dlt.attach("moves", pipelines_dir=str(side.folder / "pipelines"))
    return attached.default_schema_name, attached.default_schema.data_table_names(seen_data_only=True)
