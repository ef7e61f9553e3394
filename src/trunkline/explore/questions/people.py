"""Age and followers of accounts."""

from __future__ import annotations

from trunkline.explore.answers import Answer
from trunkline.explore.charts import COMPLETE, bars, over_time
from trunkline.explore.formatting import be, counted
from trunkline.explore.questions.activity import incomplete, unit_for
from trunkline.explore.selection import PostView

_SPAN = """
SELECT min(created_at AT TIME ZONE 'UTC') AS first, max(created_at AT TIME ZONE 'UTC') AS last FROM accounts
WHERE dated
"""
_GROWTH = f"""
, growth AS (
    SELECT date_trunc($unit, created_at AT TIME ZONE 'UTC')::TIMESTAMP AS begin, count(*) AS new_accounts
    FROM accounts WHERE dated GROUP BY begin
)
SELECT begin, new_accounts, sum(new_accounts) OVER (ORDER BY begin)::BIGINT AS accounts, accounts AS top, 0 AS bottom,
    coalesce(lead(begin) OVER (ORDER BY begin), begin + $step::INTERVAL) AS "end", 'Accounts' AS kind,
    CASE WHEN "end" > timezone('UTC', (SELECT until FROM main.span)) THEN 'incomplete ' || $unit
        ELSE '{COMPLETE}' END AS state
FROM growth ORDER BY begin
"""
_UNDATED = "SELECT count(*) AS accounts FROM accounts WHERE NOT dated"
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
    undated = view.row(_UNDATED)["accounts"]
    caption = f"{_WHICH} Each bar is the total at the end of the {unit}."
    if undated:
        caption += f" {counted(undated, 'account')} with a date that cannot be right {be(undated)} left out."
    caption += incomplete(table, unit)
    shown = table.select(["begin", "new_accounts", "accounts"])
    return Answer("Accounts by the day they joined", caption, shown, over_time(table, unit, ["Accounts"], "accounts"))


def followers(view: PostView) -> Answer:
    """Count accounts by the order of magnitude of their followers."""
    table = view.rows(_FOLLOWERS)
    middle = view.row(_MIDDLE)["middle"]
    caption = (
        f"Half of the accounts have {counted(middle, 'follower')} or fewer, according to their servers at the time of "
        "the load."
    )
    return Answer("Followers of an account", caption, table, bars(table, "followers", "accounts"))
