"""Agreement of dlt's local state with the destination, at the start of a load: the destination is the truth.

The state in dlt's folder says how far was read; rows and state are written to the destination together. The two differ
when a database was restored from a backup, when the same pipeline name is used with another file, or when a table was
dropped by hand. A load that went on from the local state would leave out what is not there, without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
from dlt.common.destination.client import WithStateSync
from dlt.destinations.exceptions import DatabaseUndefinedRelation, DestinationUndefinedEntity
from dlt.destinations.job_client_impl import SqlJobClientBase

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import SOURCE


def agree(pipeline: dlt.Pipeline) -> Iterator[str]:
    """Take the state from the destination where the local one is of something else.

    Yields:
        Sentences about what was taken from there, for the summary.
    """
    if pipeline.first_run and not pipeline.has_data:
        return
    if not pipeline.has_pending_data and _differs(pipeline):
        _start_from_destination(pipeline)
        yield f"the state of earlier loads was taken from {pipeline.dataset_name} in the destination, which is not the one that was loaded last"
    dropped = _dropped(pipeline)
    if dropped:
        _forget(pipeline, dropped)
        yield f"{', '.join(dropped)}: the table is not in the destination any more, and is loaded anew"
