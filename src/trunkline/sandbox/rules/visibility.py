"""Visibility of statuses, as SQL conditions and as functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trunkline.sandbox.store.database import Store, id_list

# True for a status `s` that anybody may read.
PUBLIC = "s.visibility IN ('public', 'unlisted')"

# True for a status `s` that :viewer may read. The parts that look elsewhere are asked last.
READABLE = """(
    s.account_id = :viewer
    OR (s.visibility IN ('public', 'unlisted')
        AND NOT EXISTS (
            SELECT 1 FROM blocks b WHERE b.account_id = s.account_id AND b.target_account_id = :viewer))
    OR (s.visibility = 'private'
        AND EXISTS (
            SELECT 1 FROM follows f WHERE f.account_id = :viewer AND f.target_account_id = s.account_id))
    OR (s.visibility IN ('private', 'direct')
        AND EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = :viewer))
)"""

# The accounts that :viewer blocks or mutes, and those that block :viewer. :now is the current time.
UNWANTED_ACCOUNTS = """
    SELECT target_account_id FROM blocks WHERE account_id = :viewer
    UNION ALL SELECT account_id FROM blocks WHERE target_account_id = :viewer
    UNION ALL SELECT target_account_id FROM mutes
        WHERE account_id = :viewer AND (expires_at IS NULL OR expires_at > :now)
"""
# The accounts of servers that :viewer blocks and of which they do not follow this one.
UNWANTED_DOMAINS = """
    SELECT id FROM accounts WHERE domain IN (SELECT domain FROM domain_blocks WHERE account_id = :viewer)
"""
# True for a status `s` whose author :viewer wants to see.
WANTED = f"""(
    s.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND s.account_id NOT IN ({UNWANTED_DOMAINS})
)"""
# True for a status `s` whose author is not limited, or is known to :viewer.
_NOT_LIMITED = """(
    NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.limited) OR s.account_id = :viewer
    OR s.account_id IN (SELECT target_account_id FROM follows WHERE account_id = :viewer)
)"""
# True for a status `s` whose author is not suspended.
NOT_SUSPENDED = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.suspended)"
# True for a status `s` whose author moderators have not taken off the public timelines.
UNRESTRICTED = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND (a.suspended OR a.limited))"


def readable(viewer_id: int | None) -> str:
    """Return the SQL condition on a status `s` that the viewer (:viewer) may read."""
    return PUBLIC if viewer_id is None else READABLE


def visible_statuses(store: Store, ids: Iterable[int], viewer_id: int | None) -> list[int]:
    """Return those of `ids` that the viewer may read, in the same order."""
    wanted = list(ids)
    found = set(
        store.column(
            f"SELECT s.id FROM statuses s WHERE s.id IN (SELECT value FROM json_each(:ids))"
            f" AND {readable(viewer_id)} AND {NOT_SUSPENDED}",
            {"ids": id_list(wanted), "viewer": viewer_id},
        )
    )
    return [status_id for status_id in wanted if status_id in found]


def context_statuses(store: Store, ids: Sequence[int], viewer_id: int | None) -> list[int]:
    """Return those of `ids` that belong into a thread view: readable, and not by blocked, muted or limited authors."""
    visible = visible_statuses(store, ids, viewer_id)
    wanted = set(
        store.column(
            f"SELECT s.id FROM statuses s WHERE s.id IN (SELECT value FROM json_each(:ids))"
            f" AND (s.account_id = :viewer OR {WANTED}) AND {_NOT_LIMITED}",
            {"ids": id_list(visible), "viewer": viewer_id, "now": store.now()},
        )
    )
    return [status_id for status_id in visible if status_id in wanted]
