"""Visibility of statuses, as SQL conditions and as functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trunkline.sandbox.store.database import Store, id_list

# The conditions below are about a status `s`. :viewer is the id of the viewer, :now the current time.
# Source: https://github.com/mastodon/mastodon/blob/main/app/policies/status_policy.rb

# Readable for everybody.
PUBLIC = "s.visibility IN ('public', 'unlisted')"

# Readable for :viewer. Subqueries come last because they cost most.
READABLE = """(
    s.account_id = :viewer
    OR (s.visibility IN ('public', 'unlisted')
        AND NOT EXISTS (
            SELECT 1 FROM blocks b WHERE b.account_id = s.account_id AND b.target_account_id = :viewer))
    OR (s.visibility = 'private'
        AND EXISTS (
            SELECT 1 FROM follows f WHERE f.account_id = :viewer AND f.target_account_id = s.account_id))
    OR (s.visibility IN ('private', 'direct', 'limited')
        AND EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = :viewer))
)"""

# The visibility that a user `u` with the account `a` posts with by default.
# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/user/has_settings.rb
DEFAULT_VISIBILITY = "coalesce(u.default_privacy, iif(a.locked, 'private', 'public'))"

# Accounts that :viewer blocks or mutes, and accounts that block :viewer.
UNWANTED_ACCOUNTS = """
    SELECT target_account_id FROM blocks WHERE account_id = :viewer
    UNION ALL SELECT account_id FROM blocks WHERE target_account_id = :viewer
    UNION ALL SELECT target_account_id FROM mutes
        WHERE account_id = :viewer AND (expires_at IS NULL OR expires_at > :now)
"""
# Accounts of domains that :viewer blocks.
UNWANTED_DOMAINS = """
    SELECT id FROM accounts WHERE domain IN (SELECT domain FROM domain_blocks WHERE account_id = :viewer)
"""
# By an author that :viewer neither blocks nor mutes, nor by domain.
WANTED = f"""(
    s.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND s.account_id NOT IN ({UNWANTED_DOMAINS})
)"""
# By an author that is not limited, or whom :viewer follows.
_NOT_LIMITED = """(
    NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.limited) OR s.account_id = :viewer
    OR s.account_id IN (SELECT target_account_id FROM follows WHERE account_id = :viewer)
)"""
# By an author that is not suspended.
NOT_SUSPENDED = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.suspended)"
# By an author that is neither suspended nor limited.
UNRESTRICTED = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND (a.suspended OR a.limited))"

# An account `a` that is not deleted, and not waiting for a confirmed e-mail address or for approval.
ACTIVE = """(NOT a.purged
    AND NOT EXISTS (SELECT 1 FROM users u WHERE u.account_id = a.id AND NOT (u.confirmed AND u.approved)))"""


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


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/status_filter.rb
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
