"""Loading a server in one call, with progress and a summary: what ``trunkline load`` does."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

import dlt
from dlt.common.pipeline import LoadInfo
from dlt.common.runtime.collector import NullCollector

from trunkline.pipeline.opening import DATASET, NAME, open_pipeline
from trunkline.pipeline.progress import OnProgress, Outcome, Watch, current_watch
from trunkline.pipeline.resuming import finish_pending
from trunkline.pipeline.source import mastodon_source
from trunkline.pipeline.upkeep.identity import make_views

ROUND_ROWS = 50_000
ROUND_SECONDS = 300.0
"""How much of each resource is read before it is written and made safe."""


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
        left_out: rows that were left out, by the rule that says so: ``"private"``, ``"noindex"``, ...
        servers: how many servers were read, failed, ...
        waited: seconds spent waiting for rate limits and retries, those of all servers together.
        seconds: seconds that everything took.
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


def without_telemetry() -> None:
    """Keep dlt from reporting its use over the internet, in this process and unless the environment says otherwise."""
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")


def load(
    *,
    api_base_url: str | None = None,
    access_token: str | None = None,
    instances: Sequence[Any] | str | None = None,
    destination: Any = "duckdb",
    resources: Sequence[str] | None = None,
    accounts: Sequence[str] | None = None,
    statuses: Sequence[str] | None = None,
    hashtags: Sequence[str] | None = None,
    search: Sequence[str] | None = None,
    search_types: Sequence[str] | None = None,
    since: date | datetime | str | None = None,
    backfill: date | datetime | str | None = None,
    lag: float | None = None,
    local: bool | None = None,
    limit: int | None = None,
    private: bool | None = None,
    consent: Sequence[str] | bool | None = None,
    contact: str | None = None,
    max_rows: int | None = None,
    max_time: float = ROUND_SECONDS,
    pipeline_name: str = NAME,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Load a server, or many. What is not passed is looked up as for `mastodon_source`, which explains the arguments.

    A load that failed before it reached the destination is finished first. Long histories are loaded in rounds, so that
    what was read is safe if a later round is interrupted.

    Args:
        api_base_url: the server.
        access_token: whose view of it is loaded.
        instances: servers to load instead of one.
        destination: a destination of dlt, or its name; a text that ends in ``.duckdb`` is the file of a database.
        resources: names of the tables to load.
        accounts: ids or names of accounts.
        statuses: ids of statuses.
        hashtags: names of hashtags.
        search: queries.
        search_types: what to search for.
        since: how far back the first load goes.
        backfill: how far back to go beyond what was loaded before.
        lag: hours before the newest known post from which to read again.
        local: of public timelines and hashtags, only posts by the server's own accounts.
        limit: rows for each subject at most.
        private: load other people's followers-only and direct posts too.
        consent: which rules are respected when other people's posts are loaded.
        contact: tells the servers' administrators who is reading.
        max_rows: rows of each resource in one round; by default 50,000, and four times as many of many servers.
        max_time: seconds that one round reads.
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
        "instances": instances if isinstance(instances, str) else instances and list(instances),
        "resources": resources and list(resources),
        "accounts": accounts and list(accounts),
        "statuses": statuses and list(statuses),
        "hashtags": hashtags and list(hashtags),
        "search": search and list(search),
        "search_types": search_types and list(search_types),
        "since": since,
        "backfill": backfill,
        "lag": lag,
        "local": local,
        "limit": limit,
        "private": private,
        "consent": list(consent) if isinstance(consent, Sequence) else consent,
        "contact": contact,
        "max_rows": max_rows or (ROUND_ROWS if instances is None else 4 * ROUND_ROWS),
        "max_time": max_time,
    }
    began, watch = monotonic(), Watch(on_progress)
    pipeline = open_pipeline(
        destination,
        pipeline_name=pipeline_name,
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,
        progress=_Steps(watch),
    )
    finish_pending(pipeline)
    written: Counter[str] = Counter()
    while True:
        info = pipeline.run(_source(watch, {name: value for name, value in given.items() if value is not None}))
        written.update(_written(pipeline))
        if not watch.progress.unfinished:
            make_views(pipeline)
            return _summary(pipeline, info, written, watch, monotonic() - began)


def _source(watch: Watch, arguments: Mapping[str, Any]) -> Any:
    """The source of one round."""
    watch.begin()
    token = current_watch.set(watch)
    try:
        return mastodon_source(**arguments)
    finally:
        current_watch.reset(token)


class _Steps(NullCollector):
    """Tells a watch which step dlt is at."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def _start(self, step: str) -> None:
        self._watch.step(step.split(maxsplit=1)[0].lower())


def _summary(
    pipeline: dlt.Pipeline, info: LoadInfo, written: Mapping[str, int], watch: Watch, seconds: float
) -> Summary:
    counts: list[tuple[str, int]] = pipeline.dataset().row_counts().fetchall()
    ordered = sorted(counts, key=lambda count: count[0].count("__"))
    return Summary(
        pipeline_name=pipeline.pipeline_name,
        dataset_name=pipeline.dataset_name,
        destination=info.destination_displayable_credentials,
        tables=tuple(LoadedTable(name, written.get(name, 0), rows) for name, rows in ordered),
        requests=watch.progress.requests,
        left_out=watch.progress.left_out,
        servers=watch.progress.outcomes,
        waited=watch.progress.waited,
        seconds=seconds,
    )


def _written(pipeline: dlt.Pipeline) -> Mapping[str, int]:
    """Rows written by the run that just ended, by table."""
    trace = pipeline.last_trace
    info = trace.last_normalize_info if trace else None
    return info.row_counts if info and info.loads_ids else {}
