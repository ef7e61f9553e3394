"""Hashtags: look-up and creation."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.http.validation import Problem, blank
from trunkline.sandbox.rules.text import is_tag_name
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.text.hashtags import normalise_tag


def name_problems(name: str) -> list[Problem]:
    """Check that `name` can be a hashtag."""
    if is_tag_name(name):
        return []
    invalid = Problem("name", "ERR_INVALID", "is invalid")
    if not name:
        return [blank("name"), invalid]
    if normalise_tag(name) != name.lower():
        return [invalid]
    # Nothing but digits: found when the tag is made, of which both names are wrong.
    return [invalid, Problem("display_name", "ERR_INVALID", "is invalid")]


def find_tag(store: Store, name: str) -> Row | None:
    """Return the tag with a name, in any spelling."""
    return store.row("SELECT * FROM tags WHERE name = ?", (normalise_tag(name),))


def ensure_tag(store: Store, name: str) -> int:
    """Return the id of a hashtag; create it if needed. `name` keeps its first spelling for display."""
    normal = normalise_tag(name)
    store.execute(
        "INSERT OR IGNORE INTO tags (name, display_name, created_at) VALUES (?, ?, ?)", (normal, name, store.now())
    )
    return int(store.value("SELECT id FROM tags WHERE name = ?", (normal,)))


def tag_rows(store: Store, ids: Iterable[int]) -> list[Row]:
    """Return the rows of tags in the order of `ids`."""
    wanted = list(ids)
    rows = store.rows("SELECT * FROM tags WHERE id IN (SELECT value FROM json_each(?))", (id_list(wanted),))
    by_id = {row["id"]: row for row in rows}
    return [by_id[tag_id] for tag_id in wanted if tag_id in by_id]
