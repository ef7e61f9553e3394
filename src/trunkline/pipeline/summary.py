"""Summary of a load: the rows of each table, and the effort that they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import dlt
from dlt.destinations.job_client_impl import SqlJobClientBase

from trunkline.errors import MastodonError
from trunkline.pipeline.destinations import address
from trunkline.pipeline.names import RESOURCES
from trunkline.pipeline.progress import Outcome, Progress

_Counts: TypeAlias = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """A table after a load.

    Attributes:
        name: its name.
        loaded: rows that this load has written.
        rows: rows that it holds now.
    """

    name: str
    loaded: int
    rows: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Result of a load.

    Attributes:
        pipeline_name: name of the dlt pipeline.
        dataset_name: schema of the tables.
        destination: address of the destination, without credentials.
        tables: tables with rows: those of the resources in their order, then others, then those of lists.
        requests: requests sent.
        left_out: rows that were left out, by the rule: ``"private"``, ``"noindex"``, ...
        late: rows that were found behind what was known already, by table: they have appeared there since.
        notes: sentences about what is not loaded, or was not as expected, each once.
        readable: servers of which something was read.
        missing: accounts and the like that no server has.
        servers: number of servers by outcome.
        waited: seconds spent waiting for rate limits and retries, those of all servers together.
        seconds: duration of the load.
    """

    pipeline_name: str
    dataset_name: str
    destination: str
    tables: tuple[LoadedTable, ...]
    requests: int
    left_out: Counter[str]
    late: Counter[str]
    notes: tuple[str, ...]
    readable: int
    missing: int
    servers: Counter[Outcome]
    waited: float
    seconds: float

    @property
    def outcome(self) -> Literal["complete", "partial", "nothing"]:
        """Completeness of what was read, compared with what was asked for."""
        if not self.readable:
            return "nothing"
        failed = any(self.servers[outcome] for outcome in ("refused", "failed", "resting")) or self.missing
        return "partial" if failed else "complete"

    @property
    def loaded(self) -> int:
        """Rows that this load has written, those of lists included."""
        return sum(table.loaded for table in self.tables)


class IncompleteLoadError(MastodonError):
    """A load has ended before everything was read; what was read is loaded, and the next load goes on.

    Attributes:
        summary: what was loaded.
    """

    def __init__(self, reason: str, summary: Summary) -> None:
        super().__init__(f"{reason} What was read before is loaded; load again for the rest.")
        self.summary = summary


def summarize(pipeline: dlt.Pipeline, written: Mapping[str, int], progress: Progress, seconds: float) -> Summary:
    """Build the summary of a load.

    Args:
        pipeline: its pipeline, whose tables are counted.
        written: rows written by all its runs, by table.
        progress: its progress, at the end.
        seconds: its duration.
    """
    ordered = sorted(_row_counts(pipeline), key=lambda count: _place(count[0]))
    return Summary(
        pipeline_name=pipeline.pipeline_name,
        dataset_name=pipeline.dataset_name,
        destination=address(pipeline),
        tables=tuple(LoadedTable(name, written.get(name, 0), rows) for name, rows in ordered),
        requests=progress.requests,
        left_out=progress.left_out,
        late=+progress.late,
        notes=tuple(_notes(progress)),
        missing=len(progress.missing),
        readable=sum(server.read > 0 for server in progress.servers.values()),
        servers=progress.outcomes,
        waited=progress.waited,
        seconds=seconds,
    )


def _row_counts(pipeline: dlt.Pipeline) -> _Counts:
    """Return the number of rows of each table. Of databases in plain SQL, which dlt would take long to put together."""
    if not issubclass(pipeline.destination.client_class, SqlJobClientBase):
        return cast(_Counts, pipeline.dataset().row_counts().fetchall())
    with pipeline.sql_client() as client:
        selects = [
            f"SELECT '{table}' AS table_name, count(*) AS row_count FROM {client.make_qualified_table_name(table)}"
            for table in pipeline.default_schema.data_table_names(seen_data_only=True)
        ]
        return cast(_Counts, client.execute_sql(" UNION ALL ".join(selects)) or []) if selects else []


def _notes(progress: Progress) -> Iterator[str]:
    """Yield what a reader has to know: of many servers only what is about all."""
    yield from progress.notes
    if progress.missing:
        yield f"not found: {', '.join(f'{subject} ({table})' for table, subject in progress.missing)}"
    if progress.limited:
        yield (
            f"an earlier load has left out older rows of {', '.join(progress.limited)}, as its options said; "
            "--backfill TIME loads them (or --backfill all)"
        )
    errors = {server.error: None for server in progress.servers.values() if server.error and len(progress.servers) == 1}
    yield from (error for error in errors if not any(error in note for note in progress.notes))


def _place(table: str) -> tuple[int, int]:
    """Return a sort key of tables; their order in the schema depends on which server answers first."""
    resource, *lists = table.split("__")
    return len(lists), RESOURCES.index(resource) if resource in RESOURCES else len(RESOURCES)
