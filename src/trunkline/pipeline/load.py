"""Loading a server in one call, with progress and a summary, as ``trunkline load`` does.

::

    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.load import load

    done = load(SourceOptions(api_base_url="mastodon.social", resources=["timelines_public"]), destination="my.duckdb")
    print(done.loaded)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

import dlt
from dlt.common.runtime.collector import NullCollector
from dlt.extract import DltSource

from trunkline.pipeline.agreement import agree, agreed
from trunkline.pipeline.destination_rows import drop_doubled
from trunkline.pipeline.duckdb_file import kept_open
from trunkline.pipeline.exclusive import exclusively
from trunkline.pipeline.names import DATASET, PIPELINE, SOURCE
from trunkline.pipeline.opening import open_pipeline
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.packages import discard_empty
from trunkline.pipeline.progress import OnProgress
from trunkline.pipeline.resuming import finish_pending
from trunkline.pipeline.source import mastodon_source
from trunkline.pipeline.summary import IncompleteLoadError, LoadedTable, Summary, summarize
from trunkline.pipeline.tidy.views import make_views
from trunkline.pipeline.times import as_given
from trunkline.pipeline.watch import Watch, current_watch
from trunkline.protocol.frames import without_variables

__all__ = ["IncompleteLoadError", "LoadedTable", "Summary", "load"]

ROUND_ROWS = 50_000
ROUND_ROWS_OF_MANY = 4 * ROUND_ROWS
ROUND_SECONDS = 300.0
"""Rows of each resource of one server, of many servers, and seconds, after which what was read is written."""


@without_variables
def load(
    options: SourceOptions | None = None,
    *,
    destination: Any = "duckdb",
    pipeline_name: str = PIPELINE,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    on_progress: OnProgress | None = None,
) -> Summary:
    """Load a server, or many.

    A load that failed before it reached the destination is finished first. Long histories are loaded in rounds, so that
    what was read is safe if a later round is interrupted.

    Args:
        options: options of the source. ``max_rows`` and ``max_time`` are those of one round; by default
            `ROUND_ROWS` of each resource (`ROUND_ROWS_OF_MANY` with ``instances``) and `ROUND_SECONDS`.
        destination: a destination of dlt, or its name; a text that ends in ``.duckdb`` is the file of a database.
        pipeline_name: name under which dlt keeps the state of the load; with the option ``part``, the beginning of it.
        dataset_name: schema of the tables.
        pipelines_dir: folder of that state, if not dlt's usual one.
        on_progress: called after each change, always with the same object.

    Raises:
        MastodonIllegalArgumentError: the options contradict each other.
        PipelineBusyError: another process is running the pipeline, or has its database open.
        IncompleteLoadError: the only server has stopped answering; what was read before is loaded.
        dlt.pipeline.exceptions.PipelineStepFailed: reading or loading failed; its ``exception`` says why.
    """
    options = _in_rounds(options or SourceOptions())
    if options.server_part is not None:
        pipeline_name = options.server_part.name(pipeline_name)
    began, watch = monotonic(), Watch(on_progress, keeps=True)
    pipeline = open_pipeline(
        destination,
        pipeline_name=pipeline_name,
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,
        progress=_StepCollector(watch),
    )
    written: Counter[str] = Counter()
    source = _source(options, watch)
    with exclusively(pipeline):
        with kept_open(pipeline):
            watch.progress.notes.update(dict.fromkeys(agree(pipeline)))
            finish_pending(pipeline)
        while True:
            pipeline.extract(source)
            with kept_open(pipeline):
                written.update(_written(pipeline))
                agreed(pipeline)
                failure = watch.progress.failure
                if failure or not watch.progress.unfinished:
                    drop_doubled(pipeline, pipeline.state.get("sources", {}).get(SOURCE, {}))
                    make_views(pipeline)
                    summary = summarize(pipeline, written, watch.progress, monotonic() - began)
                    break
            source = _source(options, watch)
    if failure:
        raise IncompleteLoadError(failure, summary)
    return summary


def _written(pipeline: dlt.Pipeline) -> Mapping[str, int]:
    """Write what was extracted, and return the number of rows by table; without dlt's steps if nothing was found."""
    discard_empty(pipeline)
    if not pipeline.has_pending_data:
        return {}
    normalized = pipeline.normalize()
    pipeline.load()
    return normalized.row_counts


def _in_rounds(options: SourceOptions) -> SourceOptions:
    rows = ROUND_ROWS if options.instances is None else ROUND_ROWS_OF_MANY
    return replace(
        options,
        max_rows=options.max_rows or rows,
        max_time=options.max_time or ROUND_SECONDS,
        since=as_given(options.since_point),  # an age is of now, and of no later round
        until=as_given(options.until_point),
        backfill=as_given(options.backfill_point),
    )


def _source(options: SourceOptions, watch: Watch) -> DltSource:
    """Build the source of one round."""
    watch.begin()
    token = current_watch.set(watch)
    try:
        return mastodon_source(**options.given())
    finally:
        current_watch.reset(token)


class _StepCollector(NullCollector):
    """Tells a watch the step that dlt is at."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def _start(self, step: str) -> None:
        self._watch.step(step.split(maxsplit=1)[0].lower())
