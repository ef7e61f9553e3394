"""Boosts."""

from __future__ import annotations

from trunkline.sandbox.store.database import Row, Store


def find_boost(store: Store, account_id: int, status_id: int) -> Row | None:
    """Return the account's boost of a status."""
    return store.row("SELECT * FROM statuses WHERE account_id = ? AND reblog_of_id = ?", (account_id, status_id))


# Source: https://github.com/mastodon/mastodon/blob/main/app/policies/status_policy.rb
def may_boost(status: Row, account_id: int) -> bool:
    """Return True unless the status is direct, or private and not the account's own."""
    if status["visibility"] == "private":
        return bool(status["account_id"] == account_id)
    return bool(status["visibility"] != "direct")


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/reblog_service.rb
def boost_status(store: Store, account_id: int, status: Row, visibility: str) -> int:
    """Boost `status`, which is no boost itself, and return the id of the boost; run it inside a transaction.

    A boost names no application, unlike a post.
    """
    now = store.now()
    boost_id = store.new_id(now)
    shown = status["visibility"] if status["visibility"] == "private" else visibility
    store.insert(
        "statuses",
        {
            "id": boost_id,
            "account_id": account_id,
            "local": 1,
            "visibility": shown,
            "reblog_of_id": status["id"],
            "conversation_id": boost_id,
            "created_at": now,
        },
    )
    store.execute("UPDATE statuses SET reblogs_count = reblogs_count + 1 WHERE id = ?", (status["id"],))
    store.execute(
        "UPDATE accounts SET statuses_count = statuses_count + 1, last_status_at = ? WHERE id = ?", (now, account_id)
    )
    return boost_id
