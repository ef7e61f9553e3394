"""A table of the catalogue as a resource of dlt, which reads a server and gives files of rows."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import dlt
from dlt.extract import DltResource

from mastodon.errors import (
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
)
from mastodon.pipeline.catalogue import Table
from mastodon.pipeline.memory import Memory
from mastodon.pipeline.privacy import is_others_private
from mastodon.pipeline.progress import Watch
from mastodon.pipeline.reading import Reading
from mastodon.pipeline.selection import missing
from mastodon.pipeline.server import Row, Server
from mastodon.pipeline.settings import Settings
from mastodon.pipeline.tables import ListTable, Tables

logger = logging.getLogger("mastodon.pipeline")

_REFUSALS = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonUnprocessableError)


def make_resource(table: Table, selected: bool, server: Server, settings: Settings, watch: Watch) -> DltResource:
    """The resource of *table*: it gives dlt files of rows, and says of each which table it belongs to."""
    resource = dlt.resource(
        _files,
        name=table.name,
        selected=selected,
        table_name=lambda file: file.table,
        primary_key=lambda file: file.key,
        columns=lambda file: file.columns,
        write_disposition="merge",
    )(table, server, settings, watch)
    return resource.apply_hints(parent_table_name=lambda file: file.parent)


def _files(table: Table, server: Server, settings: Settings, watch: Watch) -> Iterator[Any]:
    """The rows of one resource, in files as dlt takes them."""
    schema, package = dlt.current.source_schema(), cast(Mapping[str, Any], dlt.current.load_package_state())
    with _folder(table.name) as folder:
        tables = Tables(
            table.name,
            table.shape,
            table.key,
            schema=schema,
            load_id=package["load_id"],
            folder=folder,
        )
        if table.name not in schema.data_table_names(seen_data_only=True):
            tables.begin()
        for rows in _rows(table, server, settings, watch):
            tables.write(rows)
            if tables.full:
                yield from _handed_over(tables, table.name, schema)
        yield from _handed_over(tables, table.name, schema)


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """An empty folder among dlt's own files, where a run that was killed leaves nothing for ever."""
    folder = Path(dlt.current.pipeline().working_dir) / "rows" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _handed_over(tables: Tables, resource: str, schema: dlt.Schema) -> Iterator[Any]:
    for file in tables.finish():
        yield dlt.mark.with_file_import(str(file.path), "parquet", file.rows, hints=file)
        if file.parent is not None:
            schema.tables[file.table] = ListTable(schema.tables[file.table], resource)  # type: ignore[assignment]


def _rows(table: Table, server: Server, settings: Settings, watch: Watch) -> Iterator[list[Row]]:
    """The rows of one resource, as they are read."""
    if lack := missing(table, settings, server.anonymous):
        raise MastodonIllegalArgumentError(lack)
    reading = Reading(server, settings, Memory(dlt.current.resource_state(table.name), server.instance))
    try:
        for items in table.read(reading):
            rows = [{"_instance": server.instance, **i} for i in items if _may_load(i, server, settings)]
            watch.rows(table.name, len(rows), len(items) - len(rows))
            yield rows
    except _REFUSALS as error:
        if not server.anonymous:
            raise
        logger.warning("%s is left out: %s wants a token for it (%s)", table.name, server.instance, error)


def _may_load(item: Row, server: Server, settings: Settings) -> bool:
    my_id: Callable[[], str | None] = lambda: None if server.anonymous else server.me["id"]  # noqa: E731
    return settings.private or not is_others_private(item, my_id)
