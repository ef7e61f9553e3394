"""The known beginning of a list, and what is new in a page of it, at the top or in between.

A server puts objects behind those that were read last: an accepted request brings its notifications with their old
ids, whoever is newly followed comes into the home timeline with earlier posts, and a post that was fetched has the id
of its date. A cursor passes them; the ids at the beginning of the list do not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from trunkline.ids import Id
from trunkline.pipeline.crawling.server import Row


@dataclass(frozen=True, slots=True)
class KnownWindow:
    """Ids at the beginning of a list when it was read last.

    Attributes:
        known: the ids.
        end: the oldest id that was read, or the oldest of *known* if there were more; what is behind it in a page was
            read before, or is not wanted. ``None`` if the list was read to its end, and *known* are all of it.
    """

    known: Collection[str]
    end: str | None

    def unknown(self, page: Sequence[Row]) -> list[Row]:
        """Return the objects of a page that were not read: new ones, and late ones between what is known."""
        last = self._last(page)
        return [
            item
            for place, item in enumerate(page)
            if (own := item.get("id")) is not None
            and own not in self.known
            and not (place > last and self._behind(own))
        ]

    def late(self, page: Sequence[Row]) -> int:
        """Return the number of unknown objects that are behind a known one."""
        first = next((place for place, item in enumerate(page) if item.get("id") in self.known), len(page))
        return len(self.unknown(page[first:]))

    def _last(self, page: Sequence[Row]) -> int:
        return max((place for place, item in enumerate(page) if item.get("id") in self.known), default=-1)

    def _behind(self, own: str) -> bool:
        return self.end is not None and Id(own) < self.end
