"""The `Link` header as a family has it, and the cursors in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from trunkline.sandbox.likes.family import Family, Links
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.store.times import iso, to_ms

_CURSORS = frozenset({"max_id", "since_id", "min_id"})
_MOST_ROWS = 50_000

Pairs = list[tuple[str, str]]


class Paging:
    """Translation of `Link` headers, and of the cursors that clients send back.

    Args:
        family: says which lists have one, and of what form.
        identity: gives the ids.
        base: the server's address.
    """

    def __init__(self, family: Family, identity: Identity, base: str) -> None:
        self._family = family
        self._identity = identity
        self._base = base
        self._hidden: dict[tuple[str, str, str], str] = {}

    def rule(self, path: str) -> Links | None:
        """Return what is said of a list, `None` if it has no such header."""
        return next((links for links in self._family.links if links.calls.has("GET", path)), None)

    def asked(self, scope: Scope, pairs: Pairs) -> Pairs:
        """Return the parameters of a request with the cursors of the sandbox, where they are of another kind."""
        path, rule = scope["path"], self.rule(scope["path"])
        if rule is not None and rule.cursor == "time":
            pairs = [
                ("max_id", self._identity.cursor_at(_moment(value), path)) if name == rule.older else (name, value)
                for name, value in pairs
                if name not in _CURSORS
            ]
        elif rule is not None and rule.cursor == "row":
            reader = _reader(scope)
            pairs = [
                (name, self._hidden.get((reader, path, value), value) if name in _CURSORS else value)
                for name, value in pairs
            ]
        if self._family.min_id_is_since_id:
            pairs = [("since_id" if name == "min_id" else name, value) for name, value in pairs]
        if self._family.overlapping.has("GET", path) and dict(pairs).get("limit") != "1":
            pairs = [(name, _next_number(value) if name == "max_id" else value) for name, value in pairs]
        return pairs

    def header(self, scope: Scope, path: str, link: str, page: Any) -> str:
        """Return the header of a page; empty if it has none.

        Args:
            scope: the request as the client made it.
            path: the path as the sandbox has it.
            link: the header of the sandbox.
            page: the rows of the sandbox.
        """
        rule, found = self.rule(path), cursors(link)
        if rule is None:
            return ""
        sent = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        known = {name for query in found.values() for name, _ in query} | set(rule.defaults)
        kept = [(name, value) for name, value in sent if name in known and name not in _CURSORS]
        missing = [(name, value) for name, value in rule.defaults.items() if name not in dict(kept)]
        repeated = [*kept, *missing] if rule.repeats else []
        links = []
        for rel, name in (("next", rule.older), ("prev", rule.previous)):
            cursor = next((value for key, value in found.get(rel, ()) if key in _CURSORS), None)
            if name is not None and cursor is not None:
                row = page[-1 if rel == "next" else 0] if isinstance(page, list) and page else {}
                query = urlencode([*repeated, (name, self._shown(scope, path, rule, cursor, row))])
                links.append(f'<{self._base}{quote(scope["path"])}?{query}>; rel="{rel}"')
        return ", ".join(links)

    def _shown(self, scope: Scope, path: str, rule: Links, cursor: str, row: Any) -> str:
        """Return a cursor as clients see it."""
        if rule.cursor == "time":
            return iso(self._identity.time_of(cursor, path))
        if rule.cursor == "hidden" or "id" not in row:
            return self._identity.shown(cursor, "notification" if path == "/api/v1/notifications" else "")
        if len(self._hidden) >= _MOST_ROWS:
            self._hidden.clear()
        shown = self._identity.shown(row["id"], "account" if "acct" in row else "status")
        self._hidden[_reader(scope), path, self._identity.given(shown)] = cursor
        return shown


def cursors(link: str) -> dict[str, Pairs]:
    """Return the parameters of the addresses in a `Link` header of the sandbox, by their relation."""
    found = {}
    for part in filter(None, link.split(", <")):
        address, _, rel = part.strip("<").partition('>; rel="')
        found[rel.rstrip('"')] = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return found


def _reader(scope: Scope) -> str:
    return Headers(scope=scope).get("authorization", "")


def _next_number(text: str) -> str:
    return str(int(text) + 1) if text.isdigit() else text


def _moment(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
