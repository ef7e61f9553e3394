"""Requests of senders whose mentions and quotes are filtered. All functions run inside a transaction.

Source: https://github.com/mastodon/mastodon/blob/main/app/models/notification_request.rb
"""

from __future__ import annotations

from trunkline.sandbox.rules.conversations import add_to_conversations
from trunkline.sandbox.store.database import Row, Store

REQUESTING = frozenset({"mention", "quote"})
_MOST = 100
_COUNT = f"""
SELECT count(*) FROM (
    SELECT 1 FROM notifications
    WHERE account_id = :to AND from_account_id = :from AND type IN ('mention', 'quote') AND filtered LIMIT {_MOST})
"""
_FILTERED_LETTERS = """
SELECT n.status_id FROM notifications n JOIN statuses s ON s.id = n.status_id
WHERE n.account_id = ? AND n.from_account_id = ? AND n.type = 'mention' AND n.filtered AND s.visibility = 'direct'
ORDER BY n.id
"""


def note_request(store: Store, account_id: int, from_account_id: int, status_id: int) -> None:
    """Note a filtered mention or quote in the request of its sender."""
    store.execute(
        "INSERT INTO notification_requests"
        " (id, account_id, from_account_id, last_status_id, notifications_count, created_at, updated_at)"
        f" VALUES (:id, :to, :from, :status, ({_COUNT}), :now, :now)"
        " ON CONFLICT (account_id, from_account_id) DO UPDATE SET updated_at = :now, last_status_id = :status,"
        " notifications_count = excluded.notifications_count",
        {
            "id": store.new_id(),
            "to": account_id,
            "from": from_account_id,
            "status": status_id,
            "now": store.now(),
        },
    )


def reconsider_request(store: Store, account_id: int, from_account_id: int) -> None:
    """Count anew after a filtered notification was deleted; without any left, delete the request."""
    values = {"to": account_id, "from": from_account_id}
    which = "account_id = :to AND from_account_id = :from"
    store.execute(f"UPDATE notification_requests SET notifications_count = ({_COUNT}) WHERE {which}", values)
    store.execute(f"DELETE FROM notification_requests WHERE {which} AND notifications_count = 0", values)


def accept_request(store: Store, request: Row) -> list[int]:
    """Accept a sender for good and show what was filtered.

    Returns:
        The ids of conversations that were changed by filtered direct mentions.
    """
    pair = (request["account_id"], request["from_account_id"])
    letters = store.column(_FILTERED_LETTERS, pair)
    changed = [add_to_conversations(store, letter, [request["account_id"]]) for letter in letters]
    store.execute("INSERT OR IGNORE INTO notification_permissions VALUES (?, ?)", pair)
    store.execute("UPDATE notifications SET filtered = 0 WHERE account_id = ? AND from_account_id = ?", pair)
    forget_request(store, request)
    return list(dict.fromkeys(one for ids in changed for one in ids))


def dismiss_request(store: Store, request: Row) -> None:
    """Delete what was filtered. The sender stays filtered."""
    pair = (request["account_id"], request["from_account_id"])
    store.execute("DELETE FROM notifications WHERE account_id = ? AND from_account_id = ? AND filtered", pair)
    forget_request(store, request)


def forget_request(store: Store, request: Row) -> None:
    """Delete a request and keep what was filtered."""
    store.execute("DELETE FROM notification_requests WHERE id = ?", (request["id"],))
