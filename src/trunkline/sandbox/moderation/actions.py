"""Moderation actions on accounts. All functions run inside a transaction."""

from __future__ import annotations

from trunkline.sandbox.rules.feeds import add_account, remove_account
from trunkline.sandbox.rules.relations import unfollow
from trunkline.sandbox.rules.removal import remove_status
from trunkline.sandbox.store.database import Store

# Tables and columns of the data that an account owns besides statuses and follows.
# Source: https://github.com/mastodon/mastodon/blob/main/app/services/delete_account_service.rb
_BELONGINGS = (
    ("favourites", "account_id"),
    ("bookmarks", "account_id"),
    ("blocks", "account_id"),
    ("blocks", "target_account_id"),
    ("mutes", "account_id"),
    ("mutes", "target_account_id"),
    ("domain_blocks", "account_id"),
    ("account_notes", "account_id"),
    ("account_notes", "target_account_id"),
    ("endorsements", "account_id"),
    ("endorsements", "target_account_id"),
    ("follow_requests", "account_id"),
    ("follow_requests", "target_account_id"),
    ("featured_tags", "account_id"),
    ("followed_tags", "account_id"),
    ("annual_reports", "account_id"),
    ("collections", "account_id"),
    ("collection_items", "account_id"),
    ("lists", "account_id"),
    ("list_accounts", "account_id"),
    ("notifications", "account_id"),
    ("notifications", "from_account_id"),
    ("conversation_mutes", "account_id"),
    ("account_conversations", "account_id"),
    ("scheduled_statuses", "account_id"),
    ("media_attachments", "account_id"),
    ("home_feed", "account_id"),
    ("home_waiting", "account_id"),
    ("markers", "account_id"),
)
_EMPTY_PROFILE = {
    "display_name": "",
    "note": "",
    "note_html": "",
    "fields": "[]",
    "fields_html": "[]",
    "avatar_path": None,
    "avatar_static_path": None,
    "header_path": None,
    "header_static_path": None,
}


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/suspend_account_service.rb
def suspend(store: Store, account_id: int, domain_block_id: int | None = None) -> None:
    """Suspend an account: hide it and refuse its login."""
    store.update("accounts", account_id, {"suspended": 1, "domain_block_id": domain_block_id})
    remove_account(store, account_id)


def unsuspend(store: Store, account_id: int) -> None:
    """Revert a suspension. A deleted account stays deleted, and can be deleted again once it is suspended again."""
    store.execute(
        "UPDATE accounts SET suspended = 0, domain_block_id = NULL, purged = CASE purged WHEN 0 THEN 0 ELSE 2 END"
        " WHERE id = ?",
        (account_id,),
    )
    add_account(store, account_id)


def set_limited(store: Store, account_id: int, *, limited: bool, domain_block_id: int | None = None) -> None:
    """Limit an account, which takes it off the public timelines, or revert that."""
    store.update("accounts", account_id, {"limited": limited, "domain_block_id": domain_block_id})


def set_disabled(store: Store, account_id: int, *, disabled: bool) -> None:
    """Disable a login, or enable it again."""
    store.execute("UPDATE users SET disabled = ? WHERE account_id = ?", (disabled, account_id))


def purge(store: Store, account_id: int) -> None:
    """Delete all data of an account. The suspended account remains, so that its name stays taken."""
    for status in store.rows("SELECT * FROM statuses WHERE account_id = ? ORDER BY id DESC", (account_id,)):
        remove_status(store, status, keep_media=False)
    for other_id in store.column("SELECT target_account_id FROM follows WHERE account_id = ?", (account_id,)):
        unfollow(store, account_id, other_id)
    for other_id in store.column("SELECT account_id FROM follows WHERE target_account_id = ?", (account_id,)):
        unfollow(store, other_id, account_id)
    store.execute(
        "UPDATE statuses SET favourites_count = max(favourites_count - 1, 0)"
        " WHERE id IN (SELECT status_id FROM favourites WHERE account_id = ?)",
        (account_id,),
    )
    for table, column in _BELONGINGS:
        store.execute(f"DELETE FROM {table} WHERE {column} = ?", (account_id,))
    store.update("accounts", account_id, {**_EMPTY_PROFILE, "purged": 1})
    set_disabled(store, account_id, disabled=True)


def reject(store: Store, account_id: int) -> None:
    """Delete an account that waits for approval; its name and address become available."""
    purge(store, account_id)
    store.execute("DELETE FROM accounts WHERE id = ?", (account_id,))
