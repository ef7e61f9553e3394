"""Who answers whom, and who passes on whose posts."""

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
_HOW = "The larger a circle, the more {what} an account gets; the stronger a line, the more {what} between two."


def reply_network(view: PostView) -> Answer:
    """Who answers whom how often; answers to oneself do not count."""
    table = view.rows(_REPLIES)
    chart = drawing(table.slice(0, DRAWN), "author", "answered", "replies")
    return Answer("Who answers whom", f"{_HOW.format(what='replies')}{_drawn(table.num_rows)}", table, chart, wide=True)


def most_answered(view: PostView) -> Answer:
    """Accounts by the replies of others."""
    table = view.rows(_ANSWERED)
    chart = bars(table.slice(0, SHOWN), "account", "replies")
    return Answer("Most answered accounts", "Replies of others that are in the data.", table, chart)


def boost_network(view: PostView) -> Answer:
    """Who passes on whose posts how often; boosts of own posts do not count."""
    table = view.rows(_BOOSTS)
    chart = drawing(table.slice(0, DRAWN), "booster", "author", "boosts")
    return Answer("Who boosts whom", f"{_HOW.format(what='boosts')}{_drawn(table.num_rows)}", table, chart, wide=True)


def most_boosted(view: PostView) -> Answer:
    """Accounts by the boosts of others."""
    table = view.rows(_BOOSTED)
    chart = bars(table.slice(0, SHOWN), "account", "boosts")
    return Answer("Most boosted accounts", "Boosts by others that are in the data.", table, chart)


def _drawn(pairs: int) -> str:
    return f" Drawn are the {DRAWN} strongest lines." if pairs > DRAWN else ""
