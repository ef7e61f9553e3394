"""Hashtags of posts."""

from __future__ import annotations

import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.charts import bars, matrix
from trunkline.explore.formatting import percent
from trunkline.explore.selection import PostView

SHOWN = 15
TOGETHER = 12
_MOST_USED = """
SELECT '#' || tag AS hashtag, count(*) AS posts, count(DISTINCT account) AS authors
FROM tags JOIN posts USING (uri) GROUP BY tag ORDER BY posts DESC, hashtag LIMIT 100
"""
_TAGGED = "SELECT (SELECT count(DISTINCT uri) FROM tags) / greatest(count(*), 1) AS share FROM posts"
_TOGETHER = """
SELECT '#' || one.tag AS hashtag, '#' || other.tag AS other, count(*) AS posts
FROM tags AS one JOIN tags AS other ON one.uri = other.uri AND one.tag < other.tag
GROUP BY ALL ORDER BY posts DESC, hashtag, other LIMIT 500
"""


def most_used_hashtags(view: PostView) -> Answer:
    """Count posts by hashtag."""
    table = view.rows(_MOST_USED)
    caption = f"{percent(view.row(_TAGGED)['share'])} of the posts have hashtags."
    return Answer("Most used hashtags", caption, table, bars(table.slice(0, SHOWN), "hashtag", "posts"))


def hashtags_together(view: PostView) -> Answer:
    """Count posts by pair of hashtags."""
    table = view.rows(_TOGETHER)
    caption = "The stronger the colour, the more posts have both hashtags."
    chart = matrix(_square(table), "hashtag", "with", "posts", height=26 * TOGETHER, angle=-50)
    return Answer("Hashtags used together", caption, table, chart)


def _square(pairs: pa.Table) -> pa.Table:
    """Return a cell for each two of the `TOGETHER` hashtags in the most frequent pairs."""
    posts = {(row["hashtag"], row["other"]): row["posts"] for row in pairs.to_pylist()}
    names = list(dict.fromkeys(name for pair in posts for name in pair))[:TOGETHER]
    cells = [
        {"hashtag": one, "with": other, "posts": posts.get((min(one, other), max(one, other)), 0)}
        for one in names
        for other in names
    ]
    return pa.Table.from_pylist(cells, pa.schema({"hashtag": pa.string(), "with": pa.string(), "posts": pa.int64()}))
