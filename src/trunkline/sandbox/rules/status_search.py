"""Full-text search in statuses: words, "phrases", -exclusions and operators such as `from:` and `has:`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from trunkline.sandbox.rules.accounts import find_account
from trunkline.sandbox.rules.visibility import NOT_SUSPENDED, READABLE, WANTED
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, first_id, parse_time

_LONGEST = 4_000  # characters
_MOST_TERMS = 100
_TERM = re.compile(r'(?P<minus>-?)(?:(?P<operator>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')

# Public statuses of indexable accounts, and statuses that the viewer wrote or interacted with.
_SEARCHABLE = """(
    s.account_id = :viewer
    OR (s.visibility = 'public' AND s.account_id IN (SELECT id FROM accounts WHERE indexable))
    OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = :viewer)
    OR EXISTS (SELECT 1 FROM favourites f WHERE f.status_id = s.id AND f.account_id = :viewer)
    OR EXISTS (SELECT 1 FROM bookmarks k WHERE k.status_id = s.id AND k.account_id = :viewer)
    OR EXISTS (SELECT 1 FROM statuses r WHERE r.reblog_of_id = s.id AND r.account_id = :viewer)
)"""
_HAS = {
    "media": "s.has_media = 1",
    "image": "EXISTS (SELECT 1 FROM media_attachments a WHERE a.status_id = s.id AND a.type = 'image')",
    "video": "EXISTS (SELECT 1 FROM media_attachments a WHERE a.status_id = s.id AND a.type IN ('video', 'gifv'))",
    "audio": "EXISTS (SELECT 1 FROM media_attachments a WHERE a.status_id = s.id AND a.type = 'audio')",
    "poll": "EXISTS (SELECT 1 FROM polls p WHERE p.status_id = s.id)",
    "link": "EXISTS (SELECT 1 FROM preview_cards_statuses c WHERE c.status_id = s.id)",
    "embed": "EXISTS (SELECT 1 FROM preview_cards_statuses c WHERE c.status_id = s.id)",
}
_IS = {"reply": "s.in_reply_to_id IS NOT NULL", "sensitive": "s.sensitive = 1"}
_SEARCH = f"""
SELECT s.id FROM statuses s
WHERE s.reblog_of_id IS NULL AND {_SEARCHABLE} AND {READABLE} AND (s.account_id = :viewer OR {WANTED})
    AND {NOT_SUSPENDED} AND {{conditions}}
ORDER BY s.id DESC LIMIT :limit OFFSET :offset
"""


@dataclass(slots=True)
class _Query:
    """A parsed query: words for the index and SQL conditions."""

    words: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, negated: bool, **values: Any) -> None:
        """Add a condition. Its values get numbered names, so that an operator may be repeated."""
        number = len(self.conditions)
        for name, value in values.items():
            condition = condition.replace(f":{name}", f":{name}{number}")
            self.values[f"{name}{number}"] = value
        self.conditions.append(f"NOT ({condition})" if negated else condition)

    def match(self) -> str:
        """Return the words as an FTS5 expression; empty if there are none."""
        wanted = " AND ".join(_quoted(word) for word in self.words)
        if wanted and self.excluded:
            return f"{wanted} NOT ({' OR '.join(_quoted(word) for word in self.excluded)})"
        return wanted


def search_statuses(
    store: Store,
    query: str,
    domain: str,
    viewer_id: int,
    *,
    account_id: int | None = None,
    max_id: int | None = None,
    min_id: int | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[int]:
    """Return the ids of statuses that the viewer may find with `query`, newest first."""
    parsed = _parse(store, query, domain, viewer_id)
    match = parsed.match()
    if match:
        fts = "s.id IN (SELECT rowid FROM statuses_fts WHERE statuses_fts MATCH :match)"
        parsed.add(fts, False, match=match)
    if not parsed.conditions:
        return []
    for condition, value in (("s.account_id = :it", account_id), ("s.id < :it", max_id), ("s.id > :it", min_id)):
        if value is not None:
            parsed.add(condition, False, it=value)
    values = {"viewer": viewer_id, "now": store.now(), "limit": limit, "offset": offset, **parsed.values}
    return store.column(_SEARCH.format(conditions=" AND ".join(parsed.conditions)), values)


def _parse(store: Store, query: str, domain: str, viewer_id: int) -> _Query:
    parsed = _Query()
    for term in islice(_TERM.finditer(query[:_LONGEST]), _MOST_TERMS):
        text = term["phrase"] if term["phrase"] is not None else term["word"]
        negated = bool(term["minus"])
        if term["operator"] is None or not _operate(store, parsed, term["operator"], text, negated, domain, viewer_id):
            words = parsed.excluded if negated else parsed.words
            words.append(text if term["operator"] is None else f"{term['operator']}:{text}")
    return parsed


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/search_query_transformer.rb
def _operate(
    store: Store, parsed: _Query, operator: str, text: str, negated: bool, domain: str, viewer_id: int
) -> bool:
    """Add the condition of an operator; return False if it is none."""
    if operator == "from":
        author = viewer_id if text == "me" else (row := find_account(store, text, domain)) and row["id"]
        parsed.add("s.account_id IS :author", negated, author=author)
    elif operator == "language":
        parsed.add("s.language = :language", negated, language=text)
    elif operator == "has" and text in _HAS:
        parsed.add(_HAS[text], negated)
    elif operator == "is" and text in _IS:
        parsed.add(_IS[text], negated)
    elif operator in ("before", "after", "during") and (day := parse_time(text)) is not None:
        _operate_on_day(parsed, operator, day, negated)
    elif operator == "in" and text in ("all", "library", "public"):
        condition = {"all": "TRUE", "public": "s.visibility = 'public'"}.get(text, "s.account_id = :viewer")
        parsed.add(condition, negated)
    else:
        return False
    return True


def _operate_on_day(parsed: _Query, operator: str, day: int, negated: bool) -> None:
    first, following = first_id(day), first_id(day + DAY)
    if operator == "before":
        parsed.add("s.id < :first", negated, first=first)
    elif operator == "after":
        parsed.add("s.id >= :following", negated, following=following)
    else:
        parsed.add("s.id >= :first AND s.id < :following", negated, first=first, following=following)


def _quoted(word: str) -> str:
    """Quote a word or phrase for FTS5."""
    return '"' + word.replace('"', '""') + '"'
