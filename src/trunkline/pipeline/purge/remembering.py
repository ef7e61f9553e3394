"""Purged accounts and servers in dlt's state, and removal of their traces from state and folder."""

from __future__ import annotations

import shutil
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import dlt
from dlt.pipeline.state_sync import force_state_extract

from trunkline.pipeline.crawling.memory import LEFT_OUT
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.purge.finding import PurgeTarget
from trunkline.pipeline.purge.names import PurgeList

KEY = "purged"
"""Key of the list in the state of the source."""

_PLACES = ("newest", "oldest", "top", "prints", LEFT_OUT)
"""Parts of the memory of a resource that say what was read; without them its lists are read from their beginning."""

_LEFTOVERS = ("load/loaded", "rows", "trace.pickle")


def purged(pipeline: dlt.Pipeline) -> PurgeList:
    """Return the accounts and servers that later loads leave out."""
    return PurgeList.from_state(pipeline.state.get("sources", {}).get(SOURCE, {}).get(KEY))


def remember(
    pipeline: dlt.Pipeline, names: PurgeList, target: PurgeTarget | None = None, *, read_again: bool = False
) -> None:
    """Write a list into the state, here and in the destination.

    Args:
        pipeline: the pipeline.
        names: new list, which replaces the one before.
        target: accounts and servers to remove from the state of resources.
        read_again: forget what was read of lists, for rows that cursors have passed; how far back that was stays.
    """
    with pipeline.managed_state(extract_state=True) as state:
        source: dict[str, Any] = state.setdefault("sources", {}).setdefault(SOURCE, {})
        if target is not None:
            _forget(source, target)
        if read_again:
            for resource in source.get("resources", {}).values():
                for memory in resource.values():
                    for part in _PLACES if isinstance(memory, dict) else ():
                        memory.pop(part, None)
        source[KEY] = names.to_state()
        force_state_extract(state)
    pipeline.normalize()
    pipeline.load()


def clear_folder(pipeline: dlt.Pipeline) -> None:
    """Remove the files of finished loads, which hold the loaded rows."""
    for name in _LEFTOVERS:
        path = Path(pipeline.working_dir) / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _forget(source: dict[str, Any], target: PurgeTarget) -> None:
    """Remove ids, names and whole servers from the state of resources."""
    source.update(_without(source, target.names.servers))
    for table, resource in source.get("resources", {}).items():
        for instance, memory in resource.items():
            if isinstance(memory, dict):
                resource[instance] = _without_account(memory, target, table, instance)


def _without_account(memory: dict[str, Any], target: PurgeTarget, table: str, instance: str) -> dict[str, Any]:
    gone = {one for one in target.accounts[instance] | target.rows[table][instance] if one}
    accounts = memory.get("accounts", {})
    names = target.names.handles | target.local_names(instance)
    kept = {part: _without(value, gone) for part, value in memory.items() if part != "accounts"}
    if "accounts" in memory:
        kept["accounts"] = {
            name: known for name, known in accounts.items() if name.lower() not in names and known not in gone
        }
    return kept


def _without(value: Any, gone: AbstractSet[str]) -> Any:
    """Return *value* without keys and items that hold an id or a server of *gone*."""
    if isinstance(value, dict):
        return {key: _without(inner, gone) for key, inner in value.items() if gone.isdisjoint(key.split())}
    if isinstance(value, list):
        return [_without(item, gone) for item in value if not (isinstance(item, str) and item in gone)]
    return value
