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
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark.batch import ServersPartition
from trunkline.spark.batches import BatchMaker
from trunkline.spark.crawled import ReadServer, crawled
from trunkline.spark.leases import Leases
from trunkline.spark.outcomes import BUSY, ServerOutcome, forget_outcomes, is_unfinished, write_outcomes
from trunkline.spark.purged import purge_list, without
from trunkline.spark.runs import RunDraft, StreamRuns
from trunkline.spark.settings import ReadSettings
from trunkline.spark.tokens import with_tokens

Offset = dict[str, Any]
"""``stream``, its name; ``resource``; ``run``, the number of its last run; ``at``, its begin in seconds since 1970."""


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
        resource = self._settings.resource_name
        return {"stream": f"stream-{secrets.token_hex(8)}", "resource": resource, "run": 0, "at": 0}

    def prepareForTriggerAvailableNow(self) -> None:  # noqa: N802  (Spark's name)
        """End when every server was read once to its end, or as far as it goes."""
        self._ends_early = True

    def latestOffset(self, start: Offset, limit: ReadLimit) -> Offset:  # noqa: N802  (Spark's name)
        """Return the offset of the next run, or *start* while it is too early for one.

        Raises:
            MastodonIllegalArgumentError: the checkpoint is of another stream.
        """
        self._check(start)
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
            MastodonIllegalArgumentError: the checkpoint is of another stream.
            MastodonIOError: the state of the stream is gone.
        """
        self._check(end)
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

    def _check(self, offset: Offset) -> None:
        resource = self._settings.resource_name
        if offset.get("resource") != resource:
            of = f"of {offset['resource']}" if "resource" in offset else "not of this data source"
            raise MastodonIllegalArgumentError(
                f"The checkpoint is {of}, and the stream reads {resource}. Give each stream its own checkpointLocation."
            )

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the servers of one partition: those that were written down, or that they give now."""
        partition = cast(RunPartition, partition)
        sites = with_tokens(partition.addresses, self._settings.tokens)
        runs, run, purged = StreamRuns(self._state, partition.job), partition.run, purge_list(self._settings.purged)
        kept = [site for site in sites if runs.has(site.instance, run)]
        self._have_written_down(runs, partition, [site for site in sites if site not in kept], purged)
        maker = BatchMaker(self._settings.resource)
        for site in sites:
            for lines in runs.rows(site.instance, run):
                yield from maker.take(without(lines, purged, site.instance) if site in kept else lines)
        yield from maker.rest()
        outcomes = [runs.outcome(site.instance, run) for site in sites]
        for outcome in outcomes:
            outcome.rejected += maker.rejected[outcome.instance]
        write_outcomes(self._state, partition.job, run, partition.number, outcomes)

    def _have_written_down(
        self, runs: StreamRuns, partition: RunPartition, sites: list[Site], purged: PurgeList
    ) -> None:
        """Read servers that were not read in this run, unless another job has them, or another attempt reads them."""
        run = partition.run
        with Leases(self._state, f"{partition.job}-{run}") as leases:
            leased = [s for s in sites if leases.take(s.instance, partial(runs.has, s.instance, run))]
            sites = [site for site in sites if not runs.has(site.instance, run)]
            self._write_down(runs, partition, [site for site in sites if site in leased], purged)
            for site in sites:
                if site not in leased:
                    left = ReadServer(ServerOutcome(site.instance, BUSY), runs.state(site.instance, partition.before))
                    runs.publish(run, runs.draft(site.instance), left)

    def _write_down(self, runs: StreamRuns, partition: RunPartition, sites: list[Site], purged: PurgeList) -> None:
        """Read servers, and publish what each gives as soon as it is read."""
        if not sites:
            return
        drafts: dict[str, RunDraft] = {}
        rejected = BatchMaker(self._settings.resource)
        states = {site.instance: runs.state(site.instance, partition.before) for site in sites}
        for found in crawled(self._settings, sites, states, purged):
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
        """Remove the rows that Spark does not ask for again, and old outcomes."""
        StreamRuns(self._state, end["stream"]).committed(end["run"])
        forget_outcomes(self._state, end["stream"], end["run"])
