"""Helpers of all serializers: grouping, addresses, custom emojis."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from trunkline.sandbox.rules.text import BASE
from trunkline.sandbox.store.database import Row, Store

_SHORTCODE = re.compile(r":([a-zA-Z0-9_]{2,}):")

Json = dict[str, Any]


def address(base: str, path: str) -> str:
    """Return the URL of a path below the server's address; an absolute URL stays unchanged."""
    return base + path if path.startswith("/") else path


def address_or_none(base: str, path: str | None) -> str | None:
    """Like `address`, with `None` for `None`."""
    return None if path is None else address(base, path)


def with_base(base: str, markup: str) -> str:
    """Insert the server's address into stored HTML."""
    return markup.replace(BASE, base) if BASE in markup else markup


def grouped(rows: Iterable[Row], column: str) -> defaultdict[int, list[Row]]:
    """Group rows by a column."""
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


class Emojis:
    """Custom emojis in texts. Add the texts, call `load`, then look up."""

    def __init__(self, store: Store, base: str) -> None:
        self._store = store
        self._base = base
        self._wanted: set[str] = set()
        self._found: dict[tuple[str, str | None], Json] = {}

    def add(self, *texts: str) -> None:
        """Collect the shortcodes in `texts`."""
        for text in texts:
            if ":" in text:
                self._wanted.update(_SHORTCODE.findall(text))

    def load(self) -> None:
        """Read all collected shortcodes with at most one query."""
        if not self._wanted:
            return
        rows = self._store.rows(
            "SELECT * FROM custom_emojis WHERE shortcode IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(self._wanted)),),
        )
        for row in rows:
            self._found[row["shortcode"], row["domain"]] = emoji(row, self._base)

    def used_in(self, domain: str | None, *texts: str) -> list[Json]:
        """Return the emojis of the server `domain` in `texts`, each once."""
        if not self._found:
            return []
        codes = dict.fromkeys(code for text in texts if ":" in text for code in _SHORTCODE.findall(text))
        return [self._found[code, domain] for code in codes if (code, domain) in self._found]


def emoji(row: Any, base: str) -> Json:
    """Build the CustomEmoji entity."""
    return {
        "shortcode": row["shortcode"],
        "url": address(base, row["path"]),
        "static_url": address(base, row["static_path"]),
        "visible_in_picker": bool(row["visible_in_picker"]),
    }
