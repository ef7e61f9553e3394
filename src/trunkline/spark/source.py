"""Data source ``mastodon`` of Spark."""

from __future__ import annotations

from functools import cached_property

from pyspark.sql.datasource import DataSource
from pyspark.sql.types import StructType

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.spark.batch import ServersReader
from trunkline.spark.columns import spark_schema, with_other_fields
from trunkline.spark.settings import ReadSettings, settings_of
from trunkline.spark.stream import ServersStreamReader


class MastodonDataSource(DataSource):
    """Tables of Mastodon servers; `trunkline.spark.settings` has the options."""

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return "mastodon"

    @cached_property
    def _settings(self) -> ReadSettings:
        return settings_of(self.options)

    def schema(self) -> StructType:
        """Return the columns of the resource."""
        return spark_schema(with_other_fields(self._settings.resource.shape))

    def reader(self, schema: StructType) -> ServersReader:
        """Return a reader of what the servers have now."""
        self._check(schema)
        return ServersReader(self._settings)

    def streamReader(self, schema: StructType) -> ServersStreamReader:  # noqa: N802  (Spark's name)
        """Return a reader of what the servers get."""
        self._check(schema)
        return ServersStreamReader(self._settings)

    def _check(self, schema: StructType) -> None:
        if schema.names != self.schema().names:
            raise MastodonIllegalArgumentError(
                f"{self._settings.resource_name} has the columns of the API and no others. Leave out .schema(...), and "
                "take columns of the frame."
            )
