"""Agreement of dlt's local state with the destination, at the start of a load: the destination is the truth.

The state in dlt's folder says how far was read; rows and state are written to the destination together. The two differ
when a database was restored from a backup, when the same pipeline name is used with another file, or when a table was
dropped by hand. A load that went on from the local state would leave out what is not there, without a word.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import dlt
from dlt.common.destination.client import WithStateSync
from dlt.common.destination.exceptions import DestinationUndefinedEntity
from dlt.common.schema.utils import get_root_table
from dlt.destinations.job_client_impl import SqlJobClientBase

from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.opening import kept_open

_AGREED = "trunkline_agreed"
"""Key in the local part of dlt's state: the destination and the state in it after the last load."""


def agree(pipeline: dlt.Pipeline) -> list[str]:
    """Drop local state and waiting packages of another destination, or of another past of it; take what is there.

    Returns:
        Sentences about what was taken from the destination, for the summary.
    """
    if not pipeline.has_data or not issubclass(pipeline.destination.client_class, WithStateSync):
        return []
    with kept_open(pipeline):
        return _made_equal(pipeline)


def _made_equal(pipeline: dlt.Pipeline) -> list[str]:
    notes = []
    if _differs(pipeline):
        pipeline.drop()
        notes.append(
            f"what was loaded before is taken from the destination, which is not as the last load of "
            f"{pipeline.pipeline_name} has left one"
        )
    if pipeline.has_pending_data:  # dlt would drop it with the state that the destination does not have yet
        return notes
    if pipeline.first_run or not all(map(pipeline.schemas.has_schema, pipeline.schema_names)):
        pipeline.sync_destination()
    if dropped := _dropped(pipeline):
        _forget(pipeline, dropped)
        notes.append(f"no longer in the destination, and loaded anew: {', '.join(dropped)}")
    return notes


def agreed(pipeline: dlt.Pipeline) -> None:
    """Record that local state and destination are the same, after a load."""
    pipeline.set_local_state_val(_AGREED, {"where": _where(pipeline), "state": _hash(pipeline.state)})


def _differs(pipeline: dlt.Pipeline) -> bool:
    known: dict[str, Any] | None = pipeline.state.get("_local", {}).get(_AGREED)  # type: ignore[assignment]
    there = _hash(_remote_state(pipeline))
    if known is not None and known["where"] != _where(pipeline):
        return True
    if pipeline.has_pending_data:
        return known is not None and known["state"] != there
    return not pipeline.first_run and there != _hash(pipeline.state)


def _remote_state(pipeline: dlt.Pipeline) -> Any:
    try:
        return pipeline._restore_state_from_destination()
    except DestinationUndefinedEntity:
        return None


def _hash(state: Any) -> str | None:
    return None if state is None else state.get("_version_hash")


def _where(pipeline: dlt.Pipeline) -> str:
    """Return a hash of the address of the destination, which may hold a password."""
    with pipeline.destination_client() as client:
        place = str(client.config.credentials) if hasattr(client.config, "credentials") else str(client.config)
    return blake2b(f"{place} {pipeline.dataset_name}".encode(), digest_size=8).hexdigest()


def _dropped(pipeline: dlt.Pipeline) -> list[str]:
    """Return the tables that a load has made and that are not there any more, those of lists by their resource."""
    if pipeline.default_schema_name is None:
        return []
    schema = pipeline.default_schema
    with pipeline.destination_client() as client:
        if not isinstance(client, SqlJobClientBase):
            return []
        names = schema.data_table_names(seen_data_only=True)
        missing = [name for name, columns in client.get_storage_tables(names) if not columns]
    return list(dict.fromkeys(str(get_root_table(schema.tables, name).get("name")) for name in missing))


def _forget(pipeline: dlt.Pipeline, tables: list[str]) -> None:
    """Forget how far tables were read, and let dlt compare its schema with what the destination has."""
    with pipeline.managed_state() as state:
        resources: dict[str, Any] = state.get("sources", {}).get(SOURCE, {}).get("resources", {})
        for table in tables:
            resources.pop(table, None)
    with pipeline.destination_client() as client:
        if isinstance(client, SqlJobClientBase):
            versions = client.sql_client.make_qualified_table_name(client.schema.version_table_name)
            client.sql_client.execute_sql(f"DELETE FROM {versions} WHERE schema_name = %s", client.schema.name)
