"""Reading what servers have now, as one frame."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import pyarrow as pa
from pyspark.sql.datasource import DataSourceReader, Filter, InputPartition

from trunkline.pipeline.crawling.server import instance_of
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark.batches import BatchMaker
from trunkline.spark.crawled import crawled
from trunkline.spark.filters import earliest, instance_test
from trunkline.spark.leases import Leases
from trunkline.spark.outcomes import BUSY, ServerOutcome, write_outcomes
from trunkline.spark.purged import purge_list
from trunkline.spark.settings import ReadSettings
from trunkline.spark.tokens import with_tokens


@dataclass
class ServersPartition(InputPartition):
    """Servers that one task reads.

    Attributes:
        number: number of the partition.
        job: name of the query.
        addresses: the servers.
    """

    number: int
    job: str
    addresses: tuple[str, ...]


class ServersReader(DataSourceReader):
    """Reader of a batch. A task that is repeated reads its servers from the beginning, since nothing of it was kept.

    Args:
        settings: settings of the query.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self._settings = settings

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:  # noqa: N802  (Spark's name)
        """Leave out servers and walk less far back, as filters allow; yield those that Spark has to apply."""
        rest = []
        for one in filters:
            test = instance_test(one)
            if test is None:
                rest.append(one)
            else:
                kept = tuple(a for a in self._settings.addresses if test(instance_of(a)))
                self._settings = replace(self._settings, addresses=kept)
        self._go_back_to(earliest(rest))
        return rest

    def _go_back_to(self, time: datetime | None) -> None:
        source = self._settings.source
        given = source.since_point
        if time is not None and (given in (None, "") or (isinstance(given, datetime) and given < time)):
            self._settings = replace(self._settings, source=replace(source, since=time))

    def partitions(self) -> Sequence[InputPartition]:
        """Return the servers of each task; one server is always in one of them."""
        job = f"batch-{secrets.token_hex(8)}"
        dealt = self._settings.dealt() or [()]  # without any, Spark would ask for one that is none of these
        return [ServersPartition(number, job, addresses) for number, addresses in enumerate(dealt)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the servers of one partition."""
        partition = cast(ServersPartition, partition)
        settings = self._settings
        sites = with_tokens(partition.addresses, settings.tokens)
        if settings.state is None:
            yield from _batches(settings, sites, [])
            return
        with Leases(settings.state, partition.job) as leases:
            free = [site for site in sites if leases.take(site.instance)]
            outcomes = [ServerOutcome(site.instance, BUSY) for site in sites if site not in free]
            yield from _batches(settings, free, outcomes)
            write_outcomes(settings.state, partition.job, 1, partition.number, outcomes)


def _batches(settings: ReadSettings, sites: list[Site], outcomes: list[ServerOutcome]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of servers, and add their outcomes."""
    maker, own, purged = BatchMaker(settings.resource), list[ServerOutcome](), purge_list(settings.purged)
    for found in crawled(settings, sites, {}, purged) if sites else ():
        if isinstance(found, Lines):
            yield from maker.take(found)
        else:
            own.append(found.outcome)
    yield from maker.rest()
    for outcome in own:
        outcome.rejected = maker.rejected[outcome.instance]
    outcomes.extend(own)
