"""Reading what servers get, run after run."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

import pyarrow as pa
from pyspark.sql.datasource import DataSourceStreamReader, InputPartition
from pyspark.sql.streaming.datasource import ReadLimit, SupportsTriggerAvailableNow

from trunkline.errors import MastodonIllegalArgumentError, MastodonIOError
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.load import ROUND_ROWS_OF_MANY, ROUND_SECONDS
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark.batch import ServersPartition
from trunkline.spark.batches import BatchMaker
from trunkline.spark.crawled import ReadServer, crawled
from trunkline.spark.leases import Leases
from trunkline.spark.outcomes import BUSY, ServerOutcome, is_unfinished, write_outcomes
from trunkline.spark.runs import RunDraft, StreamRuns
from trunkline.spark.settings import ReadSettings
from trunkline.spark.tokens import with_tokens

Offset = dict[str, Any]
"""``stream``, its name; ``run``, the number of its last run; ``at``, seconds since 1970 at which that began."""


@dataclass
class RunPartition(ServersPartition):
    """Servers that one task reads in one run.

    Attributes:
        before: the last run that is committed.
        run: this run.
    """

    before: int
    run: int


class ServersStreamReader(DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Reader of a stream, whose batches are runs of the crawl; `trunkline.spark.runs` says how none is read twice.

    Args:
        settings: settings of the query.

    Raises:
        MastodonIllegalArgumentError: there is no folder for the state.
    """

    def __init__(self, settings: ReadSettings) -> None:
        if settings.state is None:
            raise MastodonIllegalArgumentError(
                "A stream needs the option state: a folder that all executors see, in which the rows of a run are kept "
                "until they are committed."
            )
        source = settings.source
        bounded = replace(
            source, max_rows=source.max_rows or ROUND_ROWS_OF_MANY, max_time=source.max_time or ROUND_SECONDS
        )
        self._settings, self._state = replace(settings, source=bounded), settings.state
        self._ends_early = False
        self._last: int | None = None

    def initialOffset(self) -> Offset:  # noqa: N802  (Spark's name)
        """Return the offset before the first run."""
        return {"stream": f"stream-{secrets.token_hex(8)}", "run": 0, "at": 0}

    def prepareForTriggerAvailableNow(self) -> None:  # noqa: N802  (Spark's name)
        """End when every server was read once to its end, or as far as it goes."""
        self._ends_early = True

    def latestOffset(self, start: Offset, limit: ReadLimit) -> Offset:  # noqa: N802  (Spark's name)
        """Return the offset of the next run, or *start* while it is too early for one."""
        goes_on = is_unfinished(self._state, start["stream"], start["run"])
        if self._ends_early and self._last == start["run"] and not goes_on:
            return start
        if not goes_on and time.time() - start["at"] < self._settings.every:
            return start
        self._last = start["run"] + 1
        return {**start, "run": self._last, "at": int(time.time())}

    def partitions(self, start: Offset, end: Offset) -> Sequence[InputPartition]:
        """Return the servers of each task of a run.

        Raises:
            MastodonIOError: the state of the stream is gone.
        """
        if start["run"] == end["run"]:
            return []
        if start["run"] and not StreamRuns(self._state, end["stream"]).folder.exists():
            raise MastodonIOError(
                f"{self._state} has nothing of this stream, whose checkpoint is at run {start['run']}. Set the option "
                "state to the folder that it had before, or begin with a new checkpoint."
            )
        return [
            RunPartition(number, end["stream"], addresses, start["run"], end["run"])
            for number, addresses in enumerate(self._settings.dealt())
        ]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the servers of one partition: those that were written down, or that they give now."""
        partition = cast(RunPartition, partition)
        sites = with_tokens(partition.addresses, self._settings.tokens)
        runs, run = StreamRuns(self._state, partition.job), partition.run
        with Leases(self._state, f"{partition.job}-{run}") as leases:
            open_sites = [site for site in sites if not runs.has(site.instance, run)]
            leased = [s for s in open_sites if leases.take(s.instance, partial(runs.has, s.instance, run))]
            open_sites = [site for site in open_sites if not runs.has(site.instance, run)]
            self._write_down(runs, partition, [site for site in open_sites if site in leased])
            for site in open_sites:
                if site not in leased:
                    outcome = ServerOutcome(site.instance, BUSY)
                    left = ReadServer(outcome, runs.state(site.instance, partition.before))
                    runs.publish(run, runs.draft(site.instance), left)
        maker = BatchMaker(self._settings.resource)
        for site in sites:
            for lines in runs.rows(site.instance, run):
                yield from maker.take(lines)
        yield from maker.rest()
        outcomes = [runs.outcome(site.instance, run) for site in sites]
        for outcome in outcomes:
            outcome.rejected += maker.rejected[outcome.instance]
        write_outcomes(self._state, partition.job, run, partition.number, outcomes)

    def _write_down(self, runs: StreamRuns, partition: RunPartition, sites: list[Site]) -> None:
        """Read servers, and publish what each gives as soon as it is read."""
        if not sites:
            return
        drafts: dict[str, RunDraft] = {}
        rejected = BatchMaker(self._settings.resource)
        states = {site.instance: runs.state(site.instance, partition.before) for site in sites}
        for found in crawled(self._settings, sites, states):
            if isinstance(found, Lines):
                for one in found.rejected:
                    rejected.reject(one)
                if found.rows:
                    if found.instance not in drafts:
                        drafts[found.instance] = runs.draft(found.instance)
                    drafts[found.instance].write(found)
            else:
                instance = found.outcome.instance
                found.outcome.rejected = rejected.rejected[instance]
                draft = drafts.pop(instance) if instance in drafts else runs.draft(instance)
                runs.publish(partition.run, draft, found)

    def commit(self, end: Offset) -> None:
        """Remove the rows that Spark does not ask for again."""
        StreamRuns(self._state, end["stream"]).committed(end["run"])
