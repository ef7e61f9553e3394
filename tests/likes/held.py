"""What a sandbox really holds, whatever its answers look like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.families import family_of
from trunkline.sandbox.likes.identity import Identity

SHUNNED = """SELECT target_account_id FROM blocks WHERE account_id = :me
    UNION SELECT account_id FROM blocks WHERE target_account_id = :me
    UNION SELECT target_account_id FROM mutes WHERE account_id = :me"""
LISTS = {
    "home": "SELECT status_id FROM home_feed WHERE account_id = :me",
    "local": f"""SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.in_public_feed = 1
        AND a.domain IS NULL AND s.account_id NOT IN ({SHUNNED})""",
    "posts": """SELECT id FROM statuses WHERE account_id = :bob AND (visibility <> 'direct'
        OR id IN (SELECT status_id FROM mentions WHERE account_id = :me))""",
    "notifications": "SELECT id FROM notifications WHERE account_id = :me AND filtered = 0",
    "followers": f"SELECT account_id FROM follows WHERE target_account_id = :bob AND account_id NOT IN ({SHUNNED})",
    "favourites": "SELECT status_id FROM favourites WHERE account_id = :me",
    "bookmarks": "SELECT status_id FROM bookmarks WHERE account_id = :me",
    "own": "SELECT id FROM statuses WHERE account_id = :me",
    "fans": "SELECT account_id FROM follows WHERE target_account_id = :me",
    "tagged": f"""SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id
        JOIN statuses_tags st ON st.status_id = s.id JOIN tags t ON t.id = st.tag_id
        WHERE t.name = 'incremental' AND s.visibility = 'public' AND a.domain IS NULL
        AND s.account_id NOT IN ({SHUNNED})""",
    "following": "SELECT target_account_id FROM follows WHERE account_id = :me",
}


class Held:
    """The rows of a sandbox as alice may see them.

    Args:
        sandbox: the sandbox.
        like: its family.
    """

    def __init__(self, sandbox: Sandbox, like: str | None) -> None:
        self._store = sandbox.store
        self._identity = None if like is None else Identity(family_of(like).ids, sandbox.store)
        self._names = {"me": self._local("alice"), "bob": self._local("bob")}

    def _local(self, name: str) -> int:
        return int(self._store.value("SELECT id FROM accounts WHERE username = ? AND domain IS NULL", (name,)))

    def ids(self, name: str) -> list[int]:
        """Return the ids of a list, sorted."""
        return sorted(self._store.column(LISTS[name], self._names))

    def status(self, shown: str) -> Any:
        """Return the row of a status with an id of the family; `None` if it is not there."""
        return self._store.row("SELECT * FROM statuses WHERE id = ?", (self.number(shown),))

    def number(self, shown: str) -> int:
        """Return the id of the sandbox of an id of the family."""
        return int(shown if self._identity is None else self._identity.given(shown))

    def numbers(self, shown: Iterable[str]) -> list[int]:
        """Return the ids of the sandbox of ids of the family, sorted, with those that are there twice."""
        return sorted(map(self.number, shown))
