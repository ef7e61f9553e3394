"""Creation of notifications: permission, policy and group."""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.sandbox.rules.notification_requests import REQUESTING, note_request
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import DAY, HOUR

_LONGEST_GROUP = 12  # in hours
_GROUPED = frozenset({"favourite", "reblog", "follow"})
# Types that policies filter.
_FILTERABLE = frozenset({"mention", "reblog", "follow", "follow_request", "favourite", "quote", "added_to_collection"})
# Types whose sender is the receiver.
_OWN = frozenset({"poll", "moderation_warning"})

_STANDING = """
SELECT
    EXISTS (SELECT 1 FROM users u JOIN accounts r ON r.id = u.account_id
        WHERE u.account_id = :to AND NOT r.suspended) AS receives,
    EXISTS (SELECT 1 FROM blocks WHERE account_id = :to AND target_account_id = :from) AS blocked,
    EXISTS (SELECT 1 FROM mutes WHERE account_id = :to AND target_account_id = :from AND hide_notifications
        AND (expires_at IS NULL OR expires_at > :now)) AS muted,
    EXISTS (SELECT 1 FROM domain_blocks WHERE account_id = :to AND domain = a.domain) AS domain_blocked,
    EXISTS (SELECT 1 FROM notification_permissions
        WHERE account_id = :to AND from_account_id = :from) AS permitted,
    (SELECT created_at FROM follows WHERE account_id = :to AND target_account_id = :from) AS following_since,
    (SELECT created_at FROM follows WHERE account_id = :from AND target_account_id = :to) AS follower_since,
    a.id, a.created_at, a.limited, a.bot
FROM accounts a WHERE a.id = :from
"""
_CONVERSATION_MUTED = """
SELECT 1 FROM conversation_mutes cm JOIN statuses s ON s.conversation_id = cm.conversation_id
WHERE cm.account_id = ? AND s.id = ?
"""
# Somebody whom the receiver blocks, or mutes with notifications, is mentioned or answered.
_INVOLVED = """
SELECT 1 FROM (
    SELECT account_id AS id FROM mentions WHERE status_id = :status AND NOT silent
    UNION ALL SELECT in_reply_to_account_id FROM statuses WHERE id = :status
) WHERE id IN (
    SELECT target_account_id FROM blocks WHERE account_id = :to
    UNION ALL SELECT target_account_id FROM mutes
        WHERE account_id = :to AND hide_notifications AND (expires_at IS NULL OR expires_at > :now))
"""
# A direct status by the receiver to the sender, above :answered in the thread.
_ASKED = """
WITH RECURSIVE above (id, depth) AS (
    SELECT :answered, 0
    UNION ALL
    SELECT (SELECT s.in_reply_to_id FROM statuses s WHERE s.id = above.id), depth + 1 FROM above
    WHERE above.id IS NOT NULL AND depth < 100
)
SELECT 1 FROM above JOIN statuses s ON s.id = above.id JOIN mentions m ON m.status_id = s.id AND NOT m.silent
WHERE s.account_id = :to AND s.visibility = 'direct' AND m.account_id = :from
"""


def create_notification(
    store: Store,
    account_id: int,
    kind: str,
    from_account_id: int,
    status_id: int | None = None,
    details: Mapping[str, int] | None = None,
) -> int | None:
    """Create a notification.

    Args:
        store: the database.
        account_id: the receiver.
        kind: the type of notification.
        from_account_id: the sender.
        status_id: the status that it is about.
        details: columns that only some types have.

    Returns:
        Its id, or `None` if the receiver gets none: a remote or suspended account, the sender (except for `poll` and
        `moderation_warning`), blocked, muted, or dropped by the receiver's policy.
    """
    now = store.now()
    standing = store.row(_STANDING, {"to": account_id, "from": from_account_id, "now": now})
    own = account_id == from_account_id and kind not in _OWN
    if standing is None or own or not _welcome(store, standing, account_id, status_id):
        return None
    if kind == "mention" and _involves_unwanted(store, account_id, status_id, now):
        return None
    verdict = _verdict(store, standing, account_id, kind, status_id, now)
    if verdict == "drop":
        return None
    filtered = verdict == "filter"
    notification_id = _insert(store, account_id, kind, from_account_id, status_id, now, filtered=filtered)
    store.update("notifications", notification_id, details or {})
    if filtered and kind in REQUESTING and status_id is not None:
        note_request(store, account_id, from_account_id, status_id)
    return notification_id


def _welcome(store: Store, standing: Row, account_id: int, status_id: int | None) -> bool:
    if not standing["receives"] or standing["blocked"] or standing["muted"]:
        return False
    if standing["domain_blocked"] and standing["following_since"] is None:
        return False
    return status_id is None or store.row(_CONVERSATION_MUTED, (account_id, status_id)) is None


def _involves_unwanted(store: Store, account_id: int, status_id: int | None, now: int) -> bool:
    return store.row(_INVOLVED, {"to": account_id, "status": status_id, "now": now}) is not None


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/notify_service.rb
def _verdict(store: Store, standing: Row, account_id: int, kind: str, status_id: int | None, now: int) -> str:
    """Return `accept`, `filter` or `drop`: the strictest of the policies that apply."""
    if kind not in _FILTERABLE or standing["permitted"]:
        return "accept"
    policy = store.row("SELECT * FROM notification_policies WHERE account_id = ?", (account_id,))
    following = standing["following_since"] is not None
    private = kind == "mention" and not following and _is_unasked_direct(store, account_id, standing["id"], status_id)
    limited = standing["limited"] and not following
    if policy is None:
        return "filter" if private or limited else "accept"
    verdicts = {
        "for_not_following": not following,
        "for_not_followers": standing["follower_since"] is None or now - standing["follower_since"] < 3 * DAY,
        "for_new_accounts": not following and now - standing["created_at"] < 30 * DAY,
        "for_private_mentions": private,
        "for_limited_accounts": limited,
        "for_bots": not following and standing["bot"],
    }
    given = {policy[name] for name, applies in verdicts.items() if applies}
    return next((verdict for verdict in ("drop", "filter") if verdict in given), "accept")


def _is_unasked_direct(store: Store, account_id: int, from_account_id: int, status_id: int | None) -> bool:
    """Return True if the status is direct and the receiver has not written to the sender in this thread before."""
    row = store.row("SELECT visibility, in_reply_to_id FROM statuses WHERE id = ?", (status_id,))
    if row is None or row["visibility"] != "direct":
        return False
    return store.row(_ASKED, {"to": account_id, "from": from_account_id, "answered": row["in_reply_to_id"]}) is None


def _insert(
    store: Store,
    account_id: int,
    kind: str,
    from_account_id: int,
    status_id: int | None,
    now: int,
    *,
    filtered: bool,
) -> int:
    grouped = kind in _GROUPED and not filtered
    values = {
        "account_id": account_id,
        "from_account_id": from_account_id,
        "type": kind,
        "status_id": status_id,
        "group_key": _group_key(store, account_id, kind, status_id, now) if grouped else "",
        "filtered": filtered,
        "created_at": now,
    }
    notification_id = store.insert("notifications", values)
    if not grouped:
        store.update("notifications", notification_id, {"group_key": f"ungrouped-{notification_id}"})
    return notification_id


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/notification/groups.rb
def _group_key(store: Store, account_id: int, kind: str, status_id: int | None, now: int) -> str:
    """Return the open group of this type and status, or a new key with the current hour."""
    prefix = kind if status_id is None else f"{kind}-{status_id}"
    hour = now // HOUR
    latest = store.value(
        "SELECT group_key FROM notifications WHERE account_id = ? AND type = ? AND status_id IS ?"
        " AND NOT filtered ORDER BY id DESC LIMIT 1",
        (account_id, kind, status_id),
    )
    if latest is not None and hour < int(latest.rpartition("-")[2]) + _LONGEST_GROUP:
        return str(latest)
    return f"{prefix}-{hour}"
