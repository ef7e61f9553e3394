"""Media attachments and their descriptions."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pyarrow as pa

from trunkline.explore.answers import Answer, Chart
from trunkline.explore.charts import NUMBERS
from trunkline.explore.formatting import percent
from trunkline.explore.selection import PostView

_DESCRIBED = "count(*) FILTER (trim(coalesce(description, '')) <> '')"
_MEDIA = f"""
SELECT type, count(*) AS attachments, {_DESCRIBED} AS described,
    described / attachments AS described_share
FROM media GROUP BY type ORDER BY attachments DESC, type
"""
_SHARES = f"""
SELECT (SELECT count(DISTINCT uri) FROM media) / greatest(count(*), 1) AS with_media,
    (SELECT {_DESCRIBED} / greatest(count(*), 1) FROM media) AS described
FROM posts
"""
_NAMES = {"image": "Images", "video": "Videos", "gifv": "Animations", "audio": "Sounds", "unknown": "Other files"}
_KINDS = ["With a description", "Without"]


def described_media(view: PostView) -> Answer:
    """Count attachments by type, with and without a description (alt text)."""
    table = view.rows(_MEDIA)
    names = [_NAMES.get(kind, kind) for kind in table.column("type").to_pylist()]
    table = table.set_column(0, "type", pa.array(names, pa.string()))
    shares = view.row(_SHARES)
    caption = (
        f"{percent(shares['with_media'])} of the posts have media. {percent(shares['described'])} of these files have "
        "a description (alt text) for people who cannot see or hear them."
    )
    return Answer("Media and their descriptions", caption, table, _stacked(table), wide=True)


def _stacked(table: pa.Table) -> Callable[[int], Chart]:
    rows = [
        {"type": row["type"], "kind": kind, "attachments": number, "rank": rank}
        for row in table.to_pylist()
        for rank, (kind, number) in enumerate(
            zip(_KINDS, (row["described"], row["attachments"] - row["described"]), strict=True)
        )
    ]
    kinds = {"type": pa.string(), "kind": pa.string(), "attachments": pa.int64(), "rank": pa.int64()}
    files: Chart = (
        alt.Chart(pa.Table.from_pylist(rows, pa.schema(kinds)))
        .mark_bar(height=alt.RelativeBandSize(0.6), cornerRadiusEnd=0)
        .encode(
            alt.X("attachments:Q", title="files", axis=NUMBERS),
            alt.Y("type:N", sort=None, title=None),
            alt.Color("kind:N", scale=alt.Scale(domain=_KINDS)),
            order=alt.Order("rank:O"),
            tooltip=[alt.Tooltip("type:N"), alt.Tooltip("kind:N"), alt.Tooltip("attachments:Q", format=",d")],
        )
        .properties(height=44 * max(1, table.num_rows))
    )
    return lambda width: files
