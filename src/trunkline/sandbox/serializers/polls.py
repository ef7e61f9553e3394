"""Poll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from trunkline.sandbox.serializers.common import Emojis, Json
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso_or_none

_POLLS = """
SELECT p.*, a.domain FROM polls p JOIN accounts a ON a.id = p.account_id
WHERE p.{column} IN (SELECT value FROM json_each(?))
"""
_OPTIONS = """
SELECT poll_id, title, votes_count FROM poll_options
WHERE poll_id IN (SELECT value FROM json_each(?)) ORDER BY poll_id, position
"""
_VOTES = """
SELECT poll_id, choice FROM poll_votes
WHERE account_id = ? AND poll_id IN (SELECT value FROM json_each(?)) ORDER BY poll_id, rowid
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/poll_serializer.rb
class PollBatch:
    """Polls read with three queries.

    `ids` are ids of polls or, with `of_statuses`, of their statuses.
    """

    def __init__(
        self, store: Store, base: str, viewer_id: int | None, ids: Iterable[int], *, of_statuses: bool = False
    ) -> None:
        sql = _POLLS.format(column="status_id" if of_statuses else "id")
        self.rows: dict[int, Row] = {row["id"]: row for row in store.rows(sql, (id_list(ids),))}
        self.of_status: dict[int, int] = {row["status_id"]: row["id"] for row in self.rows.values()}
        self._viewer_id = viewer_id
        self._now = store.now()
        self._options: dict[int, list[Row]] = defaultdict(list)
        self._votes: dict[int, list[int]] = defaultdict(list)
        self._emojis = Emojis(store, base)
        if self.rows:
            self._read_details(store)

    def _read_details(self, store: Store) -> None:
        ids = id_list(self.rows)
        for row in store.rows(_OPTIONS, (ids,)):
            self._options[row["poll_id"]].append(row)
            self._emojis.add(row["title"])
        self._emojis.load()
        if self._viewer_id is not None:
            for row in store.rows(_VOTES, (self._viewer_id, ids)):
                self._votes[row["poll_id"]].append(row["choice"])

    def titles(self, poll_id: int) -> list[str]:
        """Return the options of a poll."""
        return [option["title"] for option in self._options[poll_id]]

    def get(self, poll_id: int) -> Json:
        """Build the Poll entity."""
        row = self.rows[poll_id]
        options = self._options[poll_id]
        expired = row["expires_at"] is not None and row["expires_at"] <= self._now
        tell = expired or not row["hide_totals"]
        shown: Json = {
            "id": str(row["id"]),
            "expires_at": iso_or_none(row["expires_at"]),
            "expired": expired,
            "multiple": bool(row["multiple"]),
            "votes_count": row["votes_count"],
            "voters_count": row["voters_count"],
        }
        if self._viewer_id is not None:
            votes = self._votes[poll_id]
            shown["voted"] = bool(votes) or row["account_id"] == self._viewer_id
            shown["own_votes"] = votes
        shown["options"] = [
            {"title": option["title"], "votes_count": option["votes_count"] if tell else None} for option in options
        ]
        shown["emojis"] = self._emojis.used_in(row["domain"], *(option["title"] for option in options))
        return shown
