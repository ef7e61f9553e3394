"""Replies and boosts between accounts."""

from __future__ import annotations

import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.charts import bars
from trunkline.explore.network import DRAWN, DRAWN_SMALL, drawing
from trunkline.explore.selection import PostView

SHOWN = 12
_REPLIES = """
SELECT account AS author, reply_to AS answered, count(*) AS replies
FROM posts WHERE reply_to IS NOT NULL AND reply_to <> account
GROUP BY ALL ORDER BY replies DESC, author, answered LIMIT 1000
"""
_ANSWERED = """
SELECT reply_to AS account, count(*) AS replies, count(DISTINCT account) AS people
FROM posts WHERE reply_to IS NOT NULL AND reply_to <> account
GROUP BY reply_to ORDER BY replies DESC, reply_to LIMIT 100
"""
_BOOSTS = """
SELECT account AS booster, author, count(*) AS boosts
FROM boosts WHERE author <> account
GROUP BY ALL ORDER BY boosts DESC, booster, author LIMIT 1000
"""
_BOOSTED = """
SELECT author AS account, count(*) AS boosts, count(DISTINCT account) AS people
FROM boosts WHERE author <> account
GROUP BY author ORDER BY boosts DESC, author LIMIT 100
"""


def reply_network(view: PostView) -> Answer:
    """Count replies by author and by the account replied to, without replies to oneself."""
    return _network("Who replies to whom", view.rows(_REPLIES), "author", "answered", "replies")


def most_answered(view: PostView) -> Answer:
    """Count the replies that accounts have received from others."""
    return _ranking("Accounts with the most replies", view.rows(_ANSWERED), "replies")


def boost_network(view: PostView) -> Answer:
    """Count boosts by booster and author, without boosts of one's own posts."""
    return _network("Who boosts whom", view.rows(_BOOSTS), "booster", "author", "boosts")


def most_boosted(view: PostView) -> Answer:
    """Count the boosts that accounts have received from others."""
    return _ranking("Accounts with the most boosts", view.rows(_BOOSTED), "boosts")


def _network(title: str, edges: pa.Table, start: str, end: str, number: str) -> Answer:
    caption = (
        f"A circle grows with the {number} that an account receives, a line with the {number} from one to another."
    )
    if edges.num_rows > DRAWN:
        caption += f" Only the {DRAWN} strongest lines are drawn, on phones {DRAWN_SMALL}."
    elif edges.num_rows > DRAWN_SMALL:
        caption += f" On phones only the {DRAWN_SMALL} strongest lines are drawn."
    return Answer(title, caption, edges, drawing(edges, start, end, number), wide=True)


def _ranking(title: str, table: pa.Table, number: str) -> Answer:
    chart = bars(table.slice(0, SHOWN), "account", number)
    return Answer(title, f"{number.capitalize()} by others, as far as they are in the data.", table, chart)
