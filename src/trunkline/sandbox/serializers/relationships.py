"""Relationship."""

from __future__ import annotations

import json
from collections.abc import Iterable

from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso_seconds

_RELATIONSHIPS = """
SELECT a.id,
       f.id AS follow_id, f.show_reblogs, f.notify, f.languages,
       q.id AS request_id, q.show_reblogs AS request_reblogs, q.notify AS request_notify,
       q.languages AS request_languages,
       m.id AS mute_id, m.hide_notifications, m.expires_at,
       n.comment,
       EXISTS (SELECT 1 FROM follows WHERE account_id = a.id AND target_account_id = :viewer) AS followed_by,
       EXISTS (SELECT 1 FROM follow_requests WHERE account_id = a.id AND target_account_id = :viewer) AS requested_by,
       EXISTS (SELECT 1 FROM blocks WHERE account_id = :viewer AND target_account_id = a.id) AS blocking,
       EXISTS (SELECT 1 FROM blocks WHERE account_id = a.id AND target_account_id = :viewer) AS blocked_by,
       EXISTS (SELECT 1 FROM domain_blocks WHERE account_id = :viewer AND domain = a.domain) AS domain_blocking,
       EXISTS (SELECT 1 FROM endorsements WHERE account_id = :viewer AND target_account_id = a.id) AS endorsed
FROM accounts a
LEFT JOIN follows f ON f.account_id = :viewer AND f.target_account_id = a.id
LEFT JOIN follow_requests q ON q.account_id = :viewer AND q.target_account_id = a.id
LEFT JOIN mutes m ON m.account_id = :viewer AND m.target_account_id = a.id
    AND (m.expires_at IS NULL OR m.expires_at > :now)
LEFT JOIN account_notes n ON n.account_id = :viewer AND n.target_account_id = a.id
WHERE a.id IN (SELECT value FROM json_each(:ids)) ORDER BY a.id
"""


def relationships(store: Store, viewer_id: int, ids: Iterable[int]) -> list[Json]:
    """Build the Relationship entities in the order of the accounts' age; unknown ids are left out."""
    values = {"viewer": viewer_id, "now": store.now(), "ids": id_list(set(ids))}
    return [_relationship(row) for row in store.rows(_RELATIONSHIPS, values)]


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/relationship_serializer.rb
def _relationship(row: Row) -> Json:
    following, requested, muting = (row[key] is not None for key in ("follow_id", "request_id", "mute_id"))
    languages = row["languages"] if following else row["request_languages"]
    return {
        "id": str(row["id"]),
        "following": following,
        "showing_reblogs": bool(row["show_reblogs"] if following else row["request_reblogs"]),
        "notifying": bool(row["notify"] if following else row["request_notify"]),
        "languages": None if languages is None else json.loads(languages),
        "followed_by": bool(row["followed_by"]),
        "blocking": bool(row["blocking"]),
        "blocked_by": bool(row["blocked_by"]),
        "muting": muting,
        "muting_notifications": bool(row["hide_notifications"]),
        "muting_expires_at": None if row["expires_at"] is None else iso_seconds(row["expires_at"]),
        "requested": requested,
        "requested_by": bool(row["requested_by"]),
        "domain_blocking": bool(row["domain_blocking"]),
        "endorsed": bool(row["endorsed"]),
        "note": row["comment"] or "",
    }
