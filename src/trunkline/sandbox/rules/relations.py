"""Follows, blocks and mutes. All functions run inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.errors import ApiError, forbidden, not_found
from trunkline.sandbox.http.validation import Problem, refuse
from trunkline.sandbox.rules.boost_feeds import TimelineEntry
from trunkline.sandbox.rules.conversations import forget_participant
from trunkline.sandbox.rules.feeds import add_followed, remove_followed, remove_unwanted
from trunkline.sandbox.rules.languages import language_names
from trunkline.sandbox.store.database import Row, Store


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """Options of a follow; `None` keeps the present setting. Without languages, posts in all of them are shown."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: Sequence[str] | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns to write.

        Raises:
            ApiError: a language is unknown.
        """
        chosen: dict[str, Any] = {"show_reblogs": self.reblogs, "notify": self.notify}
        if self.languages is not None:
            if any(code not in language_names() for code in self.languages):
                refuse([Problem("languages", "ERR_INVALID", "is invalid")])
            chosen["languages"] = json.dumps(self.languages)
        return {name: value for name, value in chosen.items() if value is not None}


def is_related(store: Store, table: str, account_id: int, target_id: int) -> bool:
    """Return True if `follows`, `blocks` or `mutes` has a row from one account to another. `table` comes from code."""
    sql = f"SELECT 1 FROM {table} WHERE account_id = ? AND target_account_id = ?"
    return store.row(sql, (account_id, target_id)) is not None


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/follow_service.rb
def follow(store: Store, account_id: int, target: Row, options: FollowOptions) -> str | None:
    """Follow an account, or request to.

    Returns:
        `follow`, `follow_request`, or `None` if only options changed.

    Raises:
        ApiError: the account cannot be followed.
    """
    target_id = target["id"]
    _refuse_impossible_follow(store, account_id, target)
    for table in ("follows", "follow_requests"):
        if _change(store, table, account_id, target_id, options):
            return None
    asks = bool(target["locked"] or _is_limited(store, account_id))
    store.insert(
        "follow_requests" if asks else "follows",
        {
            "account_id": account_id,
            "target_account_id": target_id,
            **options.columns(),
            "created_at": store.now(),
        },
    )
    if asks:
        return "follow_request"
    _followed(store, account_id, target_id)
    return "follow"


def _refuse_impossible_follow(store: Store, account_id: int, target: Row) -> None:
    if target["id"] == account_id:
        raise ApiError(403, "Following your own account is not allowed")
    if target["suspended"]:
        raise not_found()
    if target["moved_to_id"] is not None or has_blocked_domain(store, account_id, target["domain"]):
        raise forbidden()
    if is_related(store, "blocks", account_id, target["id"]) or is_related(store, "blocks", target["id"], account_id):
        raise forbidden()


def _change(store: Store, table: str, account_id: int, target_id: int, options: FollowOptions) -> bool:
    row_id = store.value(
        f"SELECT id FROM {table} WHERE account_id = ? AND target_account_id = ?", (account_id, target_id)
    )
    if row_id is None:
        return False
    store.update(table, row_id, options.columns())
    return True


def _is_limited(store: Store, account_id: int) -> bool:
    return bool(store.value("SELECT limited FROM accounts WHERE id = ?", (account_id,)))


def _followed(store: Store, account_id: int, target_id: int) -> None:
    store.execute("UPDATE accounts SET following_count = following_count + 1 WHERE id = ?", (account_id,))
    store.execute("UPDATE accounts SET followers_count = followers_count + 1 WHERE id = ?", (target_id,))
    add_followed(store, account_id, target_id)


def accept_request(store: Store, request: Row) -> None:
    """Turn a follow request into a follow."""
    _end_request(store, request)
    kept = ("account_id", "target_account_id", "show_reblogs", "notify", "languages")
    store.insert("follows", {**{name: request[name] for name in kept}, "created_at": store.now()})
    _followed(store, request["account_id"], request["target_account_id"])


def reject_request(store: Store, request: Row) -> None:
    """Delete a follow request and its notification; lists lose the account."""
    _end_request(store, request)
    _take_off_lists(store, request["account_id"], request["target_account_id"])


def _end_request(store: Store, request: Row) -> None:
    store.execute("DELETE FROM follow_requests WHERE id = ?", (request["id"],))
    _unnotify(store, request["account_id"], request["target_account_id"])


def _unnotify(store: Store, from_account_id: int, account_id: int) -> None:
    store.execute(
        "DELETE FROM notifications WHERE account_id = ? AND from_account_id = ?"
        " AND type IN ('follow', 'follow_request')",
        (account_id, from_account_id),
    )


def unfollow(store: Store, account_id: int, target_id: int) -> None:
    """Unfollow an account, or withdraw the request."""
    if unlink(store, account_id, target_id):
        remove_followed(store, account_id, target_id)
    else:
        _withdraw(store, account_id, target_id)


def _withdraw(store: Store, account_id: int, target_id: int) -> None:
    sql = "SELECT * FROM follow_requests WHERE account_id = ? AND target_account_id = ?"
    request = store.row(sql, (account_id, target_id))
    if request is not None:
        reject_request(store, request)


def unlink(store: Store, account_id: int, target_id: int) -> bool:
    """Remove a follow and keep what it brought to the timelines of `account_id`.

    Returns:
        True if there was one.
    """
    pair = (account_id, target_id)
    gone = store.execute("DELETE FROM follows WHERE account_id = ? AND target_account_id = ?", pair)
    if gone.rowcount == 0:
        return False
    _unnotify(store, *pair)
    store.execute("UPDATE accounts SET following_count = max(following_count - 1, 0) WHERE id = ?", (account_id,))
    store.execute("UPDATE accounts SET followers_count = max(followers_count - 1, 0) WHERE id = ?", (target_id,))
    store.execute("DELETE FROM endorsements WHERE account_id = ? AND target_account_id = ?", pair)
    _take_off_lists(store, account_id, target_id)
    return True


def _take_off_lists(store: Store, account_id: int, target_id: int) -> None:
    store.execute(
        "DELETE FROM list_accounts WHERE account_id = ? AND list_id IN (SELECT id FROM lists WHERE account_id = ?)",
        (target_id, account_id),
    )


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/block_service.rb
def block(store: Store, account_id: int, target_id: int) -> list[TimelineEntry]:
    """Block an account: remove follows in both directions, its request, and what the account sees of it.

    Returns:
        What the timelines of `account_id` do not show any longer.
    """
    gone = remove_unwanted(store, account_id, target_id)
    if unlink(store, account_id, target_id):
        remove_followed(store, account_id, target_id)
    unfollow(store, target_id, account_id)
    store.execute(
        "INSERT OR IGNORE INTO blocks (account_id, target_account_id, created_at) VALUES (?, ?, ?)",
        (account_id, target_id, store.now()),
    )
    store.execute(
        "DELETE FROM notification_permissions WHERE account_id = ? AND from_account_id = ?", (account_id, target_id)
    )
    _forget(store, account_id, target_id)
    return gone


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/after_block_service.rb
def _forget(store: Store, account_id: int, target_id: int) -> None:
    """Delete the notifications from an account and the conversations with it."""
    for table in ("notifications", "notification_requests"):
        store.execute(f"DELETE FROM {table} WHERE account_id = ? AND from_account_id = ?", (account_id, target_id))
    forget_participant(store, account_id, target_id)


def unblock(store: Store, account_id: int, target_id: int) -> None:
    """Remove a block."""
    store.execute("DELETE FROM blocks WHERE account_id = ? AND target_account_id = ?", (account_id, target_id))


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/mute_service.rb
def mute(store: Store, account_id: int, target_id: int, *, notifications: bool, duration: int) -> list[TimelineEntry]:
    """Mute an account for `duration` seconds; 0 is without end.

    With `notifications`, those that there are and the conversations with the account go.

    Returns:
        What the timelines of `account_id` do not show any longer.
    """
    now = store.now()
    store.execute(
        "INSERT INTO mutes (account_id, target_account_id, hide_notifications, expires_at, created_at)"
        " VALUES (:account, :target, :hide, :expires, :now)"
        " ON CONFLICT (account_id, target_account_id) DO UPDATE SET hide_notifications = :hide, expires_at = :expires",
        {
            "account": account_id,
            "target": target_id,
            "hide": notifications,
            "expires": now + duration * 1000 if duration else None,
            "now": now,
        },
    )
    if notifications:
        _forget(store, account_id, target_id)
    return remove_unwanted(store, account_id, target_id)


def unmute(store: Store, account_id: int, target_id: int) -> None:
    """Remove a mute."""
    gone = store.execute("DELETE FROM mutes WHERE account_id = ? AND target_account_id = ?", (account_id, target_id))
    if gone.rowcount and is_related(store, "follows", account_id, target_id):
        add_followed(store, account_id, target_id)


def has_blocked_domain(store: Store, account_id: int, domain: str | None) -> bool:
    """Return True if the account blocks the domain."""
    return (
        store.row("SELECT 1 FROM domain_blocks WHERE account_id = ? AND domain = ?", (account_id, domain)) is not None
    )


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/after_block_domain_from_account_service.rb
def block_domain(store: Store, account_id: int, domain: str) -> None:
    """Block a domain and remove follows in both directions."""
    store.execute(
        "INSERT OR IGNORE INTO domain_blocks (account_id, domain, created_at) VALUES (?, ?, ?)",
        (account_id, domain, store.now()),
    )
    related = store.column(
        "SELECT a.id FROM accounts a WHERE a.domain = :domain AND ("
        " EXISTS (SELECT 1 FROM follows WHERE account_id = :account AND target_account_id = a.id)"
        " OR EXISTS (SELECT 1 FROM follows WHERE account_id = a.id AND target_account_id = :account))",
        {"domain": domain, "account": account_id},
    )
    for other_id in related:
        unfollow(store, account_id, other_id)
        unfollow(store, other_id, account_id)
