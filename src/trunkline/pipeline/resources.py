"""dlt resources for the catalogue: they take rows from a crawl, and yield them or files of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import dlt
from dlt.extract import DltResource

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.agreement import agree_while_extracting
from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.crawling.crawl import Crawl, ResourceReader
from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.crawling.visits import nothing_stored
from trunkline.pipeline.destination_rows import DatabaseRows, drop_doubled
from trunkline.pipeline.destinations import active_pipeline
from trunkline.pipeline.exclusive import exclusively
from trunkline.pipeline.selection import missing
from trunkline.pipeline.tabular.handing import files_of, handed_over
from trunkline.pipeline.tabular.resource import TableResource
from trunkline.pipeline.tabular.rows import RowReader
from trunkline.pipeline.tabular.undeclared import OTHER_FIELDS

logger = logging.getLogger("trunkline.pipeline")


def make_resource(resource: Resource, selected: bool, crawl: Crawl) -> TableResource:
    """Build the dlt resource, which yields rows, or files of rows where nobody looks at them."""
    return TableResource.of(
        resource.name, resource.shape, resource.key, partial(_items, resource, crawl), selected=selected
    )


def _items(resource: Resource, crawl: Crawl) -> Iterator[Any]:
    """Yield what dlt can take from one resource, and ``None`` while there is nothing yet.

    Cursors move when dlt has the rows, and not before, since dlt may stop asking.
    """
    if lack := missing(resource, crawl.options, crawl.fleet.anonymous):
        raise MastodonIllegalArgumentError(lack)
    current = TableResource.current()
    if current.is_loaded():
        crawl.begin(lambda: _extraction(crawl))
    state, source_state = dlt.current.resource_state(current.name), dlt.current.source_state()
    passes_files = current.passes_files()
    pipeline = active_pipeline() if current.is_loaded() else None
    stored = partial(DatabaseRows.of, pipeline, current.root_table) if pipeline else nothing_stored
    with crawl.reader(resource, state, source_state, stored, lacking=passes_files) as reader:
        yield from _files(current, reader) if passes_files else _rows(current, reader)


@contextmanager
def _extraction(crawl: Crawl) -> Iterator[None]:
    """Keep other processes from running the pipeline while it extracts, from the cursors of its destination on."""
    pipeline = dlt.current.pipeline()
    with exclusively(pipeline):
        if not crawl.watch.keeps:
            agree_while_extracting(pipeline)
        drop_doubled(pipeline, dlt.current.source_state())
        yield


def _files(resource: TableResource, reader: ResourceReader) -> Iterator[Any]:
    """Yield the files of one resource."""
    remember: list[Callable[[], None]] = []
    with files_of(resource) as tables:
        if not resource.has_table:
            tables.begin()
        last = False
        while not last:
            done = reader.done()
            while not tables.full and (batch := reader.take()) is not None:
                tables.write(batch.lines)
                remember.append(batch.remember)
            last = done and not tables.full
            if tables.full or last:
                yield from handed_over(tables.finish(), resource)
                for what in remember:
                    what()
                remember.clear()
            else:
                yield None


def _rows(resource: TableResource, reader: ResourceReader) -> Iterator[Any]:
    """Yield the rows of one resource, one by one. Those that do not fit their columns are left out."""
    rows, done = RowReader(resource.shape, resource.key), False
    while not done:
        done = reader.done()
        while (batch := reader.take()) is not None:
            fitting, rejected = rows.read(batch.lines)
            for one in rejected:
                logger.warning("%s", one.message(resource.name))
            for row in fitting:
                if OTHER_FIELDS in row:
                    resource.keep_as_json(OTHER_FIELDS)
                yield row
            batch.remember()
        yield None
    if resource.is_alone and not resource.has_table:
        yield dlt.mark.materialize_table_schema()  # so that the table exists without rows


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
    extracted = dlt.current.source().resources.extracted
    others = len({id(resource) for resource in extracted if isinstance(resource, TableResource)})
    try:
        while crawl.finished < others:
            yield None
        yield _outcomes(crawl)
    finally:
        crawl.finished = 0


def _outcomes(crawl: Crawl) -> list[Row]:
    asked_at = datetime.now(UTC)
    return [
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
