"""Threads: ancestors and descendants of a status."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.sandbox.store.database import Store, id_list

# A join instead of the inner query would make SQLite read all statuses to build a filter for a few look-ups.
_ANCESTORS = """
WITH RECURSIVE above (id, depth) AS (
    SELECT in_reply_to_id, 1 FROM statuses WHERE id = :id
    UNION ALL
    SELECT (SELECT s.in_reply_to_id FROM statuses s WHERE s.id = above.id), above.depth + 1 FROM above
    WHERE above.id IS NOT NULL AND above.depth < :limit
)
SELECT id FROM above WHERE id IS NOT NULL ORDER BY depth DESC
"""
_DESCENDANTS = """
WITH RECURSIVE below (id, depth, path) AS (
    SELECT id, 1, printf('%020d', id) FROM statuses WHERE in_reply_to_id = :id
    UNION ALL
    SELECT s.id, below.depth + 1, below.path || printf('%020d', s.id)
    FROM below JOIN statuses s ON s.in_reply_to_id = below.id
    WHERE below.depth < :depth
)
SELECT id FROM below ORDER BY path LIMIT :limit
"""


def ancestors(store: Store, status_id: int, limit: int) -> list[int]:
    """Return the ancestors of a status, the root first."""
    return store.column(_ANCESTORS, {"id": status_id, "limit": limit})


def descendants(store: Store, status_id: int, limit: int, depth: int) -> list[int]:
    """Return the descendants of a status in depth-first order, at most `depth` levels."""
    return store.column(_DESCENDANTS, {"id": status_id, "limit": limit, "depth": depth})


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/status/threading_concern.rb
def self_replies_first(store: Store, ids: Sequence[int]) -> list[int]:
    """Return a thread with answers to oneself in front: the author's own continuation is read before the answers."""
    own = set(
        store.column(
            "SELECT id FROM statuses"
            " WHERE id IN (SELECT value FROM json_each(?)) AND in_reply_to_account_id = account_id",
            (id_list(ids),),
        )
    )
    return [one for one in ids if one in own] + [one for one in ids if one not in own]
