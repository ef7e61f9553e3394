"""Looking at what the pipeline has loaded: questions with charts, as an app and as a file.

::

    import dlt
    from trunkline.explore import PostSelection, Snapshot
    from trunkline.explore.questions.hashtags import most_used_hashtags

    pipeline = dlt.pipeline(pipeline_name="mastodon_pipeline", destination="duckdb", dataset_name="mastodon_data")
    with Snapshot.of(pipeline.dataset()) as snapshot:
        answer = most_used_hashtags(snapshot.view(PostSelection(languages=("en",))))
        print(answer.table)
        answer.chart.save("hashtags.html")

A `Snapshot` copies the columns that the questions need out of the destination, whatever it is, into a DuckDB file of
its own, where every post is there once. So the destination answers simple reads only and is free again at once, and all
questions are one dialect of SQL. They are functions from a `PostView` (the snapshot and a `PostSelection` of its posts) to an
`Answer` (a table and a chart), one for each chart, in `trunkline.explore.questions`.

Two commands stand on it: ``trunkline explore`` is a marimo app, ``trunkline report`` a static HTML file, and
`write_report` makes that file from Python.
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
