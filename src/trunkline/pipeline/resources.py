"""dlt resources for the catalogue: they take rows from a crawl and yield files of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import dlt
from dlt.extract import DltResource

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.crawling.crawl import Crawl
from trunkline.pipeline.destination_rows import holds
from trunkline.pipeline.selection import missing
from trunkline.pipeline.tabular.handing import file_resource, folder_for_rows, handed_over
from trunkline.pipeline.tabular.tables import TableWriter


def make_resource(resource: Resource, selected: bool, crawl: Crawl) -> DltResource:
    """Build the dlt resource, which yields files of rows."""
    return file_resource(resource.name, partial(_files, resource, crawl), selected=selected)


def _files(resource: Resource, crawl: Crawl) -> Iterator[Any]:
    """Yield the files of one resource, and ``None`` while there are none yet.

    Cursors move when dlt has the files of the rows, and not before, since dlt may stop asking.
    """
    if lack := missing(resource, crawl.options, crawl.fleet.anonymous):
        raise MastodonIllegalArgumentError(lack)
    schema, package = dlt.current.source_schema(), cast(Mapping[str, Any], dlt.current.load_package_state())
    state, source_state = dlt.current.resource_state(resource.name), dlt.current.source_state()
    remember: list[Callable[[], None]] = []
    crawl.held = partial(holds, dlt.current.pipeline())
    with folder_for_rows(resource.name) as folder, crawl.reader(resource, state, source_state) as reader:
        tables = TableWriter(
            resource.name, resource.shape, resource.key, schema=schema, load_id=package["load_id"], folder=folder
        )
        if resource.name not in schema.data_table_names(seen_data_only=True):
            tables.begin()
        last = False
        while not last:
            done = reader.done()
            while not tables.full and (batch := reader.take()) is not None:
                tables.write(batch.lines)
                remember.append(batch.remember)
            last = done and not tables.full
            if tables.full or last:
                yield from handed_over(tables.finish(), resource.name, schema)
                for what in remember:
                    what()
                remember.clear()
            else:
                yield None


def make_servers_resource(crawl: Crawl) -> DltResource:
    """Build the dlt resource with the outcome of each server and run."""
    return dlt.resource(
        _servers,
        name="_servers",
        write_disposition="merge",
        primary_key=("_instance", "asked_at"),
        columns={"error": {"data_type": "text"}, "asked_at": {"data_type": "timestamp"}},
    )(crawl)


def _servers(crawl: Crawl) -> Iterator[Any]:
    """Yield a row for each server when the other resources are read, and ``None`` before."""
    others = len(dlt.current.source().selected_resources) - 1
    while crawl.finished < others:
        yield None
    asked_at = datetime.now(UTC)
    yield [
        {
            "_instance": instance,
            "asked_at": asked_at,
            "outcome": done.outcome,
            "error": done.error,
            "requests": done.requests,
            "rows": done.rows,
            "waited": done.waited,
        }
        for instance, done in crawl.watch.progress.servers.items()
    ]
    crawl.finished = 0
