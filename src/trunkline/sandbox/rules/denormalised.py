"""Recomputation of stored counts and timelines."""

from __future__ import annotations

from trunkline.sandbox.rules.feeds import rebuild_all
from trunkline.sandbox.store.database import Store

_COUNTS = (
    """
    UPDATE accounts SET
        followers_count = coalesce(n.followers, 0), following_count = coalesce(n.following, 0),
        statuses_count = coalesce(n.statuses, 0), last_status_at = n.last
    FROM (
        SELECT a.id,
            (SELECT count(*) FROM follows WHERE target_account_id = a.id) AS followers,
            (SELECT count(*) FROM follows WHERE account_id = a.id) AS following,
            s.statuses, s.last
        FROM accounts a LEFT JOIN (
            SELECT account_id, count(*) AS statuses, max(created_at) AS last
            FROM statuses WHERE visibility <> 'direct' GROUP BY account_id
        ) s ON s.account_id = a.id
    ) n WHERE n.id = accounts.id
    """,
    """
    UPDATE statuses SET replies_count = n.total FROM (
        SELECT in_reply_to_id AS id, count(*) AS total FROM statuses
        WHERE in_reply_to_id IS NOT NULL AND visibility IN ('public', 'unlisted') GROUP BY in_reply_to_id
    ) n WHERE n.id = statuses.id
    """,
    """
    UPDATE statuses SET reblogs_count = n.total FROM (
        SELECT reblog_of_id AS id, count(*) AS total FROM statuses
        WHERE reblog_of_id IS NOT NULL GROUP BY reblog_of_id
    ) n WHERE n.id = statuses.id
    """,
    """
    UPDATE statuses SET favourites_count = n.total FROM (
        SELECT status_id AS id, count(*) AS total FROM favourites GROUP BY status_id
    ) n WHERE n.id = statuses.id
    """,
    """
    UPDATE statuses SET quotes_count = n.total FROM (
        SELECT quoted_status_id AS id, count(*) AS total FROM quotes WHERE state = 'accepted' GROUP BY quoted_status_id
    ) n WHERE n.id = statuses.id
    """,
    """
    UPDATE poll_options SET votes_count = (
        SELECT count(*) FROM poll_votes v
        WHERE v.poll_id = poll_options.poll_id AND v.choice = poll_options.position)
    """,
    """
    UPDATE polls SET votes_count = n.votes, voters_count = n.voters FROM (
        SELECT poll_id AS id, count(*) AS votes, count(DISTINCT account_id) AS voters
        FROM poll_votes GROUP BY poll_id
    ) n WHERE n.id = polls.id
    """,
)


def rebuild(store: Store) -> None:
    """Recompute all counts and timelines after rows were loaded in bulk."""
    for statement in _COUNTS:
        store.execute(statement)
    rebuild_all(store)
