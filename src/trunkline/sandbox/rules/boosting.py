"""Boosts."""

from __future__ import annotations

from trunkline.sandbox.http.validation import inclusion_problems, refuse, validation_message
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.rules.visibility import DEFAULT_VISIBILITY, visible_statuses
from trunkline.sandbox.store.database import Row, Store


def find_boost(store: Store, account_id: int, status_id: int) -> Row | None:
    """Return the account's boost of a status."""
    return store.row("SELECT * FROM statuses WHERE account_id = ? AND reblog_of_id = ?", (account_id, status_id))


# Source: https://github.com/mastodon/mastodon/blob/main/app/policies/status_policy.rb
def may_boost(store: Store, status: Row, account_id: int) -> bool:
    """Return True if the account reads the status, does not block its author, and the status is public or its own.

    Direct statuses are never boosted.
    """
    if status["visibility"] == "direct" or (status["visibility"] == "private" and status["account_id"] != account_id):
        return False
    if is_related(store, "blocks", account_id, status["account_id"]):
        return False
    return bool(visible_statuses(store, [status["id"]], account_id))


def _visibility(store: Store, account_id: int, status: Row, wanted: str | None) -> str:
    if status["visibility"] == "private":
        return "private"
    if wanted is None:
        sql = f"SELECT {DEFAULT_VISIBILITY} FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.id = ?"
        wanted = str(store.value(sql, (account_id,)))
    elif not wanted:
        return str(status["visibility"])
    if wanted in {"direct", "limited"}:
        raise validation_message("Visibility is reserved")
    refuse(inclusion_problems("visibility", wanted, ("public", "unlisted", "private")))
    return wanted


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/reblog_service.rb
def boost_status(store: Store, account_id: int, status: Row, visibility: str | None) -> int:
    """Boost a status; run it inside a transaction. A boost names no application, unlike a post.

    Args:
        store: the database.
        account_id: the account that boosts.
        status: the status, which is no boost itself.
        visibility: visibility of the boost, by default that of the account's posts; blank text for that of the status.

    Returns:
        The id of the boost.

    Raises:
        ApiError: the visibility cannot be chosen.
    """
    now = store.now()
    boost_id = store.new_id(now)
    shown = _visibility(store, account_id, status, visibility)
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
