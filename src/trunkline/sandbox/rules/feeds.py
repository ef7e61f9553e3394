"""Home and list timelines.

The rules are written once, as SQL that adds rows to `home_feed` and `list_feed`. It runs for one new status, for one
new follow, or for everything after statuses were loaded in bulk.

Source: https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb
"""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, first_id

# Boosts of statuses that are younger than this and already on the timeline are left out.
_BOOST_REST = first_id(DAY)

# Status `s` for the timeline of `{owner}`: no suspended, blocked or muted author, no blocked mention.
_WELCOME = """
    NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.suspended) AND
    s.account_id NOT IN (
        SELECT target_account_id FROM blocks WHERE account_id = {owner}
        UNION ALL SELECT account_id FROM blocks WHERE target_account_id = {owner}
        UNION ALL SELECT target_account_id FROM mutes
            WHERE account_id = {owner} AND (expires_at IS NULL OR expires_at > :now))
    AND NOT EXISTS (
        SELECT 1 FROM mentions m JOIN blocks b ON b.account_id = {owner} AND b.target_account_id = m.account_id
        WHERE m.status_id = s.id)
    AND (s.visibility NOT IN ('direct', 'limited') OR EXISTS (
        SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = {owner}))
"""

# Boost `s` of a status `o` whose author `{owner}` does not block or mute; true for other statuses.
_WELCOME_BOOST = """
    (s.reblog_of_id IS NULL OR (
        NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = o.account_id AND a.suspended)
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = {owner} AND b.target_account_id = o.account_id)
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = o.account_id AND b.target_account_id = {owner})
        AND NOT EXISTS (
            SELECT 1 FROM mutes m WHERE m.account_id = {owner} AND m.target_account_id = o.account_id
            AND (m.expires_at IS NULL OR m.expires_at > :now))
        AND NOT EXISTS (
            SELECT 1 FROM domain_blocks d JOIN accounts a ON a.domain = d.domain
            WHERE d.account_id = {owner} AND a.id = o.account_id)))
"""

# Status `s` by an account that the owner of the timeline follows through `f`.
_FOLLOWED = f"""
    {_WELCOME.format(owner="f.account_id")}
    AND {_WELCOME_BOOST.format(owner="f.account_id")}
    AND (s.reblog_of_id IS NULL OR f.show_reblogs)
    AND (f.languages IS NULL OR s.language IS NULL OR s.reblog_of_id IS NOT NULL
        OR s.language IN (SELECT value FROM json_each(f.languages)))
"""

# Status `s` by :account, or a boost of one.
_OF_ACCOUNT = """(
    s.account_id = :account OR s.reblog_of_id IN (SELECT id FROM statuses WHERE account_id = :account)
)"""

_OWN = """
INSERT OR IGNORE INTO home_feed (account_id, status_id)
SELECT u.account_id, s.id FROM statuses s JOIN users u ON u.account_id = s.account_id WHERE {which}
"""
_OF_FOLLOWED = f"""
INSERT OR IGNORE INTO home_feed (account_id, status_id)
SELECT f.account_id, s.id
FROM statuses s
JOIN follows f ON f.target_account_id = s.account_id
JOIN users u ON u.account_id = f.account_id
LEFT JOIN statuses o ON o.id = s.reblog_of_id
WHERE {{which}} AND {_FOLLOWED}
    AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN (s.account_id, f.account_id)
        OR EXISTS (SELECT 1 FROM follows g
            WHERE g.account_id = f.account_id AND g.target_account_id = s.in_reply_to_account_id))
    AND (s.reblog_of_id IS NULL OR s.id - s.reblog_of_id > {_BOOST_REST} OR (
        o.account_id <> f.account_id AND NOT EXISTS (
            SELECT 1 FROM follows g WHERE g.account_id = f.account_id AND g.target_account_id = o.account_id)))
    AND NOT EXISTS (
        SELECT 1 FROM list_accounts la JOIN lists l ON l.id = la.list_id
        WHERE la.account_id = s.account_id AND l.account_id = f.account_id AND l.exclusive)
"""
_OF_TAGS = f"""
INSERT OR IGNORE INTO home_feed (account_id, status_id)
SELECT ft.account_id, s.id
FROM statuses s
JOIN statuses_tags st ON st.status_id = s.id
JOIN followed_tags ft ON ft.tag_id = st.tag_id
WHERE {{which}} AND s.in_public_feed = 1 AND {_WELCOME.format(owner="ft.account_id")}
"""
_OF_LISTS = f"""
INSERT OR IGNORE INTO list_feed (list_id, status_id)
SELECT l.id, s.id
FROM statuses s
JOIN list_accounts la ON la.account_id = s.account_id
JOIN lists l ON l.id = la.list_id
JOIN follows f ON f.account_id = l.account_id AND f.target_account_id = s.account_id
LEFT JOIN statuses o ON o.id = s.reblog_of_id
WHERE {{which}} AND {_FOLLOWED}
    AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN (s.account_id, l.account_id)
        OR (l.replies_policy = 'list' AND EXISTS (SELECT 1 FROM list_accounts other
            WHERE other.list_id = l.id AND other.account_id = s.in_reply_to_account_id))
        OR (l.replies_policy = 'followed' AND EXISTS (SELECT 1 FROM follows g
            WHERE g.account_id = l.account_id AND g.target_account_id = s.in_reply_to_account_id)))
"""


def add_status(store: Store, status_id: int) -> None:
    """Add a new status to all timelines that take it."""
    for rule in (_OWN, _OF_FOLLOWED, _OF_TAGS, _OF_LISTS):
        _run(store, rule, "s.id = :status", {"status": status_id})


def add_followed(store: Store, account_id: int, target_id: int) -> None:
    """Add the statuses of `target_id` to the home timeline of the new follower `account_id`."""
    which = "s.account_id = :target AND f.account_id = :account"
    _run(store, _OF_FOLLOWED, which, {"account": account_id, "target": target_id})


def remove_followed(store: Store, account_id: int, target_id: int) -> None:
    """Remove the statuses of `target_id` from the timelines of the former follower `account_id`."""
    _remove(store, account_id, target_id, "SELECT id FROM statuses WHERE account_id = :target")


def remove_unwanted(store: Store, account_id: int, target_id: int) -> None:
    """Remove the statuses of `target_id`, and boosts of them, from the timelines of `account_id`."""
    boosts = """
        SELECT id FROM statuses WHERE account_id = :target
        UNION ALL SELECT b.id FROM statuses s JOIN statuses b ON b.reblog_of_id = s.id WHERE s.account_id = :target
    """
    _remove(store, account_id, target_id, boosts)


def remove_account(store: Store, account_id: int) -> None:
    """Remove the statuses of a suspended account, and boosts of them, from all timelines."""
    for table in ("home_feed", "list_feed"):
        store.execute(
            f"DELETE FROM {table} WHERE status_id IN (SELECT s.id FROM statuses s WHERE {_OF_ACCOUNT})",
            {"account": account_id},
        )


def add_account(store: Store, account_id: int) -> None:
    """Add the statuses of an account that is no longer suspended, and boosts of them, to all timelines."""
    for rule in (_OWN, _OF_FOLLOWED, _OF_TAGS, _OF_LISTS):
        _run(store, rule, _OF_ACCOUNT, {"account": account_id})


def _remove(store: Store, account_id: int, target_id: int, statuses: str) -> None:
    values = {"account": account_id, "target": target_id}
    lists = "SELECT id FROM lists WHERE account_id = :account"
    store.execute(f"DELETE FROM home_feed WHERE account_id = :account AND status_id IN ({statuses})", values)
    store.execute(f"DELETE FROM list_feed WHERE list_id IN ({lists}) AND status_id IN ({statuses})", values)


def rebuild_list(store: Store, list_id: int) -> None:
    """Rebuild the timeline of a list after its members or settings changed."""
    store.execute("DELETE FROM list_feed WHERE list_id = ?", (list_id,))
    _run(store, _OF_LISTS, "l.id = :list", {"list": list_id})


def rebuild_home(store: Store, account_id: int) -> None:
    """Rebuild the home timeline of one account."""
    values = {"account": account_id}
    store.execute("DELETE FROM home_feed WHERE account_id = :account", values)
    _run(store, _OWN, "s.account_id = :account", values)
    _run(store, _OF_FOLLOWED, "f.account_id = :account", values)
    _run(store, _OF_TAGS, "ft.account_id = :account", values)


def rebuild_all(store: Store) -> None:
    """Rebuild every home and list timeline."""
    store.execute("DELETE FROM home_feed")
    store.execute("DELETE FROM list_feed")
    for rule in (_OWN, _OF_FOLLOWED, _OF_TAGS, _OF_LISTS):
        _run(store, rule, "TRUE", {})


def _run(store: Store, rule: str, which: str, values: Mapping[str, int]) -> None:
    store.execute(rule.format(which=which), {**values, "now": store.now()})
