"""Home and list timelines.

What a timeline takes is written once, as SQL that finds pairs of a timeline and a status. It runs for one new status,
for one account that a timeline takes in, or for everything after statuses were loaded in bulk. `boost_feeds` decides
about the boosts among them.

Source: https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb
"""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.sandbox.rules.boost_feeds import HOME, LISTS, Feeds, TimelineEntry, add, rebuild, take_out
from trunkline.sandbox.store.database import Store

_UNWANTED = """
    SELECT target_account_id FROM blocks WHERE account_id = {owner}
    UNION ALL SELECT target_account_id FROM mutes
        WHERE account_id = {owner} AND (expires_at IS NULL OR expires_at > :now)
"""

# Status `s` for the timeline of `{owner}`: no suspended, blocked or muted author, none who blocks the owner, and
# nobody mentioned whom the owner blocks or mutes.
_WELCOME = f"""
    NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.suspended)
    AND s.account_id NOT IN (
        {_UNWANTED} UNION ALL SELECT account_id FROM blocks WHERE target_account_id = {{owner}})
    AND NOT EXISTS (
        SELECT 1 FROM mentions m WHERE m.status_id IN (s.id, s.reblog_of_id) AND NOT m.silent
        AND m.account_id IN ({_UNWANTED}))
"""

# Boost `s` of a status `o` whose author `{owner}` does not block or mute; true for other statuses.
_WELCOME_BOOST = f"""
    (s.reblog_of_id IS NULL OR (
        NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = o.account_id AND a.suspended)
        AND o.account_id NOT IN ({_UNWANTED})
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = o.account_id AND b.target_account_id = {{owner}})
        AND NOT EXISTS (
            SELECT 1 FROM domain_blocks d JOIN accounts a ON a.domain = d.domain
            WHERE d.account_id = {{owner}} AND a.id = o.account_id)))
"""

# Status `s` by an account that the owner of the timeline follows through `f`.
_FOLLOWED = f"""
    {_WELCOME.format(owner="f.account_id")}
    AND {_WELCOME_BOOST.format(owner="f.account_id")}
    AND (s.reblog_of_id IS NULL OR f.show_reblogs)
    AND (coalesce(f.languages, '[]') = '[]' OR s.language IS NULL
        OR s.language IN (SELECT value FROM json_each(f.languages)))
    AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_id IS NOT NULL)
"""

# Answer `s` to its author's own status, or to the owner of the timeline or somebody whom they follow; true for others.
_NO_FOREIGN_ANSWER = """(
    s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN (s.account_id, f.account_id)
    OR EXISTS (SELECT 1 FROM follows g
        WHERE g.account_id = f.account_id AND g.target_account_id = s.in_reply_to_account_id))
"""
# Status `s` for everybody, or for somebody mentioned in it.
_ADDRESSED = """(
    s.visibility NOT IN ('direct', 'limited') OR EXISTS (
        SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = f.account_id))
"""
_TO_FOLLOWERS = f"""
FROM statuses s
JOIN follows f ON f.target_account_id = s.account_id
JOIN users u ON u.account_id = f.account_id
LEFT JOIN statuses o ON o.id = s.reblog_of_id
WHERE {{which}} AND {_FOLLOWED} AND {_NO_FOREIGN_ANSWER} AND {_ADDRESSED}
"""

_OWN = """
SELECT u.account_id AS owner, s.id AS status_id, s.reblog_of_id
FROM statuses s JOIN users u ON u.account_id = s.account_id WHERE {which}
"""
_OF_FOLLOWED = f"""
SELECT f.account_id AS owner, s.id AS status_id, s.reblog_of_id
{_TO_FOLLOWERS} AND NOT EXISTS (
    SELECT 1 FROM list_accounts la JOIN lists l ON l.id = la.list_id
    WHERE la.account_id = s.account_id AND l.account_id = f.account_id AND l.exclusive)
"""
_OF_TAGS = f"""
SELECT ft.account_id AS owner, s.id AS status_id, s.reblog_of_id
FROM statuses s
JOIN statuses_tags st ON st.status_id = s.id
JOIN followed_tags ft ON ft.tag_id = st.tag_id
WHERE {{which}} AND s.visibility = 'public' AND s.reblog_of_id IS NULL AND s.account_id <> ft.account_id
    AND {_WELCOME.format(owner="ft.account_id")}
    AND NOT EXISTS (
        SELECT 1 FROM accounts a LEFT JOIN domain_blocks d ON d.domain = a.domain AND d.account_id = ft.account_id
        WHERE a.id = s.account_id AND (a.limited OR d.id IS NOT NULL))
"""
_OF_LISTS = f"""
SELECT l.id AS owner, s.id AS status_id, s.reblog_of_id
FROM statuses s
JOIN list_accounts la ON la.account_id = s.account_id
JOIN lists l ON l.id = la.list_id
LEFT JOIN follows f ON f.account_id = l.account_id AND f.target_account_id = s.account_id
LEFT JOIN statuses o ON o.id = s.reblog_of_id
WHERE {{which}} AND s.visibility NOT IN ('direct', 'limited')
    AND (s.account_id = l.account_id OR (f.id IS NOT NULL AND {_FOLLOWED}))
    AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN (s.account_id, l.account_id)
        OR (l.replies_policy = 'list' AND EXISTS (SELECT 1 FROM list_accounts other
            WHERE other.list_id = l.id AND other.account_id = s.in_reply_to_account_id))
        OR (l.replies_policy = 'followed' AND (s.account_id = l.account_id OR EXISTS (SELECT 1 FROM follows g
            WHERE g.account_id = l.account_id AND g.target_account_id = s.in_reply_to_account_id))))
"""
_RULES = ((HOME, _OWN), (HOME, _OF_FOLLOWED), (HOME, _OF_TAGS), (LISTS, _OF_LISTS))
# Followers who asked to be notified of every post and are not spared this one.
_SUBSCRIBERS = f"SELECT f.account_id {_TO_FOLLOWERS} AND f.notify ORDER BY f.account_id"

# Status `s` by :account, or a boost of one.
_OF_ACCOUNT = """(
    s.account_id = :account OR s.reblog_of_id IN (SELECT id FROM statuses WHERE account_id = :account)
)"""
_LISTS_OF_ACCOUNT = "h.list_id IN (SELECT id FROM lists WHERE account_id = :account)"
# Status `s` by :target, or a boost of one, or mentioning :target.
_OF_OR_ABOUT = """(
    s.account_id = :target OR s.reblog_of_id IN (SELECT id FROM statuses WHERE account_id = :target)
    OR EXISTS (SELECT 1 FROM mentions m
        WHERE m.status_id IN (s.id, s.reblog_of_id) AND m.account_id = :target AND NOT m.silent)
)"""
_TAGGED_ONLY = """
    h.account_id = :account AND s.account_id <> :account
    AND s.id IN (SELECT status_id FROM statuses_tags WHERE tag_id = :tag)
    AND s.account_id NOT IN (SELECT target_account_id FROM follows WHERE account_id = :account)
    AND NOT EXISTS (
        SELECT 1 FROM statuses_tags st JOIN followed_tags ft ON ft.tag_id = st.tag_id
        WHERE st.status_id = s.id AND ft.account_id = :account)
"""


def add_status(store: Store, status_id: int) -> None:
    """Add a new or edited status to all timelines that take it."""
    for feeds, rule in _RULES:
        _add(store, feeds, rule, "s.id = :status", {"status": status_id})


def subscribers(store: Store, status_id: int) -> list[int]:
    """Return the accounts to notify of a new status because they asked for it."""
    sql = _SUBSCRIBERS.format(which="s.id = :status AND s.reblog_of_id IS NULL")
    return store.column(sql, {"status": status_id, "now": store.now()})


def add_followed(store: Store, account_id: int, target_id: int) -> None:
    """Add the statuses of `target_id` to the home timeline, and to the lists with them, of the follower `account_id`.

    Direct statuses are left out.
    """
    which = "s.account_id = :target AND f.account_id = :account AND s.visibility NOT IN ('direct', 'limited')"
    values = {"account": account_id, "target": target_id}
    _add(store, HOME, _OF_FOLLOWED, which, values)
    _add(store, LISTS, _OF_LISTS, which, values)


def remove_followed(store: Store, account_id: int, target_id: int) -> None:
    """Remove the statuses of `target_id` from the timelines of the former follower `account_id`."""
    values = {"account": account_id, "target": target_id}
    take_out(store, HOME, "h.account_id = :account AND s.account_id = :target", values)
    take_out(store, LISTS, f"{_LISTS_OF_ACCOUNT} AND s.account_id = :target", values)


def remove_unwanted(store: Store, account_id: int, target_id: int) -> list[TimelineEntry]:
    """Remove statuses of `target_id`, boosts of them, and what mentions `target_id` from the account's timelines.

    Returns:
        What the timelines have shown.
    """
    values = {"account": account_id, "target": target_id}
    return [
        *take_out(store, HOME, f"h.account_id = :account AND {_OF_OR_ABOUT}", values),
        *take_out(store, LISTS, f"{_LISTS_OF_ACCOUNT} AND {_OF_OR_ABOUT}", values),
    ]


def remove_tag(store: Store, account_id: int, tag_id: int) -> None:
    """Remove what is in the home timeline only because of a hashtag that the account does not follow any longer."""
    take_out(store, HOME, _TAGGED_ONLY, {"account": account_id, "tag": tag_id})


def remove_status(store: Store, status_id: int) -> None:
    """Remove a status from all timelines; boosts that have waited behind it come forward."""
    for feeds in (HOME, LISTS):
        take_out(store, feeds, "s.id = :status", {"status": status_id})


def remove_account(store: Store, account_id: int) -> None:
    """Remove the statuses of a suspended account, and boosts of them, from all timelines."""
    for feeds in (HOME, LISTS):
        take_out(store, feeds, _OF_ACCOUNT, {"account": account_id})


def add_account(store: Store, account_id: int) -> None:
    """Add the statuses of an account that is no longer suspended to its own timeline and those of its followers.

    Boosts of them by others do not come back.
    """
    values = {"account": account_id}
    _add(store, HOME, _OWN, "s.account_id = :account", values)
    for feeds, rule in ((HOME, _OF_FOLLOWED), (LISTS, _OF_LISTS)):
        _add(store, feeds, rule, "s.account_id = :account AND s.visibility NOT IN ('direct', 'limited')", values)


def add_member(store: Store, list_id: int, account_id: int) -> None:
    """Add the statuses of a new member to the timeline of a list, unless the member is the list's owner."""
    which = "l.id = :list AND s.account_id = :account AND s.account_id <> l.account_id"
    _add(store, LISTS, _OF_LISTS, which, {"list": list_id, "account": account_id})


def remove_member(store: Store, list_id: int, account_id: int) -> None:
    """Remove the statuses of a former member from the timeline of a list."""
    values = {"list": list_id, "account": account_id}
    take_out(store, LISTS, "h.list_id = :list AND s.account_id = :account", values)


def rebuild_all(store: Store) -> None:
    """Rebuild every home and list timeline as if all statuses were posted now, one after the other."""
    for feeds in (HOME, LISTS):
        rules = [rule.format(which="TRUE") for kind, rule in _RULES if kind is feeds]
        rebuild(store, feeds, " UNION ".join(rules), {"now": store.now()})


def _add(store: Store, feeds: Feeds, rule: str, which: str, values: Mapping[str, int]) -> None:
    add(store, feeds, rule.format(which=which), {**values, "now": store.now()})
