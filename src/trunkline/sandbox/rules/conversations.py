"""Direct conversations, one row for each local participant."""

from __future__ import annotations

import json
from collections.abc import Iterable

from trunkline.sandbox.store.database import Store

_PARTICIPANTS = "SELECT account_id FROM mentions WHERE status_id = ? AND NOT silent"


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/account_conversation.rb
def add_to_conversations(store: Store, status_id: int, owners: Iterable[int]) -> list[int]:
    """Add a direct status to the conversations of `owners`, who are participants.

    Returns:
        The ids of those conversations; remote accounts have none.
    """
    status = store.row("SELECT account_id, conversation_id FROM statuses WHERE id = ?", (status_id,))
    if status is None:
        return []
    author = status["account_id"]
    people = {author, *store.column(_PARTICIPANTS, (status_id,))}
    return [
        _add(store, person, status["conversation_id"], people - {person}, status_id, unread=person != author)
        for person in owners
        if store.row("SELECT 1 FROM users WHERE account_id = ?", (person,)) is not None
    ]


def _add(store: Store, account_id: int, conversation_id: int, others: set[int], status_id: int, *, unread: bool) -> int:
    row_id = store.value(
        "INSERT INTO account_conversations (account_id, conversation_id, participants, last_status_id, unread)"
        " VALUES (:account, :conversation, :others, :status, :unread)"
        " ON CONFLICT (account_id, conversation_id, participants) DO UPDATE"
        " SET last_status_id = max(coalesce(last_status_id, 0), :status), unread = :unread RETURNING id",
        {
            "account": account_id,
            "conversation": conversation_id,
            "others": json.dumps(sorted(others)),
            "status": status_id,
            "unread": unread,
        },
    )
    store.execute("INSERT OR IGNORE INTO account_conversation_statuses VALUES (?, ?)", (row_id, status_id))
    return int(row_id)


def forget_participant(store: Store, account_id: int, other_id: int) -> None:
    """Delete the account's conversations with another one."""
    store.execute(
        "DELETE FROM account_conversations WHERE account_id = ?"
        " AND EXISTS (SELECT 1 FROM json_each(participants) WHERE value = ?)",
        (account_id, other_id),
    )


def remove_from_conversations(store: Store, status_id: int) -> None:
    """Remove a status that is about to be deleted from its conversations, and delete empty ones."""
    rows = store.column(
        "SELECT account_conversation_id FROM account_conversation_statuses WHERE status_id = ?", (status_id,)
    )
    store.execute("DELETE FROM account_conversation_statuses WHERE status_id = ?", (status_id,))
    for row_id in rows:
        last = store.value(
            "SELECT max(status_id) FROM account_conversation_statuses WHERE account_conversation_id = ?", (row_id,)
        )
        if last is None:
            store.execute("DELETE FROM account_conversations WHERE id = ?", (row_id,))
        else:
            store.update("account_conversations", row_id, {"last_status_id": last})
