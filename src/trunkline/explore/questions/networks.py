"""Replies and boosts between accounts."""

from __future__ import annotations

from trunkline.explore.answers import Answer
from trunkline.explore.charts import bars
from trunkline.explore.network import drawing
from trunkline.explore.selection import PostView

DRAWN = 50
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
_HOW = "A circle grows with the {what} that an account receives, a line with the {what} between two accounts."


def reply_network(view: PostView) -> Answer:
    """Count replies by author and by the account replied to, without replies to oneself."""
    table = view.rows(_REPLIES)
    chart = drawing(table.slice(0, DRAWN), "author", "answered", "replies")
    return Answer(
        "Who replies to whom", f"{_HOW.format(what='replies')}{_drawn(table.num_rows)}", table, chart, wide=True
    )


def most_answered(view: PostView) -> Answer:
    """Count the replies that accounts have received from others."""
    table = view.rows(_ANSWERED)
    chart = bars(table.slice(0, SHOWN), "account", "replies")
    return Answer("Accounts with the most replies", "Replies by others, as far as they are in the data.", table, chart)


def boost_network(view: PostView) -> Answer:
    """Count boosts by booster and author, without boosts of one's own posts."""
    table = view.rows(_BOOSTS)
    chart = drawing(table.slice(0, DRAWN), "booster", "author", "boosts")
    return Answer("Who boosts whom", f"{_HOW.format(what='boosts')}{_drawn(table.num_rows)}", table, chart, wide=True)


def most_boosted(view: PostView) -> Answer:
    """Count the boosts that accounts have received from others."""
    table = view.rows(_BOOSTED)
    chart = bars(table.slice(0, SHOWN), "account", "boosts")
    return Answer("Most boosted accounts", "Boosts by others, as far as they are in the data.", table, chart)


def _drawn(pairs: int) -> str:
    return f" Only the {DRAWN} strongest lines are drawn." if pairs > DRAWN else ""
