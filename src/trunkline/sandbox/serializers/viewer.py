"""Actions of the viewer on statuses, and permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from trunkline.sandbox.rules.quoting import may_quote
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row, Store, id_list

_IN = "IN (SELECT value FROM json_each(:ids))"
# Pairs of a mark and an id, in one query.
_DONE = f"""
SELECT 'favourited', status_id FROM favourites WHERE account_id = :viewer AND status_id {_IN}
UNION ALL SELECT 'bookmarked', status_id FROM bookmarks WHERE account_id = :viewer AND status_id {_IN}
UNION ALL SELECT 'reblogged', reblog_of_id FROM statuses WHERE account_id = :viewer AND reblog_of_id {_IN}
UNION ALL SELECT 'pinned', status_id FROM status_pins WHERE account_id = :viewer AND status_id {_IN}
UNION ALL SELECT 'muted', conversation_id FROM conversation_mutes
    WHERE account_id = :viewer AND conversation_id IN (SELECT value FROM json_each(:conversations))
UNION ALL SELECT 'followed', target_account_id FROM follows
    WHERE account_id = :viewer AND target_account_id IN (SELECT value FROM json_each(:authors))
"""
_REFUSED = """
SELECT 'blocked_account', target_account_id FROM blocks
    WHERE account_id = :viewer AND target_account_id IN (SELECT value FROM json_each(:ids))
UNION ALL SELECT 'blocked_domain', a.id FROM accounts a JOIN domain_blocks d ON d.domain = a.domain
    WHERE d.account_id = :viewer AND a.id IN (SELECT value FROM json_each(:ids))
UNION ALL SELECT 'muted_account', target_account_id FROM mutes
    WHERE account_id = :viewer AND target_account_id IN (SELECT value FROM json_each(:ids))
    AND (expires_at IS NULL OR expires_at > :now)
"""
_MARKS = ("favourited", "reblogged", "muted", "bookmarked")


class ViewerState:
    """The viewer's actions on some statuses; empty for an anonymous viewer."""

    def __init__(
        self, store: Store, viewer_id: int | None, rows: Collection[Row], quoted_accounts: Collection[int]
    ) -> None:
        self._viewer_id = viewer_id
        self._done: set[tuple[str, int]] = set()
        self._refused: dict[int, str] = {}
        if viewer_id is not None:
            self._done = _pairs(store, _DONE, _values(viewer_id, rows))
            if quoted_accounts:
                values: dict[str, int | str] = {
                    "viewer": viewer_id,
                    "ids": id_list(quoted_accounts),
                    "now": store.now(),
                }
                # In reverse order the most important reason is written last and stays.
                reasons = sorted(_pairs(store, _REFUSED, values), reverse=True)
                self._refused = {account: reason for reason, account in reasons}

    def add_to(self, shown: Json, row: Row, marked: Row) -> None:
        """Add the marks to a Status: those of `marked`, but whether the thread is muted is a matter of its own."""
        if self._viewer_id is None:
            return
        for mark in _MARKS:
            key = row["conversation_id"] if mark == "muted" else marked["id"]
            shown[mark] = (mark, key) in self._done
        own = row["account_id"] == self._viewer_id
        if own and row["reblog_of_id"] is None and row["visibility"] not in {"direct", "limited"}:
            shown["pinned"] = ("pinned", row["id"]) in self._done

    def refusal_of(self, account_id: int | None) -> str | None:
        """Return the reason to hide a quoted account: `blocked_account`, `blocked_domain` or `muted_account`."""
        return None if account_id is None else self._refused.get(account_id)

    def quote_approval(self, row: Row) -> Json:
        """Build the QuoteApproval entity."""
        policy = row["quote_approval_policy"]
        automatic = [] if policy == "nobody" else [policy]
        follows_author = ("followed", row["account_id"]) in self._done
        allowed = may_quote(row, self._viewer_id, follows_author=follows_author)
        return {
            "automatic": automatic,
            "manual": [],
            "current_user": "automatic" if allowed else "denied",
        }


def _values(viewer_id: int, rows: Iterable[Row]) -> dict[str, int | str]:
    return {
        "viewer": viewer_id,
        "ids": id_list(row["id"] for row in rows),
        "conversations": id_list({row["conversation_id"] for row in rows}),
        "authors": id_list({row["account_id"] for row in rows}),
    }


def _pairs(store: Store, sql: str, values: dict[str, int | str]) -> set[tuple[str, int]]:
    return {(row[0], row[1]) for row in store.rows(sql, values)}
