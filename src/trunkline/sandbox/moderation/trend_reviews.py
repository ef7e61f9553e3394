"""Decisions of moderators about trends."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.store.database import Store, id_list

_REVIEW = """
INSERT INTO trend_reviews (kind, subject_id, allowed) VALUES (?, ?, ?)
ON CONFLICT (kind, subject_id) DO UPDATE SET allowed = excluded.allowed
"""
_DECIDED = """
SELECT subject_id, allowed FROM trend_reviews WHERE kind = ? AND subject_id IN (SELECT value FROM json_each(?))
"""


def review(store: Store, kind: str, subject_id: int, *, allowed: bool) -> None:
    """Allow a `tag`, `status` or `link` to trend, or forbid it."""
    store.execute(_REVIEW, (kind, subject_id, allowed))


def decisions(store: Store, kind: str, ids: Iterable[int]) -> dict[int, bool]:
    """Return the decisions about those of `ids` that were reviewed."""
    return {row["subject_id"]: bool(row["allowed"]) for row in store.rows(_DECIDED, (kind, id_list(ids)))}
