"""Full-text search."""

from __future__ import annotations

import re

from trunkline.explore.answers import Answer
from trunkline.explore.charts import over_time
from trunkline.explore.formatting import counted
from trunkline.explore.questions.activity import STATE, incomplete, unit_for
from trunkline.explore.selection import PostView

_TERMS = re.compile(r'"([^"]+)"|(\S+)')
_FOUND = """
, readable AS (SELECT *, concat_ws(chr(10), nullif(spoiler_text, ''), text) AS whole_text FROM posts)
, found AS (
    SELECT * FROM readable WHERE len($terms) > 0 AND len(list_filter($terms::VARCHAR[],
        lambda term: NOT contains(lower(strip_accents(whole_text)), lower(strip_accents(term))))) = 0
)
"""
_POSTS = f"""{_FOUND}
SELECT date_trunc('minute', local_time) AS time, account, whole_text AS text, boosts, favourites, url
FROM found ORDER BY created_at DESC, uri LIMIT $limit
"""
_SPAN = f"{_FOUND} SELECT min(local_time) AS first, max(local_time) AS last FROM found"
_COUNT = f"{_FOUND} SELECT count(*) AS posts, count(DISTINCT account) AS authors FROM found"
_OVER_TIME = f"""{_FOUND}
SELECT date_trunc($unit, local_time)::TIMESTAMP AS begin, begin + $step::INTERVAL AS "end", 'Posts' AS kind,
    count(*) AS posts, posts AS top, 0 AS bottom, {STATE} AS state
FROM found GROUP BY ALL ORDER BY begin
"""


def search(view: PostView, query: str, limit: int = 200) -> Answer:
    """Find the posts whose text contains all words of a query, newest first.

    Args:
        view: the posts to search.
        query: words, or phrases in double quotes. Case and accents are ignored.
        limit: maximum number of posts in the table; the caption and the chart count all.
    """
    terms = [phrase or word for phrase, word in _TERMS.findall(query)]
    unit = unit_for(**view.row(_SPAN, {"terms": terms}))
    count = view.row(_COUNT, {"terms": terms})
    table = view.rows(_POSTS, {"terms": terms, "limit": limit})
    times = view.rows(_OVER_TIME, {"terms": terms, "unit": unit, "step": f"1 {unit}"})
    caption = f"{counted(count['posts'], 'post')} by {counted(count['authors'], 'author')}."
    if count["posts"] > limit:
        caption += f" The newest {limit:,} are listed."
    caption += incomplete(times, unit)
    return Answer(f"Posts with {query}", caption, table, over_time(times, unit, ["Posts"], "posts"), wide=True)
