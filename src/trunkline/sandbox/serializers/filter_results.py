"""FilterResult: matches of a viewer's filters in a status."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from trunkline.sandbox.rules.text import plain_text
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.serializers.filters import filter_alone, parts_of
from trunkline.sandbox.store.database import Row, Store

_ACTIVE = "SELECT * FROM filters WHERE account_id = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id"
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that has not expired, compiled for many statuses."""

    shown: Json
    pattern: re.Pattern[str] | None
    status_ids: frozenset[int]

    def for_keywords(self) -> ActiveFilter:
        """Return the filter without its single statuses."""
        return replace(self, status_ids=frozenset())

    def result(self, text: str, ids: Sequence[int]) -> Json | None:
        """Build the FilterResult entity for a status, `None` if the filter does not match.

        Args:
            text: searchable text of the status.
            ids: id of the status, for a boost also that of the boosted one.

        Matches of a kind that the filter does not have are `null`.
        """
        found = self.pattern.search(text) if self.pattern else None
        listed = [str(one) for one in ids if one in self.status_ids]
        if not found and not listed:
            return None
        return {
            "filter": self.shown,
            "keyword_matches": [found[0]] if found else None,
            "status_matches": listed if self.status_ids else None,
        }


def active_filters(store: Store, account_id: int) -> list[ActiveFilter]:
    """Read the active filters of an account; one query if it has none."""
    rows = store.rows(_ACTIVE, (account_id, store.now()))
    if not rows:
        return []
    keywords, statuses = parts_of(store, rows)
    return [
        ActiveFilter(
            filter_alone(row),
            _pattern(keywords[row["id"]]),
            frozenset(one["status_id"] for one in statuses[row["id"]]),
        )
        for row in rows
    ]


def filter_results(filters: Iterable[ActiveFilter], text: str, ids: Sequence[int] = ()) -> list[Json]:
    """Build the FilterResult entities of all filters that match."""
    results = (one.result(text, ids) for one in filters)
    return [result for result in results if result is not None]


def searchable_text(row: Row, poll_options: Collection[str], descriptions: Iterable[str | None]) -> str:
    """Return the searchable text of a status: warning, text, poll options and media descriptions."""
    text = row["text"] if row["local"] else plain_text(row["text"])
    parts = [row["spoiler_text"], text, *poll_options, *(description or "" for description in descriptions)]
    return _BREAK.join(parts)


def streamed_text(status: Json) -> str:
    """Return the searchable text of a Status on a stream, of which only the HTML is known."""
    options = status["poll"]["options"] if status["poll"] else ()
    parts = [status["spoiler_text"], status["content"], *(option["title"] for option in options)]
    parts += [media["description"] or "" for media in status["media_attachments"]]
    return plain_text(_BREAK.join(parts))


def _pattern(keywords: Sequence[Row]) -> re.Pattern[str] | None:
    if not keywords:
        return None
    return re.compile("|".join(_expression(one["keyword"], one["whole_word"]) for one in keywords), re.IGNORECASE)


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/custom_filter_keyword.rb
def _expression(keyword: str, whole_word: bool) -> str:
    """Build the expression of a keyword. Word boundaries apply only next to a letter, digit or underscore."""
    begin = r"\b" if whole_word and re.match(r"\w", keyword) else ""
    end = r"\b" if whole_word and re.search(r"\w\Z", keyword) else ""
    return begin + re.escape(keyword) + end
