"""Difference between some posts in the destination and on their server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.upkeep.feeding import Deletion
from trunkline.pipeline.upkeep.held import COMPARED, Held, HeldPost
from trunkline.pipeline.upkeep.history import COUNTS, TEXTS, distinct_posts, or_nothing, posts_in, version_of
from trunkline.pipeline.upkeep.places import STATUS_TABLES


class Portion:
    """Difference of some posts.

    Args:
        held: posts in the destination.
        before: posts in the rows of these ids.
        asked: ids that were requested.
        answers: statuses in the responses.
        allowed: those of them that may be written down; the others are neither gone nor changed.
    """

    def __init__(
        self,
        held: Held,
        before: Sequence[HeldPost],
        asked: Sequence[str],
        answers: Sequence[Row],
        allowed: Sequence[Row] | None = None,
    ) -> None:
        self._held, self._before, self._asked = held, before, asked
        allowed = answers if allowed is None else allowed
        self._there, self._now = shown_in(answers).keys(), shown_in(allowed)
        self._posts = {post["id"]: post for post in distinct_posts(allowed)}

    @cached_property
    def _changed(self) -> list[HeldPost]:
        """Posts and boosts in status tables that the server shows differently."""
        return [p for p in self._before if p.place.table in STATUS_TABLES and self._differs(p, COMPARED)]

    @cached_property
    def _versions(self) -> dict[str, str]:
        return self._held.versions(self._posts)

    @cached_property
    def _deletions(self) -> dict[str, tuple[str | None, datetime]]:
        return self._held.deletions(self._asked)

    @cached_property
    def edited(self) -> dict[str, HeldPost]:
        """Posts with another text, by their ids."""
        return {p.id: p for p in self._changed if p.id in self._posts and self._differs(p, TEXTS)}

    @cached_property
    def recounted(self) -> set[str]:
        """Ids of the posts with other counts."""
        return {p.id for p in self._changed if p.id in self._posts and self._differs(p, COUNTS)}

    @cached_property
    def gone(self) -> list[Deletion]:
        """Posts and boosts that the server does not show any more."""
        uris = {post.id: post.values.get("uri") for post in self._before}
        return [
            Deletion(self._held.instance, one, uris.get(one))
            for one in self._asked
            if one not in self._there and one not in self._deletions
        ]

    @cached_property
    def returned(self) -> list[Deletion]:
        """Posts and boosts that were gone and are there again."""
        now = datetime.now(UTC)
        return [
            Deletion(self._held.instance, one, uri, noticed_at, now)
            for one, (uri, noticed_at) in self._deletions.items()
            if one in self._there
        ]

    def rows(self) -> dict[str, list[Row]]:
        """Return the rows to write, by table."""
        wanted = dict.fromkeys((p.place.table, p.row_id) for p in self._changed)
        rows: dict[str, list[Row]] = {}
        for table, row_id in wanted:
            if row_id in self._now:
                own = {OWNER: self._held.owner} if CATALOGUE[table].is_owned else {}
                rows.setdefault(table, []).append({**self._now[row_id], **own})
        return rows

    def overwritten(self) -> list[Row]:
        """Return the posts whose text in the destination is not in the history yet, and would be lost."""
        return [self._held.as_sent(post) for post in self.edited.values() if post.id not in self._versions]

    def new_versions(self) -> list[Row]:
        """Return the posts whose text now is not the last in the history."""
        return [p for p in self._posts.values() if version_of(p)["version"] != self._versions.get(p["id"])]

    def new_counts(self) -> list[Row]:
        """Return the posts whose counts now are not the last in the history."""
        last = self._held.counts(self._posts)
        return [p for p in self._posts.values() if tuple(map(p.get, COUNTS)) != last.get(p["id"])]

    def _differs(self, post: HeldPost, names: Iterable[str]) -> bool:
        now = self._now.get(post.id)
        return now is not None and any(
            or_nothing(post.values[name]) != _value(now, name) for name in names if name in post.values
        )


def shown_in(answers: Iterable[Row]) -> dict[str, Row]:
    """Return the statuses of responses, and the posts that they boost and quote, by id."""
    return {
        **{post["id"]: post for row in answers for post in posts_in(row)},
        **{row["id"]: row for row in answers},
    }


def _value(now: Row, name: str) -> Any:
    """Return a field as its column has it."""
    value: Any = now
    for part in name.split("__"):
        value = value.get(part) if isinstance(value, dict) else None
    return _time(value) if name.endswith("_at") and isinstance(value, str) else or_nothing(value)


def _time(value: str) -> datetime | str:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value
