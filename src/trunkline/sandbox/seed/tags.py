"""Rows of hashtags, created at first use."""

from __future__ import annotations

from trunkline.sandbox.seed.tables import Rows
from trunkline.text.hashtags import normalise_tag


class TagBook:
    """Hashtags by normalised name."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._ids: dict[str, int] = {}

    def id_of(self, name: str, at: int) -> int:
        """Return the id of the tag written as `name` at `at`."""
        key = normalise_tag(name)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._ids) + 1
            self._rows.add("tags", found, key, name if name != key else None, at)
            self._rows.add("trend_reviews", "tag", found, 1, at)
        return found
