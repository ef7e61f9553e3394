"""Opening of data that a pipeline has loaded."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import dlt

from trunkline.explore.snapshot import NothingLoadedError, Snapshot


def open_loaded(*, destination: str, database: Path, dataset_name: str, pipeline_name: str) -> Snapshot:
    """Return a snapshot of the data in a destination. The working files of the pipeline are not used.

    Args:
        destination: the name of a dlt destination; dlt looks up its credentials.
        database: the database file of the destination ``duckdb``.
        dataset_name: the schema of the tables.
        pipeline_name: the name under which dlt looks for credentials and for the state of the pipeline.

    Raises:
        NothingLoadedError: there are no posts.
        dlt.common.exceptions.DltException: the destination cannot be read.
    """
    if destination == "duckdb" and not database.is_file():
        raise NothingLoadedError(f"There is no {database} yet: nothing is loaded.")
    with TemporaryDirectory(prefix="trunkline-") as folder:
        pipeline = dlt.pipeline(
            pipeline_name=pipeline_name,
            destination=_duckdb(database) if destination == "duckdb" else destination,
            dataset_name=dataset_name,
            pipelines_dir=folder,
        )
        try:
            return Snapshot.of(pipeline.dataset())
        finally:
            pipeline.deactivate()


def _duckdb(database: Path) -> dlt.destinations.duckdb:
    """Return the destination for a file opened read-only, so that other processes can read it too."""
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials

    return dlt.destinations.duckdb(DuckDbCredentials(str(database.absolute()), read_only=True))
