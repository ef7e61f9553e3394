"""Decisions of moderators about trends."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.store.database import Store, id_list

_REVIEW = """
INSERT INTO trend_reviews (kind, subject_id, allowed, reviewed_at) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, subject_id) DO UPDATE SET allowed = excluded.allowed, reviewed_at = excluded.reviewed_at
"""
_DECIDED = """
SELECT subject_id, allowed FROM trend_reviews WHERE kind = ? AND subject_id IN (SELECT value FROM json_each(?))
"""
# SQL of a decision about one subject: 1, 0, or NULL. A status without one is decided by its author, a link by its
# publisher. Source: https://github.com/mastodon/mastodon/blob/main/app/models/preview_card.rb
_ONE = "(SELECT allowed FROM trend_reviews WHERE kind = '{kind}' AND subject_id = {id})"
TAG_ALLOWED = _ONE.format(kind="tag", id="{id}")
STATUS_ALLOWED = f"""coalesce({_ONE.format(kind="status", id="{id}")},
    (SELECT a.trendable FROM statuses x JOIN accounts a ON a.id = x.account_id WHERE x.id = {{id}}))"""
LINK_ALLOWED = f"""coalesce({_ONE.format(kind="link", id="{id}")},
    (SELECT {_ONE.format(kind="publisher", id="p.id")} FROM preview_cards x JOIN publishers p ON p.domain = x.publisher
        WHERE x.id = {{id}}))"""
_ALLOWED = {"status": STATUS_ALLOWED, "link": LINK_ALLOWED}


def review(store: Store, kind: str, subject_id: int, *, allowed: bool) -> None:
    """Allow a `tag`, `status`, `link` or `publisher` to trend, or forbid it."""
    store.execute(_REVIEW, (kind, subject_id, allowed, store.now()))


def undecided(store: Store, kind: str, ids: Iterable[int]) -> set[int]:
    """Return those of `ids`, of kind `status` or `link`, that wait for a review."""
    sql = f"SELECT value FROM json_each(?) WHERE {_ALLOWED[kind].format(id='value')} IS NULL"
    return set(store.column(sql, (id_list(ids),)))


def decisions(store: Store, kind: str, ids: Iterable[int]) -> dict[int, bool]:
    """Return the decisions about those of `ids` that were reviewed."""
    return {row["subject_id"]: bool(row["allowed"]) for row in store.rows(_DECIDED, (kind, id_list(ids)))}
