"""Lines of rows, collected and made into Arrow batches of one size."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.tabular.encoding import Lines, Rejected
from trunkline.pipeline.tabular.halving import made_of
from trunkline.pipeline.tabular.parsing import Parsed, Parser
from trunkline.pipeline.tabular.tables import BATCH
from trunkline.spark.columns import arrow_schema, typed, with_other_fields

logger = logging.getLogger("trunkline.spark")


class BatchMaker:
    """Maker of Arrow batches from the lines of one resource.

    Args:
        resource: the resource.

    Attributes:
        schema: columns of the batches.
        rejected: number of rows and values that fit no column, by server. They are left out, and named in the log.
    """

    def __init__(self, resource: Resource) -> None:
        self._name, self._shape = resource.name, with_other_fields(resource.shape)
        self._parser = Parser(self._shape, resource.key)
        self.schema = arrow_schema(self._shape)
        self.rejected: Counter[str] = Counter()
        self._waiting: list[bytes] = []
        self._rows = 0

    def take(self, lines: Lines) -> Iterator[pa.RecordBatch]:
        """Add lines, and yield batches if there are enough."""
        for one in lines.rejected:
            self.reject(one)
        self._waiting.append(lines.text)
        self._rows += lines.rows
        if self._rows >= BATCH:
            yield from self.rest()

    def rest(self) -> Iterator[pa.RecordBatch]:
        """Yield what is left."""
        text, self._waiting, self._rows = b"".join(self._waiting), [], 0
        for made in made_of(text, self._parser, self._batch) if text else ():
            if isinstance(made, Rejected):
                self.reject(made)
                continue
            batch, rejected = made
            for one in rejected:
                self.reject(one)
            if batch.num_rows:
                yield batch

    def _batch(self, parsed: Parsed) -> tuple[pa.RecordBatch, list[Rejected]]:
        columns = typed(parsed.rows, self._shape).flatten()
        return pa.RecordBatch.from_arrays(columns, schema=self.schema), parsed.rejected

    def reject(self, one: Rejected) -> None:
        """Count a row that is left out, and name it in the log; values that are left out are named alone."""
        self.rejected[str(one.row.get("_instance"))] += 1
        logger.warning("%s", one.message(self._name))
