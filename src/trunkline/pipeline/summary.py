"""Summary of a load: the rows of each table, and the effort that they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import dlt
from dlt.common.pipeline import LoadInfo

from trunkline.pipeline.names import RESOURCES
from trunkline.pipeline.progress import Outcome, Progress


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
    servers: Counter[Outcome]
    waited: float
    seconds: float

    @property
    def loaded(self) -> int:
        """Rows that this load has written, those of lists included."""
        return sum(table.loaded for table in self.tables)


def rows_written(pipeline: dlt.Pipeline) -> Mapping[str, int]:
    """Return the number of rows that the last run has written, by table."""
    trace = pipeline.last_trace
    info = trace.last_normalize_info if trace else None
    return info.row_counts if info and info.loads_ids else {}


def summarize(
    pipeline: dlt.Pipeline, info: LoadInfo, written: Mapping[str, int], progress: Progress, seconds: float
) -> Summary:
    """Build the summary of a load.

    Args:
        pipeline: its pipeline, whose tables are counted.
        info: dlt's result of its last run.
        written: rows written by all its runs, by table.
        progress: its progress, at the end.
        seconds: its duration.
    """
    counts: list[tuple[str, int]] = pipeline.dataset().row_counts().fetchall()
    ordered = sorted(counts, key=lambda count: _place(count[0]))
    return Summary(
        pipeline_name=pipeline.pipeline_name,
        dataset_name=pipeline.dataset_name,
        destination=info.destination_displayable_credentials,
        tables=tuple(LoadedTable(name, written.get(name, 0), rows) for name, rows in ordered),
        requests=progress.requests,
        left_out=progress.left_out,
        servers=progress.outcomes,
        waited=progress.waited,
        seconds=seconds,
    )


def _place(table: str) -> tuple[int, int]:
    """Return a sort key of tables; their order in the schema depends on which server answers first."""
    resource, *lists = table.split("__")
    return len(lists), RESOURCES.index(resource) if resource in RESOURCES else len(RESOURCES)
