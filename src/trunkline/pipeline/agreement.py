"""Agreement of dlt's local state with the destination, before anything is read: the destination is the truth.

The state in dlt's folder says how far was read; rows and state are written to the destination together. The two differ
when a database was restored from a backup, when the same pipeline name is used with another file, or when a table was
dropped by hand. A load that went on from the local state would leave out what is not there, without a word.

`trunkline.pipeline.load` calls `agree` before dlt opens the state. In a plain ``pipeline.run`` dlt has opened it when
the first resource is asked for rows; `agree_while_extracting` corrects the cursors in it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from copy import deepcopy
from hashlib import blake2b
from typing import Any, cast

import dlt
from dlt.common.configuration.container import Container
from dlt.common.configuration.exceptions import ConfigurationException
from dlt.common.destination.client import WithStateSync
from dlt.common.destination.exceptions import DestinationException, DestinationUndefinedEntity
from dlt.common.pipeline import StateInjectableContext
from dlt.common.schema.utils import get_root_table
from dlt.destinations.job_client_impl import SqlJobClientBase
from dlt.extract.state import reset_resource_state
from dlt.pipeline.state_sync import force_state_extract

from trunkline.pipeline.destinations import address
from trunkline.pipeline.names import SOURCE

logger = logging.getLogger("trunkline.pipeline")

_AGREED = "trunkline_agreement"
"""Key in the local part of dlt's state: the destination and the state in it after the last load."""


def agree(pipeline: dlt.Pipeline) -> list[str]:
    """Drop local state and waiting packages of another destination, or of another past of it; take what is there.

    A pipeline without local state takes it from the destination.

    Returns:
        Sentences about what was taken from the destination, for the summary.
    """
    notes: list[str] = []
    if not _keeps_state(pipeline):
        return notes
    if not pipeline.has_data:
        pipeline.sync_destination()
        return notes
    if _differs(pipeline):
        pipeline.drop()
        notes.append(_taken_from_destination(pipeline))
    if pipeline.has_pending_data:  # dlt would drop it with the state that the destination does not have yet
        return notes
    if pipeline.first_run or not all(map(pipeline.schemas.has_schema, pipeline.schema_names)):
        pipeline.sync_destination()
    if pipeline.default_schema_name and (dropped := _dropped(pipeline, pipeline.default_schema)):
        with pipeline.managed_state() as state:
            sources: dict[str, Any] = state.get("sources", {})
            _read_again(pipeline, pipeline.default_schema, sources.get(SOURCE, {}), dropped)
        notes.append(_loaded_anew(dropped))
    return notes


def agree_while_extracting(pipeline: dlt.Pipeline) -> None:
    """Take the cursors of the destination, if the local ones are not those of its last load, and tell in the log.

    Call it in a resource, before the state of any resource is used. Packages that wait to be loaded are newer than what
    the destination has, and a run that drops tables has begun anew already.
    """
    begins_anew = "refresh" in dlt.current.load_package_state().get("state", {})
    if begins_anew or pipeline.first_run or pipeline.has_pending_data or not _keeps_state(pipeline):
        return
    try:
        _correct(pipeline)
    except (DestinationException, ConfigurationException) as error:  # rows can be read where it cannot be reached
        logger.warning("State and destination were not compared: %s", type(error).__name__)


def _correct(pipeline: dlt.Pipeline) -> None:
    state = cast("MutableMapping[str, Any]", Container()[StateInjectableContext].state)
    there = _remote_state(pipeline)
    if _hash(there) != _hash(state):
        _take_cursors(state, there)
        logger.warning("%s.", _taken_from_destination(pipeline))
    schema = dlt.current.source_schema()
    if schema.name in pipeline.schema_names and (dropped := _dropped(pipeline, schema)):
        _read_again(pipeline, schema, dlt.current.source_state(), dropped)
        logger.warning("%s.", _loaded_anew(dropped))


def _take_cursors(state: MutableMapping[str, Any], there: Mapping[str, Any] | None) -> None:
    """Replace the state of this source in the state of a pipeline, and see to it that it is loaded."""
    source, own = dlt.current.source(), dlt.current.source_state()
    own.clear()
    own.update(deepcopy((there or {}).get("sources", {}).get(source.name, {})))
    for resource in source.resources.extracted:
        if resource.write_disposition == "replace":
            reset_resource_state(resource.name)
    state["_version_hash"] = _hash(there)
    state["_state_version"] = max(state["_state_version"], (there or {}).get("_state_version", 0))
    force_state_extract(cast(Any, state))


def agreed(pipeline: dlt.Pipeline) -> None:
    """Record that local state and destination are the same, after a load."""
    pipeline.set_local_state_val(_AGREED, {"where": _where(pipeline), "state": _hash(pipeline.state)})


def _keeps_state(pipeline: dlt.Pipeline) -> bool:
    """Return True if loads write the state of the pipeline to the destination."""
    return (
        pipeline.destination is not None
        and issubclass(pipeline.destination.client_class, WithStateSync)
        and pipeline.config.restore_from_destination
    )


def _taken_from_destination(pipeline: dlt.Pipeline) -> str:
    return (
        f"what was loaded before is taken from the destination, which is not as the last load of "
        f"{pipeline.pipeline_name} has left one"
    )


def _loaded_anew(tables: Sequence[str]) -> str:
    return f"no longer in the destination, and loaded anew: {', '.join(tables)}"


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
    """Return a hash of the address of the tables, which dlt's folder need not tell."""
    return blake2b(f"{address(pipeline)} {pipeline.dataset_name}".encode(), digest_size=8).hexdigest()


def _dropped(pipeline: dlt.Pipeline, schema: dlt.Schema) -> list[str]:
    """Return the tables that a load has made and that are not there any more, those of lists by their resource."""
    with pipeline.destination_client(schema.name) as client:
        if not isinstance(client, SqlJobClientBase):
            return []
        names = schema.data_table_names(seen_data_only=True)
        missing = [name for name, columns in client.get_storage_tables(names) if not columns]
    return list(dict.fromkeys(str(get_root_table(schema.tables, name).get("name")) for name in missing))


def _read_again(
    pipeline: dlt.Pipeline, schema: dlt.Schema, state: MutableMapping[str, Any], tables: Sequence[str]
) -> None:
    """Forget how far tables were read, and let dlt compare its schema with what the destination has."""
    for table in tables:
        state.get("resources", {}).pop(table, None)
    with pipeline.destination_client(schema.name) as client:
        if isinstance(client, SqlJobClientBase):
            versions = client.sql_client.make_qualified_table_name(client.schema.version_table_name)
            with suppress(DestinationUndefinedEntity):
                client.sql_client.execute_sql(f"DELETE FROM {versions} WHERE schema_name = %s", schema.name)
