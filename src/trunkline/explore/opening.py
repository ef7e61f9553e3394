"""Finding the data that was loaded before."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import dlt

from trunkline.explore.snapshot import NothingLoadedError, Snapshot


def open_loaded(*, destination: str, database: Path, dataset_name: str, pipeline_name: str) -> Snapshot:
    """A snapshot of what a pipeline has loaded. The pipeline's own files are neither needed nor touched.

    Args:
        destination: the name of a destination of dlt; dlt looks up its credentials.
        database: the file, for the destination ``duckdb``.
        dataset_name: the schema of the tables.
        pipeline_name: the name under which dlt looks for credentials and for the state of the load.

    Raises:
        NothingLoadedError: no post is there.
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
    """The file, opened for reading only: several can look at it at the same time."""
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials

    return dlt.destinations.duckdb(DuckDbCredentials(str(database.absolute()), read_only=True))
