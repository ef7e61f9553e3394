"""Opening a dlt pipeline, in the same way for loading, refreshing and following."""

from __future__ import annotations

import os
from typing import Any

import dlt

from trunkline.pipeline.crawling.parts import part_in
from trunkline.pipeline.names import DATASET, PIPELINE
from trunkline.pipeline.quicker_dlt import use_quicker_functions

_STAGING = "staging_dataset_name_layout"
"""Option of destinations for the name of the dataset with rows on their way, whose tables each load empties."""


def open_pipeline(
    destination: Any,
    *,
    pipeline_name: str = PIPELINE,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    progress: Any = None,
) -> dlt.Pipeline:
    """Open a dlt pipeline. One of a part of the servers gets a staging dataset of its own: it empties its tables.

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
    pipeline = dlt.pipeline(
        pipeline_name=pipeline_name,
        destination=destination,
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,  # type: ignore[arg-type]  # dlt has None as default
        progress=progress,
    )
    part, where = part_in(pipeline_name), pipeline.destination
    if part and where is not None and hasattr(where.spec, _STAGING):
        where.config_params.setdefault(_STAGING, f"%s_staging{part}")
    return pipeline
