"""Filters: parameters, validation and writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.errors import not_found
from trunkline.sandbox.http.params import Params, to_integer
from trunkline.sandbox.http.validation import Problem, blank, inclusion_problems, too_long
from trunkline.sandbox.rules.limits import MAX_FILTER_KEYWORD, MAX_FILTER_TITLE
from trunkline.sandbox.rules.lookup import require_own_row, require_row
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/custom_filter.rb
CONTEXTS = frozenset({"home", "notifications", "public", "thread", "account"})
ACTIONS = frozenset({"warn", "hide", "blur"})
_OWN_KEYWORD = """
SELECT k.* FROM filter_keywords k JOIN filters f ON f.id = k.filter_id WHERE k.id = ? AND f.account_id = ?
"""


def own_filter(store: Store, filter_id: int, account_id: int) -> Row:
    """Return a filter of the account; otherwise 404."""
    return require_own_row(store, "filters", filter_id, account_id)


def own_keyword(store: Store, keyword_id: int, account_id: int) -> Row:
    """Return a keyword of one of the account's filters; otherwise 404."""
    return require_row(store, _OWN_KEYWORD, (keyword_id, account_id))


# -- filters ---------------------------------------------------------------------------------------------------------


def shared_columns(params: Params, now: int) -> dict[str, Any]:
    """Read the columns that both API versions set: `context` and `expires_in`."""
    columns: dict[str, Any] = {}
    context = params.get("context")
    if isinstance(context, list):
        columns["context"] = json.dumps([text.strip() for text in params.texts("context") if text.strip()])
    if params.has("expires_in"):
        columns["expires_at"] = params.end("expires_in", now)
    return columns


def filter_problems(columns: Mapping[str, Any]) -> list[Problem]:
    """Validate title and contexts of a filter."""
    title, context = columns["title"], json.loads(columns["context"])
    problems = []
    if not title.strip():
        problems.append(blank("title"))
    if not context:
        problems.append(blank("context"))
    if len(title) > MAX_FILTER_TITLE:
        problems.append(too_long("title", MAX_FILTER_TITLE))
    if not context or not CONTEXTS.issuperset(context):
        problems.append(Problem("context", "ERR_INVALID", "None or invalid context supplied"))
    return problems


def action_problems(action: str) -> list[Problem]:
    """Validate the action of a filter."""
    return inclusion_problems("action", action, ACTIONS)


# -- keywords --------------------------------------------------------------------------------------------------------


def keyword_columns(params: Params, name: str = "keyword") -> dict[str, Any]:
    """Read the columns of a keyword. Its text is in the parameter `name`."""
    columns: dict[str, Any] = {}
    if params.has(name):
        columns["keyword"] = params.text(name) or ""
    whole_word = params.maybe_flag("whole_word")
    if whole_word is not None:
        columns["whole_word"] = whole_word
    return columns


def keyword_problems(keyword: str) -> list[Problem]:
    """Validate a keyword."""
    if not keyword.strip():
        return [blank("keyword")]
    return [too_long("keyword", MAX_FILTER_KEYWORD)] if len(keyword) > MAX_FILTER_KEYWORD else []


@dataclass(frozen=True, slots=True)
class KeywordChange:
    """One entry of `keywords_attributes`. Without an id it adds a keyword, without columns it removes one."""

    keyword_id: int | None
    columns: dict[str, Any] | None

    def problems(self) -> list[Problem]:
        """Validate the change."""
        if self.columns is None or (self.keyword_id is not None and "keyword" not in self.columns):
            return []
        found = keyword_problems(self.columns.get("keyword", ""))
        return [Problem("keywords.keyword", one.code, one.description, "Keywords keyword") for one in found]

    def apply(self, store: Store, filter_id: int) -> None:
        """Write the change."""
        if self.keyword_id is None:
            store.insert("filter_keywords", {**(self.columns or {}), "filter_id": filter_id})
        elif self.columns is None:
            store.execute("DELETE FROM filter_keywords WHERE id = ?", (self.keyword_id,))
        else:
            store.update("filter_keywords", self.keyword_id, self.columns)


def keyword_changes(store: Store, filter_id: int | None, params: Params) -> list[KeywordChange]:
    """Read the changes from `keywords_attributes`; 404 if one names a keyword of another filter."""
    known = set(store.column("SELECT id FROM filter_keywords WHERE filter_id = ?", (filter_id,)))
    changes = []
    for entry in params.children("keywords_attributes"):
        removed, columns = entry.flag("_destroy"), keyword_columns(entry)
        if entry.filled("id") is None:
            if not removed and not _is_blank(entry):
                changes.append(KeywordChange(None, columns))
            continue
        keyword_id = to_integer(entry["id"])
        if keyword_id not in known:
            raise not_found()
        changes.append(KeywordChange(keyword_id, None if removed else columns))
    return changes


def _is_blank(entry: Params) -> bool:
    """Return True if the entry is empty. Rails treats `false` as empty, but not the text "false"."""
    return entry.filled("keyword") is None and (entry.get("whole_word") is False or entry.filled("whole_word") is None)
