"""Repair of dlt's folders after a process was killed, so that dlt can resume.

dlt moves packages of rows from folder to folder, and records each job when the destination has it. If it is killed
between two of these steps, the next run would fail on its own folders, or write rows twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import dlt
from dlt.common.storages import ParsedLoadJobFileName
from dlt.common.storages.load_package import PackageStorage
from dlt.destinations.job_client_impl import SqlJobClientBase

from trunkline.pipeline.packages import discard_remainders, load_or_set_aside

_FOLLOW_UPS = frozenset({"sql", "reference"})
"""Formats of jobs that dlt creates itself when the files of a table have arrived, and creates again."""


def finish_pending(pipeline: dlt.Pipeline) -> None:
    """Load the packages that an earlier run has extracted and not loaded, each row once; put aside what never loads."""
    put_right(pipeline)
    if pipeline.has_pending_data:
        load_or_set_aside(pipeline)


def put_right(pipeline: dlt.Pipeline) -> None:
    """Prepare the packages that a killed process has left, so that loading them writes each row once."""
    discard_remainders(pipeline)
    normalized = pipeline.list_normalized_load_packages()
    for load_id in pipeline.list_extracted_load_packages():
        if load_id in normalized:
            pipeline._get_normalize_storage().extracted_packages.delete_package(load_id)
    for load_id in normalized:
        packages = pipeline._get_load_storage().normalized_packages
        if _is_uncertain(packages, load_id):
            _rewind(packages, load_id)
        elif not packages.list_new_jobs(load_id):
            _forget_the_end(pipeline, load_id)


def _is_uncertain(packages: PackageStorage, load_id: str) -> bool:
    """Return True if the destination may have rows of jobs that are not recorded as done."""
    noted = set(packages.list_pending_transitions(load_id))
    return any(_name(path) not in noted for path in packages.list_started_jobs(load_id))


def _rewind(packages: PackageStorage, load_id: str) -> None:
    """Reset a package, so that its load begins anew, with staging tables emptied.

    A package counts as uncertain as long as it has a started job that is not recorded, so these are moved last.
    """
    for name in packages.list_pending_transitions(load_id):
        packages.clear_pending_transition(load_id, name)
    for path in packages.list_new_jobs(load_id):
        if _is_follow_up(path):
            packages.storage.delete(path)
    _again(
        packages,
        load_id,
        packages.storage.list_folder_files(
            packages.get_job_state_folder_path(load_id, PackageStorage.COMPLETED_JOBS_FOLDER)
        ),
    )
    packages.save_schema_updates(load_id, {})
    _again(packages, load_id, packages.list_started_jobs(load_id))


def _forget_the_end(pipeline: dlt.Pipeline, load_id: str) -> None:
    """Remove a package from the table of loads: all its rows are there, and dlt is going to write that line again."""
    with pipeline.destination_client() as client:
        if isinstance(client, SqlJobClientBase):
            loads = client.sql_client.make_qualified_table_name(client.schema.loads_table_name)
            client.sql_client.execute_sql(f"DELETE FROM {loads} WHERE load_id = %s", load_id)


def _again(packages: PackageStorage, load_id: str, paths: Sequence[str]) -> None:
    for path in paths:
        if _is_follow_up(path):
            packages.storage.delete(path)
        else:
            packages.import_job(load_id, packages.storage.make_full_path(path))


def _is_follow_up(path: str) -> bool:
    return ParsedLoadJobFileName.parse(path).file_format in _FOLLOW_UPS


def _name(path: str) -> str:
    return ParsedLoadJobFileName.parse(path).file_name()
