"""Writing rows that the caller has into the tables of a pipeline, for `refresh` and for streams.

A load requests rows from a server; here the caller passes objects of the API, by table. They are written like those of
a load: with the same schema and keys, and with their lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, cast

import dlt
from dlt.common.pipeline import LoadInfo
from dlt.extract import DltResource

from trunkline.pipeline.catalogue import CATALOGUE, resource_named
from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.duckdb_file import kept_open
from trunkline.pipeline.exclusive import exclusively
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.purge import purged
from trunkline.pipeline.purge.keeping_out import KeepingOut
from trunkline.pipeline.resuming import finish_pending
from trunkline.pipeline.tabular.encoding import Encoder, Lines
from trunkline.pipeline.tabular.handing import files_of, handed_over
from trunkline.pipeline.tabular.resource import TableResource
from trunkline.pipeline.upkeep.history import (
    DELETIONS,
    SNAPSHOTS,
    VERSION_COLUMNS,
    VERSIONS,
    HistoryTable,
    distinct_posts,
    snapshot_of,
    version_of,
)
from trunkline.pipeline.upkeep.places import STATUS_TABLES

Remember = Callable[[MutableMapping[str, Any]], None]
"""Function that changes the state of a resource, of which `trunkline.pipeline.crawling.memory` has the form."""


class Deletion(NamedTuple):
    """Post or boost that a server does not show any more.

    Attributes:
        instance: the server, as in ``_instance``.
        id: id that the post had there.
        uri: its ``uri``, if the caller knows it.
        noticed_at: time at which that was noticed; by default now.
        returned_at: time at which it was there again, if it was.
    """

    instance: str
    id: str
    uri: str | None = None
    noticed_at: datetime | None = None
    returned_at: datetime | None = None


def feed(
    pipeline: dlt.Pipeline,
    rows: Mapping[str, Sequence[Row]],
    *,
    deleted: Iterable[Deletion] = (),
    versions: Iterable[Row] = (),
    snapshots: Iterable[Row] = (),
    remember: Mapping[str, Remember] | None = None,
) -> LoadInfo | None:
    """Write rows into the tables of a pipeline, in one short run of dlt with the touched tables alone.

    The texts of posts in status tables go into ``status_versions`` as well, where they are new (and where the
    destination can keep slowly changing dimensions). Rows that show a purged account are left out. Rules of consent are
    the task of the caller.

    Args:
        pipeline: the pipeline. Packages of an earlier run that wait in it are loaded first.
        rows: rows by table: objects of the API as the server has sent them, with the server's host in ``_instance``
            (and the other columns of the key of that table). Of several with the same key the last counts.
        deleted: posts that are gone, for ``status_deletions``. Their rows stay where they are.
        versions: further posts (with ``_instance``) whose text belongs in the history, though they are in no table.
        snapshots: posts (with ``_instance``) whose counts to keep in ``status_snapshots``, as of now.
        remember: changes to the state of resources in the same run, such as cursors, by table.

    Returns:
        dlt's result of the run; ``None`` if there was nothing to write.

    Raises:
        MastodonIllegalArgumentError: there is no resource of such a name.
        dlt.pipeline.exceptions.PipelineStepFailed: writing failed; the rows stay in the pipeline, and the next run
            begins with them.
    """
    remember = remember or {}
    for name in (*rows, *remember):
        resource_named(name)
    now, gone = datetime.now(UTC), KeepingOut(purged(pipeline))
    rows = {name: _without(gone, its_rows) for name, its_rows in rows.items()}
    versions, snapshots = _without(gone, versions), _without(gone, snapshots)
    statuses = [row for name in STATUS_TABLES for row in rows.get(name, ())]
    kept = (
        (VERSIONS, _versions([*statuses, *versions]) if keeps_versions(pipeline) else []),
        (SNAPSHOTS, [snapshot_of(post, now) for post in _distinct(snapshots, ("_instance", "id"))]),
        (DELETIONS, _distinct((_deletion(one, now) for one in deleted), DELETIONS.key)),
    )
    touched = [name for name in CATALOGUE if rows.get(name) or name in remember]
    resources = [
        *(_resource(name, rows.get(name, ()), remember.get(name)) for name in touched),
        *(_history_resource(table, its_rows) for table, its_rows in kept if its_rows),
    ]
    return _run(pipeline, resources) if resources else None


def keeps_versions(pipeline: dlt.Pipeline) -> bool:
    """Return True if the destination of a pipeline can keep ``status_versions``."""
    return "scd2" in (pipeline.destination.capabilities().supported_merge_strategies or ())


def _run(pipeline: dlt.Pipeline, resources: list[DltResource]) -> LoadInfo:
    with exclusively(pipeline), kept_open(pipeline):
        finish_pending(pipeline)  # a run with a pending package loads only that package and ignores the new data
        return pipeline.run(_fed(resources))


@dlt.source(name=SOURCE, section=SOURCE)
def _fed(resources: list[DltResource]) -> list[DltResource]:
    """Build the source of that name, with the touched resources alone."""
    return resources


def _resource(name: str, rows: Sequence[Row], remember: Remember | None) -> DltResource:
    resource = CATALOGUE[name]
    own = deepcopy(_distinct(rows, resource.key))  # making files of rows changes them
    return TableResource.of(name, resource.shape, resource.key, partial(_files, own, remember))


def _history_resource(table: HistoryTable, rows: list[Row]) -> DltResource:
    resource = TableResource.of(table.name, table.shape, table.key, partial(_files, rows, None))
    if table.versioned:
        resource.apply_hints(
            merge_key=table.key,
            columns=cast(Any, [{"name": name, **column} for name, column in VERSION_COLUMNS.items()]),
            additional_table_hints={"x-merge-strategy": "scd2"},
        )
    return resource


def _files(rows: list[Row], remember: Remember | None) -> Iterator[Any]:
    """Yield the files of rows, then change the state."""
    resource = TableResource.current()
    with files_of(resource) as tables:
        for lines in _encoded(resource.name, Encoder(resource.shape, resource.key), rows):
            tables.write(lines)
        yield from handed_over(tables.finish(), resource)
    if remember is not None:
        remember(dlt.current.resource_state(resource.name))


def _encoded(name: str, encoder: Encoder, rows: Iterable[Row]) -> Iterator[Lines]:
    """Yield rows as lines, those of each server by themselves; tables of the history have no undeclared fields."""
    by_server: dict[str, list[Row]] = {}
    for row in rows:
        by_server.setdefault(row["_instance"], []).append(row)
    for instance, its_rows in by_server.items():
        if name not in CATALOGUE:
            yield encoder.encode(its_rows)
            continue
        memory = Memory(dlt.current.resource_state(name), instance)
        lines = encoder.encode(its_rows, memory.fields)
        memory.add_fields(lines.added)
        yield lines


def _without(gone: KeepingOut, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that are no purged account's, and show none."""
    return [kept for row in rows for kept in gone.without([row], row["_instance"])]


def _distinct(rows: Iterable[Row], key: Sequence[str]) -> list[Row]:
    """Return the last row of each key, and all rows without one."""
    return list({tuple(row.get(part, id(row)) for part in key): row for row in rows}.values())


def _versions(rows: Iterable[Row]) -> list[Row]:
    return [version_of(post) for post in distinct_posts(rows)]


def _deletion(one: Deletion, now: datetime) -> Row:
    returned = one.returned_at and one.returned_at.isoformat()
    noticed = (one.noticed_at or now).isoformat()
    return {"_instance": one.instance, "id": one.id, "uri": one.uri, "noticed_at": noticed, "returned_at": returned}
