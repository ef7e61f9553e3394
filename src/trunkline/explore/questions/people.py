"""Age and followers of accounts."""

from __future__ import annotations

import altair as alt

from trunkline.explore.answers import Answer
from trunkline.explore.charts import FORMATS, NUMBERS, bars
from trunkline.explore.formatting import counted
from trunkline.explore.questions.activity import unit_for
from trunkline.explore.selection import PostView

_SPAN = """
SELECT min(created_at AT TIME ZONE 'UTC') AS first, max(created_at AT TIME ZONE 'UTC') AS last FROM accounts
"""
_GROWTH = """
SELECT least(date_trunc($unit, time) + $step::INTERVAL, max(max(time)) OVER ())::TIMESTAMP AS until,
    count(*) AS new_accounts, sum(count(*)) OVER (ORDER BY date_trunc($unit, time))::BIGINT AS accounts
FROM (SELECT created_at AT TIME ZONE 'UTC' AS time FROM accounts WHERE created_at IS NOT NULL)
GROUP BY date_trunc($unit, time) ORDER BY until
"""
_FOLLOWERS = """
, counted AS (
    SELECT CASE followers WHEN 0 THEN 0 ELSE len(followers::VARCHAR) END AS digits FROM accounts WHERE followers >= 0
)
SELECT CASE digits WHEN 0 THEN 'none' WHEN 1 THEN '1 to 9'
    ELSE format('{:,} to {:,}', (10 ** (digits - 1))::BIGINT, (10 ** digits)::BIGINT - 1) END AS followers,
    count(*) AS accounts
FROM counted GROUP BY digits ORDER BY digits
"""
_MIDDLE = "SELECT coalesce(median(followers), 0)::BIGINT AS middle, count(*) AS accounts FROM accounts"
_WHICH = "Every account in the data counts: authors, boosters, followers and followed accounts."


def account_growth(view: PostView) -> Answer:
    """Count accounts by the day on which they were created, cumulatively."""
    unit = unit_for(**view.row(_SPAN))
    table = view.rows(_GROWTH, {"unit": unit, "step": f"1 {unit}"})
    chart = (
        alt.Chart(table)
        .mark_area()
        .encode(
            alt.X("until:T", title=None, axis=alt.Axis(format=FORMATS[unit], tickCount=5)),
            alt.Y("accounts:Q", title="accounts", axis=NUMBERS),
            tooltip=[
                alt.Tooltip("until:T", format="%-d %b %Y"),
                alt.Tooltip("accounts:Q", format=",d"),
                alt.Tooltip("new_accounts:Q", title="new accounts", format=",d"),
            ],
        )
        .properties(height=240)
    )
    return Answer("Accounts by the day they joined", f"{_WHICH} One step per {unit}.", table, chart)


def followers(view: PostView) -> Answer:
    """Count accounts by the order of magnitude of their followers."""
    table = view.rows(_FOLLOWERS)
    middle = view.row(_MIDDLE)["middle"]
    caption = (
        f"Half of the accounts have {counted(middle, 'follower')} or fewer, according to their servers at the time of "
        "the load."
    )
    return Answer("Followers of an account", caption, table, bars(table, "followers", "accounts"))
