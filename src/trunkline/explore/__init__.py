"""Charts of the loaded data, as an app in the browser and as an HTML report.

::

    import dlt
    from trunkline.explore import PostSelection, Snapshot
    from trunkline.explore.questions.hashtags import most_used_hashtags

    pipeline = dlt.pipeline(pipeline_name="mastodon_pipeline", destination="duckdb", dataset_name="mastodon_data")
    with Snapshot.of(pipeline.dataset()) as snapshot:
        answer = most_used_hashtags(snapshot.view(PostSelection(languages=("en",))))
        print(answer.table)
        answer.chart.save("hashtags.html")

A `Snapshot` copies the columns that the questions need from the destination into a temporary DuckDB file, in which each
post has one row. The destination only has to answer simple reads, and all questions are written in one SQL dialect. A
question is a function in `trunkline.explore.questions`: it takes a `PostView` (the posts of a snapshot that a
`PostSelection` selects) and returns an `Answer` (a table and a chart).

``trunkline explore`` serves the answers as a marimo app, ``trunkline report`` and `write_report` write them into a
static HTML file.
"""

from __future__ import annotations

try:
    import altair as _altair  # noqa: F401
    import dlt as _dlt  # noqa: F401
except ImportError as error:
    raise ImportError("trunkline.explore needs more packages: pip install 'trunkline[explore]'") from error

from trunkline.explore.answers import Answer
from trunkline.explore.report import write_report
from trunkline.explore.selection import PostSelection, PostView
from trunkline.explore.snapshot import NothingLoadedError, Snapshot

__all__ = ["Answer", "NothingLoadedError", "PostSelection", "PostView", "Snapshot", "write_report"]
