"""A pipeline of dlt, opened the same way by everything that loads, refreshes and follows."""

from __future__ import annotations

import os
from typing import Any

import dlt

from trunkline.pipeline_names import DATASET, PIPELINE


def open_pipeline(
    destination: Any,
    *,
    pipeline_name: str = PIPELINE,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    progress: Any = None,
) -> dlt.Pipeline:
    """The pipeline of that name.

    Args:
        destination: a destination of dlt, or its name; a text that ends in ``.duckdb`` is the file of a database.
        pipeline_name: the name under which dlt keeps what it has loaded.
        dataset_name: the schema of the tables.
        pipelines_dir: where dlt keeps that, if not in its usual place.
        progress: is told by dlt what it does.
    """
    if isinstance(destination, str) and destination.endswith(".duckdb"):
        destination = dlt.destinations.duckdb(os.path.abspath(destination))
    return dlt.pipeline(
        pipeline_name=pipeline_name,
        destination=destination,
        dataset_name=dataset_name,
        pipelines_dir=pipelines_dir,  # type: ignore[arg-type]  # dlt has None as default
        progress=progress,
    )
