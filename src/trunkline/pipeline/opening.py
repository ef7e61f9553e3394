"""Opening a dlt pipeline, in the same way for loading, refreshing and following."""

from __future__ import annotations

import os
from typing import Any

import dlt

from trunkline.pipeline.names import DATASET, PIPELINE
from trunkline.pipeline.quicker_dlt import use_quicker_functions


def open_pipeline(
    destination: Any,
    *,
    pipeline_name: str = PIPELINE,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    progress: Any = None,
) -> dlt.Pipeline:
    """Open a dlt pipeline.

    Args:
        destination: a destination of dlt, or its name; a text that ends in ``.duckdb`` is the file of a database.
        pipeline_name: name under which dlt keeps the state of loads.
        dataset_name: schema of the tables.
        pipelines_dir: folder of that state, if not dlt's usual one.
        progress: collector that dlt reports its steps to.
    """
    use_quicker_functions()
    if isinstance(destination, str) and destination.endswith(".duckdb"):
        # not the text itself, which dlt would let SQLAlchemy parse as a URL
        destination = dlt.destinations.duckdb({"database": os.path.abspath(destination)})
    return dlt.pipeline(
        pipeline_name=pipeline_name,
        destination=destination,
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,  # type: ignore[arg-type]  # dlt has None as default
        progress=progress,
    )
