"""Check and repair of everything that a pipeline needs, before a run looks at it."""

from __future__ import annotations

import dlt

from trunkline.pipeline.duckdb_file import check_file
from trunkline.pipeline.packages import complete_folders


def make_ready(pipeline: dlt.Pipeline) -> None:
    """Complete the folders of a pipeline, and check that its database can be opened.

    Raises:
        PipelineBusyError: another program has the database open.
        DamagedDatabaseError: the database is damaged, and cannot be repaired.
    """
    complete_folders(pipeline)
    check_file(pipeline)
