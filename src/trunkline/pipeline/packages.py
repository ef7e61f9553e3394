"""Packages of rows that dlt has left unfinished: those that were half deleted, and those that can never be loaded."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import dlt
from dlt.common.exceptions import TerminalException
from dlt.common.storages.load_package import PackageStorage
from dlt.load.exceptions import LoadClientJobException
from dlt.pipeline.exceptions import PipelineStepFailed

logger = logging.getLogger("trunkline.pipeline")

SET_ASIDE = "set_aside"
"""Folder in that of the pipeline with the files of packages that could not be loaded."""


def complete_folders(pipeline: dlt.Pipeline) -> None:
    """Make the folders that a killed process has not come to: dlt makes them one by one, and takes them for granted."""
    storage = pipeline._get_load_storage()
    if storage.is_storage_ready():
        storage.initialize_storage()


def discard_remainders(pipeline: dlt.Pipeline) -> None:
    """Delete what is left of extracted packages that a killed process was deleting.

    dlt makes a package elsewhere and moves it as a whole, so that one without its folders or schema is no new one. It
    is deleted when it was empty, or when the normalised one is there.
    """
    packages = pipeline._get_normalize_storage().extracted_packages
    for load_id in pipeline.list_extracted_load_packages():
        whole = packages.storage.has_folder(
            packages.get_job_state_folder_path(load_id, PackageStorage.NEW_JOBS_FOLDER)
        ) and packages.storage.has_file(f"{load_id}/{PackageStorage.SCHEMA_FILE_NAME}")
        if not whole:
            packages.delete_package(load_id)


def discard_empty(pipeline: dlt.Pipeline) -> None:
    """Delete extracted packages without rows and changes, as dlt's next step does when it has set up everything."""
    packages = pipeline._get_normalize_storage().extracted_packages
    for load_id in pipeline.list_extracted_load_packages():
        if packages.is_empty_package(load_id):
            packages.delete_package(load_id)


def complete_schemas(pipeline: dlt.Pipeline) -> None:
    """Add to the stored schemas what only those of extracted packages have.

    dlt stores a schema after the package, and normalises the package by the stored one. A process that is killed in
    between, or a schema that is restored from the destination, leaves the tables of the package unknown.
    """
    packages = pipeline._get_normalize_storage().extracted_packages
    for load_id in pipeline.list_extracted_load_packages():
        schema = packages.load_schema(load_id)
        if schema.name not in pipeline.schema_names:
            continue
        stored = pipeline.schemas[schema.name]
        for name, table in schema.tables.items():
            if name not in stored.tables:
                stored.update_table(table, normalize_identifiers=False)
                continue
            known = stored.tables[name].get("columns", {})
            new = {column: hints for column, hints in table.get("columns", {}).items() if column not in known}
            if new:
                stored.update_table({"name": name, "columns": new}, normalize_identifiers=False)
        pipeline.schemas.save_schema(stored)


def load_or_set_aside(pipeline: dlt.Pipeline) -> None:
    """Load the pending packages. If they can never be loaded, put them aside, so that their rows are read again.

    Raises:
        dlt.pipeline.exceptions.PipelineStepFailed: loading failed, and may succeed another time.
    """
    pipeline.sync_destination()
    complete_schemas(pipeline)
    try:
        pipeline.run()
    except PipelineStepFailed as failure:
        if not _is_final(failure):
            raise
        _set_aside(pipeline, failure)


def _is_final(failure: PipelineStepFailed) -> bool:
    """Return True if the same packages will fail again: this is their second run already."""
    if failure.step == "normalize":
        return not isinstance(failure.exception, OSError | MemoryError)
    return failure.step == "load" and isinstance(failure.exception, TerminalException | LoadClientJobException)


def _set_aside(pipeline: dlt.Pipeline, failure: PipelineStepFailed) -> None:
    """Copy the pending packages to `SET_ASIDE`, and abort them, which takes cursors back to where they were before."""
    folder = Path(pipeline.working_dir) / SET_ASIDE
    for package in _folders(pipeline):
        shutil.copytree(package, folder / package.name, dirs_exist_ok=True)
    pipeline.abort_packages()
    logger.warning(
        "Rows of an earlier run cannot be loaded and are put aside; cursors are back where they were before, so that "
        "the rows are read again. The files are in %s: delete them when nothing is missing. The reason: %s",
        folder,
        " ".join(str(failure.exception).split())[:600],
    )


def _folders(pipeline: dlt.Pipeline) -> Iterator[Path]:
    for packages in (
        pipeline._get_normalize_storage().extracted_packages,
        pipeline._get_load_storage().normalized_packages,
    ):
        for load_id in packages.list_packages():
            yield Path(packages.storage.make_full_path(packages.get_package_path(load_id)))
