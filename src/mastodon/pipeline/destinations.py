"""What destinations want of a load: settings that keep its memory small, and how they merge rows.

The settings are defaults: dlt looks everywhere else first (in ``.dlt/config.toml``, in the environment, ...). They are
about pipelines that load Mastodon, and of these about loading only, not about reading what was loaded.

DuckDB takes all the memory that it gets, and one thread for each core. It needs some for every column that it writes
to (`MEGABYTES_A_COLUMN`), and puts on disk what is beyond its limit. SQLite lets one connection write at a time.
"""

from __future__ import annotations

from typing import Any

import dlt
from dlt.common.configuration.container import Container
from dlt.common.configuration.providers.provider import ConfigProvider, get_key_name
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.configuration.specs.pluggable_run_context import PluggableRunContext
from dlt.common.pipeline import PipelineContext
from dlt.extract import DltResource

SOURCE = "mastodon_source"
"""The name of the source and of its schema."""

MEGABYTES_A_COLUMN = 0.65
"""What DuckDB cannot do without for each column of a table while it inserts many rows; it was seen to fail at 0.55."""

SMALLEST_LIMIT = 200
"""Megabytes that DuckDB gets at least."""

TABLES_AT_ONCE = 2
"""Tables that are loaded into DuckDB at the same time."""

_UPSERTS = ("upsert", "insert-only", "cdc")


def register_defaults() -> None:
    """Let dlt ask for the settings of this module where it finds no others; may be called again."""
    providers = Container()[PluggableRunContext].providers
    if LoadDefaults.NAME not in providers:
        providers.add_provider(LoadDefaults())


class LoadDefaults(ConfigProvider):
    """Gives settings for loading a Mastodon source into the destination of the active pipeline."""

    NAME = "Defaults of mastodon.pipeline"

    def get_value(self, key: str, hint: type[Any], pipeline_name: str | None, *sections: str) -> tuple[Any, str]:
        """What dlt finds under *key* in *sections*: a setting if everybody else was asked already."""
        name = get_key_name(key, ".", *sections)
        if pipeline_name is not None or "load" not in Container()[ConfigSectionContext].sections:
            return None, name
        if name == "load.workers":
            return _workers(), name
        if name == "destination.duckdb.credentials.global_config":
            return _duckdb(), name
        return None, name

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
    return {"duckdb": TABLES_AT_ONCE, "sqlalchemy": 1}.get(_destination_of(_loading_pipeline()) or "")


def _duckdb() -> dict[str, Any] | None:
    """Settings of DuckDB, for as many columns as the widest tables have that are loaded at the same time."""
    pipeline = _loading_pipeline()
    if pipeline is None:
        return None
    widths = sorted(len(table["columns"]) for table in pipeline.schemas[SOURCE].data_tables())
    limit = max(SMALLEST_LIMIT, round(MEGABYTES_A_COLUMN * sum(widths[-TABLES_AT_ONCE:])))
    return {"memory_limit": f"{limit}MB", "threads": 1}


def _loading_pipeline() -> dlt.Pipeline | None:
    """The pipeline at work, if it loads Mastodon."""
    context = Container()[PipelineContext]
    if not context.is_active():
        return None
    pipeline = dlt.current.pipeline()
    return pipeline if SOURCE in pipeline.schema_names else None


def _destination_of(pipeline: dlt.Pipeline | None) -> str | None:
    """The short name of a pipeline's destination."""
    if pipeline is None or pipeline.destination is None:
        return None
    return pipeline.destination.destination_type.rpartition(".")[-1]


def is_upserted(name: str) -> bool:
    """Whether the destination writes new rows of a resource over those with the same key, wherever they are.

    Then a row must have the same ``_dlt_id`` whenever it is loaded, and must not come twice in one load. Otherwise
    destinations take away what has the key and whatever belongs to it, before new rows are inserted.
    """
    if not Container()[PipelineContext].is_active():
        return False
    resource: DltResource = dlt.current.source().resources[name]
    disposition: Any = resource.write_disposition
    if isinstance(disposition, dict) and disposition.get("strategy") in _UPSERTS:
        return True
    merged = (disposition["disposition"] if isinstance(disposition, dict) else disposition) == "merge"
    on_files = _destination_of(dlt.current.pipeline()) == "filesystem"
    return merged and on_files and resource.table_format in {"delta", "iceberg"}
