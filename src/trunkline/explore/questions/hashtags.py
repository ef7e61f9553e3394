"""Hashtags of posts."""

from __future__ import annotations

import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.charts import bars
from trunkline.explore.formatting import percent
from trunkline.explore.selection import PostView

SHOWN = 15
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
    caption = "Posts that have both hashtags."
    return Answer("Hashtags used together", caption, table, bars(_pairs(table.slice(0, SHOWN)), "hashtags", "posts"))


def _pairs(table: pa.Table) -> pa.Table:
    """Return the pairs of hashtags as one text each."""
    both = [f"{row['hashtag']} with {row['other']}" for row in table.to_pylist()]
    return pa.table({"hashtags": pa.array(both, pa.string()), "posts": table.column("posts")})
