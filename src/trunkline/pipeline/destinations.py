"""What destinations want of a load: settings that keep its memory small, types that they take, ids that they merge by.

The settings are defaults: dlt looks everywhere else first (in ``.dlt/config.toml``, in the environment, ...). They are
about pipelines that load Mastodon, and of these about loading only, not about reading what was loaded.

DuckDB takes all the memory that it gets, for each of its threads and for each file that is inserted at the same time.
From version 2 on it can do with little, putting the rest on disk: it needs some for every column that it writes to
(`MEGABYTES_A_COLUMN`). Older ones fail where a limit is low. SQLite lets one connection write at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import dlt
from dlt.common.configuration.container import Container
from dlt.common.configuration.providers.provider import ConfigProvider, get_key_name
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext
from dlt.common.pipeline import PipelineContext
from dlt.extract import DltResource

from trunkline.pipeline_names import SOURCE

MEGABYTES_A_COLUMN = 0.65
"""What DuckDB cannot do without for each column of a table while it inserts many rows; it was seen to fail at 0.51."""

SMALLEST_LIMIT = 200
"""Megabytes that DuckDB gets at least."""

TABLES_AT_ONCE = 2
"""Tables that are loaded into DuckDB at the same time, the files of each one after the other."""

JSON_AS_TEXT = ("bigquery", "redshift", "snowflake", "sqlalchemy")
"""Destinations that would take the text of a JSON value, as files of rows have it, for a JSON value that is a text.

There it is in a column of texts instead, which their function for parsing JSON takes.
"""

_UPSERTS = ("upsert", "insert-only", "cdc")


def register_defaults() -> None:
    """Let dlt ask for the settings of this module where it finds no others; may be called again."""
    providers = Container()[PluggableRunContext].providers
    if LoadDefaults.NAME not in providers:
        providers.add_provider(LoadDefaults())


class LoadDefaults(ConfigProvider):
    """Gives settings for loading a Mastodon source into the destination of the active pipeline."""

    NAME = "Defaults of trunkline.pipeline"

    def get_value(self, key: str, hint: type[Any], pipeline_name: str | None, *sections: str) -> tuple[Any, str]:
        """What dlt finds under *key* in *sections*: a setting if everybody else was asked already."""
        name = get_key_name(key, ".", *sections)
        if pipeline_name is not None or "load" not in Container()[ConfigSectionContext].sections:
            return None, name
        return _DEFAULTS.get(name, _none)(), name

    @property
    def supports_secrets(self) -> bool:
        """No secrets are here."""
        return False

    @property
    def supports_sections(self) -> bool:
        """Settings are in sections."""
        return True

    @property
    def name(self) -> str:
        """What dlt calls this in messages."""
        return self.NAME


def _workers() -> int | None:
    """How many tables are loaded at the same time; ``None`` for dlt's own default."""
    return {"duckdb": TABLES_AT_ONCE, "sqlalchemy": 1}.get(_destination()) if _mastodon() else None


def _strategy() -> str | None:
    """How files are chosen that are loaded at the same time."""
    return "table-sequential" if _mastodon() and _destination() == "duckdb" else None


def _duckdb() -> dict[str, Any] | None:
    """Settings of DuckDB, for as many columns as the widest tables have that are loaded at the same time."""
    schema = _mastodon()
    if schema is None:
        return None
    if int(version("duckdb").partition(".")[0]) < 2:
        return {"threads": 1}
    widths = sorted(len(table.get("columns", {})) for table in schema.data_tables())
    limit = max(SMALLEST_LIMIT, round(MEGABYTES_A_COLUMN * sum(widths[-TABLES_AT_ONCE:])))
    return {"memory_limit": f"{limit}MB", "threads": 1}


def _none() -> None:
    """No setting."""


_DEFAULTS: Mapping[str, Callable[[], Any]] = {
    "load.workers": _workers,
    "load.parallelism_strategy": _strategy,
    "destination.duckdb.credentials.global_config": _duckdb,
}


def _pipeline() -> dlt.Pipeline | None:
    """The pipeline at work."""
    return dlt.current.pipeline() if Container()[PipelineContext].is_active() else None


def _mastodon() -> dlt.Schema | None:
    """What the pipeline at work loads of Mastodon, if it does."""
    pipeline = _pipeline()
    return pipeline.schemas[SOURCE] if pipeline and SOURCE in pipeline.schema_names else None


def _destination() -> str:
    """What the pipeline at work loads into: the short name of its kind."""
    pipeline = _pipeline()
    return pipeline.destination.destination_type.rpartition(".")[-1] if pipeline and pipeline.destination else ""


def is_json_text() -> bool:
    """Whether JSON values go to columns of texts."""
    return _destination() in JSON_AS_TEXT


def is_upserted(name: str) -> bool:
    """Whether the destination writes new rows of a resource over those with the same key, wherever they are.

    Then a row must have the same ``_dlt_id`` whenever it is loaded, and must not come twice in one load. Otherwise
    destinations take away what has the key and whatever belongs to it, before new rows are inserted.
    """
    if _pipeline() is None:
        return False
    resource: DltResource = dlt.current.source().resources[name]
    disposition: Any = resource.write_disposition
    if isinstance(disposition, dict) and disposition.get("strategy") in _UPSERTS:
        return True
    merged = (disposition["disposition"] if isinstance(disposition, dict) else disposition) == "merge"
    return merged and _destination() == "filesystem" and resource.table_format in {"delta", "iceberg"}
