"""Rules of destinations: settings that keep the memory of a load small, types that they take, ids that they merge by.

The settings are defaults: dlt looks everywhere else first (in ``.dlt/config.toml``, in the environment, ...). They
apply to pipelines that load Mastodon, and there to loading only, not to reading the tables.

DuckDB takes all the memory that it gets, for each of its threads and for each file that is inserted at the same time.
From version 2 on it spills to disk, and needs some memory for every column that it writes (`MEGABYTES_A_COLUMN`).
Older versions fail if the limit is low. SQLite lets one connection write at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any, cast

import dlt
from dlt.common.configuration.container import Container
from dlt.common.configuration.providers.provider import ConfigProvider, get_key_name
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext
from dlt.common.pipeline import PipelineContext
from dlt.extract import DltResource

from trunkline.pipeline.names import SOURCE

MEGABYTES_A_COLUMN = 0.65
"""Memory that DuckDB needs for each column of a table while it inserts many rows; with 0.51 it has failed."""

SMALLEST_LIMIT = 200
"""Smallest memory limit for DuckDB, in megabytes."""

TABLES_AT_ONCE = 2
"""Number of tables that are loaded into DuckDB at the same time, the files of each one after the other."""

MOST_COLUMNS_AT_ONCE = 1000
"""Number of columns of the widest tables together above which they are loaded into DuckDB one by one.

Older versions keep something for each column of each table in memory. A table has some 400, unless servers send fields
that nobody has heard of.
"""

JSON_AS_TEXT = ("bigquery", "redshift", "snowflake", "sqlalchemy")
"""Destinations that take the text of a JSON value, as Parquet files have it, for a JSON string.

There such values are in text columns, which can be passed to the JSON functions of the database.
"""

MOST_COLUMNS: Mapping[str, int] = {"mssql": 900, "synapse": 900, "sqlalchemy": 900}
"""Greatest number of columns of a table to which rows can add new ones, by destination.

SQL Server takes 1024, MySQL (over ``sqlalchemy``) 1017: https://dev.mysql.com/doc/refman/8.4/en/column-count-limit.html
"""

MOST_COLUMNS_ELSEWHERE = 1400
"""The same for all others: PostgreSQL and Redshift take 1600, among which PostgreSQL counts dropped columns.

https://www.postgresql.org/docs/current/limits.html
"""

WIDEST_ROWS: Mapping[str, int] = {"postgres": 8100}
"""Greatest width of a row in bytes, by destination; PostgreSQL takes 8160."""

_UPSERTS = ("upsert", "insert-only", "cdc")


def register_defaults() -> None:
    """Register the settings of this module as dlt's last provider; may be called again."""
    providers = Container()[PluggableRunContext].providers
    if LoadDefaults.NAME not in providers:
        providers.add_provider(LoadDefaults())


class LoadDefaults(ConfigProvider):
    """Provider of settings for loading a Mastodon source into the destination of the active pipeline."""

    NAME = "Defaults of trunkline.pipeline"

    def get_value(self, key: str, hint: type[Any], pipeline_name: str | None, *sections: str) -> tuple[Any, str]:
        """Return the setting *key* of *sections*, if all other providers were asked already."""
        name = get_key_name(key, ".", *sections)
        if pipeline_name is not None or "load" not in Container()[ConfigSectionContext].sections:
            return None, name
        return _DEFAULTS.get(name, _none)(), name

    @property
    def supports_secrets(self) -> bool:
        """False: no secrets are here."""
        return False

    @property
    def supports_sections(self) -> bool:
        """True: settings are in sections."""
        return True

    @property
    def name(self) -> str:
        """Name in messages of dlt."""
        return self.NAME


def _workers() -> int | None:
    """Return the number of tables to load at the same time; ``None`` for dlt's own default."""
    pipeline = active_pipeline()
    if pipeline is None or not _is_mastodon():
        return None
    at_once = TABLES_AT_ONCE if _columns_at_once(pipeline) <= MOST_COLUMNS_AT_ONCE else 1
    return {"duckdb": at_once, "sqlalchemy": 1}.get(_destination())


def _strategy() -> str | None:
    """Return the strategy by which dlt chooses the files to load at the same time."""
    return "table-sequential" if _is_mastodon() and _destination() == "duckdb" else None


def _duckdb() -> dict[str, Any] | None:
    """Return DuckDB settings with memory for the columns of the widest tables that are loaded at the same time."""
    pipeline = active_pipeline()
    if pipeline is None or not _is_mastodon():
        return None
    if int(version("duckdb").partition(".")[0]) < 2:
        return {"threads": 1}
    limit = max(SMALLEST_LIMIT, round(MEGABYTES_A_COLUMN * _columns_at_once(pipeline)))
    return {"memory_limit": f"{limit}MB", "threads": 1}


def _columns_at_once(pipeline: dlt.Pipeline) -> int:
    """Return the number of columns of the widest tables that may be loaded at the same time."""
    widths = sorted(len(table.get("columns", {})) for table in pipeline.schemas[SOURCE].data_tables())
    return sum(widths[-TABLES_AT_ONCE:])


def _none() -> None:
    """Return no setting."""


_DEFAULTS: Mapping[str, Callable[[], Any]] = {
    "load.workers": _workers,
    "load.parallelism_strategy": _strategy,
    "destination.duckdb.credentials.global_config": _duckdb,
}


def active_pipeline() -> dlt.Pipeline | None:
    """Return the active pipeline, if there is one. `dlt.current.pipeline` resolves the whole configuration first."""
    context = Container()[PipelineContext]
    return cast("dlt.Pipeline", context.pipeline()) if context.is_active() else None


def _is_mastodon() -> bool:
    """Return True if the active pipeline has loaded a Mastodon source."""
    pipeline = active_pipeline()
    return pipeline is not None and SOURCE in pipeline.schema_names


def _destination() -> str:
    """Return the short name of the active pipeline's type of destination; empty if there is none."""
    pipeline = active_pipeline()
    return pipeline.destination.destination_type.rpartition(".")[-1] if pipeline and pipeline.destination else ""


def address(pipeline: dlt.Pipeline) -> str:
    """Return the address of a pipeline's destination, without passwords."""
    return str(pipeline.destination_client().config)


def most_columns() -> int:
    """Return the greatest number of columns of a table to which rows can add new ones."""
    return MOST_COLUMNS.get(_destination(), MOST_COLUMNS_ELSEWHERE)


def widest_row() -> int | None:
    """Return the greatest width of a row in bytes; ``None`` if it does not matter."""
    return WIDEST_ROWS.get(_destination())


def is_json_text() -> bool:
    """Return True if JSON values are stored in text columns."""
    return _destination() in JSON_AS_TEXT


def prefers_parquet() -> bool:
    """Return True if rows are loaded several times as fast from Parquet as from dlt's own choice, ``INSERT``."""
    return _destination() == "duckdb"


def is_upserted(name: str) -> bool:
    """Return True if the destination upserts new rows of a resource by their key.

    Then a row must have the same ``_dlt_id`` whenever it is loaded, and must not come twice in one load. Otherwise
    destinations delete the rows with the key, and their child rows, before new ones are inserted.
    """
    if active_pipeline() is None:
        return False
    resource: DltResource = dlt.current.source().resources[name]
    disposition: Any = resource.write_disposition
    if isinstance(disposition, dict) and disposition.get("strategy") in _UPSERTS:
        return True
    merged = (disposition["disposition"] if isinstance(disposition, dict) else disposition) == "merge"
    return merged and _destination() == "filesystem" and resource.table_format in {"delta", "iceberg"}
