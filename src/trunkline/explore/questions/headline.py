"""Totals at the top of the app and the report."""

from __future__ import annotations

from trunkline.explore.selection import PostView

_NUMBERS = """
SELECT count(*) AS posts, count(*) FILTER (is_reply) AS replies, count(*) FILTER (is_quote) AS quotes,
    (SELECT count(*) FROM boosts) AS boosts,
    count(DISTINCT account) AS authors, count(DISTINCT server) AS servers,
    count(DISTINCT nullif(language, '')) AS languages, (SELECT count(DISTINCT tag) FROM tags) AS hashtags
FROM posts
"""


def headline_numbers(view: PostView) -> dict[str, int]:
    """Return the numbers of posts, replies and quotes among them, boosts, authors, servers, languages and hashtags."""
    return view.row(_NUMBERS)
