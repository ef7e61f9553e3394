"""A table of the catalogue as a resource of dlt, which reads a server and gives files of rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
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
from mastodon.pipeline.handing import file_resource, folder_for_rows, handed_over
from mastodon.pipeline.memory import Memory
from mastodon.pipeline.privacy import is_others_private
from mastodon.pipeline.progress import Watch
from mastodon.pipeline.reading import Reading
from mastodon.pipeline.selection import missing
from mastodon.pipeline.server import Row, Server
from mastodon.pipeline.settings import Settings
from mastodon.pipeline.tables import Tables

logger = logging.getLogger("mastodon.pipeline")

_REFUSALS = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonUnprocessableError)


def make_resource(table: Table, selected: bool, server: Server, settings: Settings, watch: Watch) -> DltResource:
    """The resource of *table*: it gives dlt files of rows, and says of each which table it belongs to."""
    return file_resource(table.name, partial(_files, table, server, settings, watch), selected=selected)


def _files(table: Table, server: Server, settings: Settings, watch: Watch) -> Iterator[Any]:
    """The rows of one resource, in files as dlt takes them."""
    schema, package = dlt.current.source_schema(), cast(Mapping[str, Any], dlt.current.load_package_state())
    with folder_for_rows(table.name) as folder:
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
                yield from handed_over(tables.finish(), table.name, schema)
        yield from handed_over(tables.finish(), table.name, schema)


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
