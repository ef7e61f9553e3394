"""Loading a server in one call, with progress and a summary: what ``trunkline load`` does."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

import dlt
from dlt.common.pipeline import LoadInfo
from dlt.common.runtime.collector import NullCollector

from mastodon.pipeline.progress import OnProgress, Watch, current_watch
from mastodon.pipeline.source import mastodon_source


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
    """What a load did.

    Attributes:
        pipeline_name: the name of the dlt pipeline.
        dataset_name: the schema of the tables.
        destination: where they are, without credentials.
        tables: the tables with rows, those of the resources before those of their lists.
        requests: requests sent.
        skipped: other people's private posts that were left out.
        waited: seconds spent waiting for rate limits and retries.
        seconds: seconds that everything took.
    """

    pipeline_name: str
    dataset_name: str
    destination: str
    tables: tuple[LoadedTable, ...]
    requests: int
    skipped: int
    waited: float
    seconds: float

    @property
    def loaded(self) -> int:
        """Rows that this load has written, those of lists included."""
        return sum(table.loaded for table in self.tables)


def without_telemetry() -> None:
    """Keep dlt from reporting its use over the internet, in this process and unless the environment says otherwise."""
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")


def load(
    *,
    api_base_url: str | None = None,
    access_token: str | None = None,
    destination: Any = "duckdb",
    resources: Sequence[str] | None = None,
    accounts: Sequence[str] | None = None,
    statuses: Sequence[str] | None = None,
    hashtags: Sequence[str] | None = None,
    search: Sequence[str] | None = None,
    since: date | datetime | str | None = None,
    limit: int | None = None,
    private: bool | None = None,
    pipeline_name: str = "mastodon_pipeline",
    dataset_name: str = "mastodon_data",
    pipelines_dir: str | None = None,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Load a server. What is not passed is looked up as for `mastodon_source`, which explains the arguments.

    A load that failed before it reached the destination is finished first.

    Args:
        api_base_url: the server.
        access_token: whose view of it is loaded.
        destination: a destination of dlt, or its name; a text that ends in ``.duckdb`` is the file of a database.
        resources: names of the tables to load.
        accounts: ids or names of accounts.
        statuses: ids of statuses.
        hashtags: names of hashtags.
        search: queries.
        since: how far back the first load goes.
        limit: rows for each subject at most.
        private: load other people's followers-only and direct posts too.
        pipeline_name: the name under which dlt keeps what it has loaded.
        dataset_name: the schema of the tables.
        pipelines_dir: where dlt keeps that, if not in its usual place.
        on_progress: called whenever something has happened, always with the same object.

    Raises:
        MastodonIllegalArgumentError: the arguments contradict each other.
        dlt.pipeline.exceptions.PipelineStepFailed: reading or loading failed; its ``exception`` says why.
    """
    given: dict[str, Any] = {
        "api_base_url": api_base_url,
        "access_token": access_token,
        "resources": resources and list(resources),
        "accounts": accounts and list(accounts),
        "statuses": statuses and list(statuses),
        "hashtags": hashtags and list(hashtags),
        "search": search and list(search),
        "since": since,
        "limit": limit,
        "private": private,
    }
    began, watch = monotonic(), Watch(on_progress)
    pipeline = dlt.pipeline(
        pipeline_name=pipeline_name,
        destination=_destination(destination),
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,  # type: ignore[arg-type]  # dlt has None as default
        progress=_Steps(watch),
    )
    if pipeline.has_pending_data:
        pipeline.run()
    token = current_watch.set(watch)
    try:
        source = mastodon_source(**{name: value for name, value in given.items() if value is not None})
    finally:
        current_watch.reset(token)
    info = pipeline.run(source)
    return _summary(pipeline, info, watch, monotonic() - began)


class _Steps(NullCollector):
    """Tells a watch which step dlt is at."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def _start(self, step: str) -> None:
        self._watch.step(step.split(maxsplit=1)[0].lower())


def _destination(destination: Any) -> Any:
    if isinstance(destination, str) and destination.endswith(".duckdb"):
        return dlt.destinations.duckdb(os.path.abspath(destination))
    return destination


def _summary(pipeline: dlt.Pipeline, info: LoadInfo, watch: Watch, seconds: float) -> Summary:
    written = _written(pipeline)
    counts: list[tuple[str, int]] = pipeline.dataset().row_counts().fetchall()
    ordered = sorted(counts, key=lambda count: count[0].count("__"))
    return Summary(
        pipeline_name=pipeline.pipeline_name,
        dataset_name=pipeline.dataset_name,
        destination=info.destination_displayable_credentials,
        tables=tuple(LoadedTable(name, written.get(name, 0), rows) for name, rows in ordered),
        requests=watch.progress.requests,
        skipped=watch.progress.skipped.total(),
        waited=watch.progress.waited,
        seconds=seconds,
    )


def _written(pipeline: dlt.Pipeline) -> Mapping[str, int]:
    """Rows written by the run that just ended, by table."""
    trace = pipeline.last_trace
    info = trace.last_normalize_info if trace else None
    return info.row_counts if info and info.loads_ids else {}
