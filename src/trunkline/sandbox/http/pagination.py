"""Paging with `max_id`, `since_id` and `min_id`, and the Link header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from trunkline.sandbox.http.context import base_of
from trunkline.sandbox.http.params import Params, to_integer
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/journey/router/utils.rb
_SAFE_IN_PATHS = "/!$&'()*+,;=:@~"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position of a page.

    Attributes:
        limit: number of rows.
        max_id: only older rows.
        since_id: only newer rows, newest first.
        min_id: the page of rows immediately newer.
        previous: parameter with which the Link header points to newer rows.
    """

    limit: int
    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None
    previous: str = "min_id"

    @classmethod
    def of(cls, params: Params, default: int = 20, *, min_id: bool = True, largest: int | None = None) -> Cursor:
        """Read the cursor from the parameters.

        Args:
            params: parameters of the request.
            default: page size if `limit` is missing.
            min_id: the endpoint knows that parameter; otherwise it points back with `since_id`.
            largest: largest page size, by default twice the default one.
        """
        return cls(
            limit=limit_of(params, default, largest),
            max_id=params.integer("max_id"),
            since_id=params.integer("since_id"),
            min_id=params.integer("min_id") if min_id else None,
            previous="min_id" if min_id else "since_id",
        )

    def condition(self, column: str) -> str:
        """Return an SQL condition for rows on this side of the cursor."""
        parts = []
        if self.max_id is not None:
            parts.append(f"{column} < :max_id")
        if self.min_id is not None:
            parts.append(f"{column} > :min_id")
        elif self.since_id is not None:
            parts.append(f"{column} > :since_id")
        return " AND ".join(parts) or "TRUE"

    @property
    def ascending(self) -> bool:
        """True if the page is read from its oldest row."""
        return self.min_id is not None

    def values(self) -> dict[str, int | None]:
        """Return the named SQL values of `condition` and of the limit."""
        return {
            "limit": self.limit,
            "max_id": self.max_id,
            "since_id": self.since_id,
            "min_id": self.min_id,
        }


def limit_of(params: Params, default: int, largest: int | None = None) -> int:
    """Return the page size asked for, at most `largest`, which is twice the default if not given."""
    text = params.filled("limit")
    return default if text is None else min(abs(to_integer(text)), largest or default * 2)


def page_rows(
    store: Store, sql: str, values: Mapping[str, Any], cursor: Cursor, column: str, *, first: str = ""
) -> list[Row]:
    """Return the rows of one page, newest first.

    Args:
        store: the database.
        sql: a query with `{page}` in place of the condition on `column`, without ORDER BY and LIMIT.
        values: its named values.
        cursor: the position of the page.
        column: the column with the cursor ids.
        first: another column to order by before that one, unless the page is read from its oldest row.
    """
    direction = "ASC" if cursor.ascending else "DESC"
    statement = sql.replace("{page}", cursor.condition(column))
    order = f"{first} DESC, {column}" if first and not cursor.ascending else column
    rows = store.rows(f"{statement} ORDER BY {order} {direction} LIMIT :limit", {**values, **cursor.values()})
    if cursor.ascending:
        rows.reverse()
    return rows


def link_header(
    request: Request,
    params: Params,
    cursor: Cursor,
    ids: Sequence[int],
    *,
    keep: Sequence[str] = (),
    always_next: bool = False,
) -> dict[str, str]:
    """Build the Link header.

    Args:
        request: the request, whose path the links repeat.
        params: its parameters, of which the links repeat `limit`.
        cursor: the position of the page.
        ids: cursor ids of the rows, newest first.
        keep: names of further parameters to repeat, those of lists as in `types[]`. A list in place of a single value
            and the reverse are not repeated.
        always_next: link to a next page even if this one is not full.
    """
    if not ids:
        return {}
    kept = _kept(params, ("limit", *keep))
    links = []
    if always_next or len(ids) == cursor.limit:
        links.append(_link(request, [*kept, ("max_id", str(ids[-1]))], "next"))
    links.append(_link(request, [*kept, (cursor.previous, str(ids[0]))], "prev"))
    return {"Link": ", ".join(links)}


def _kept(params: Params, names: Sequence[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name in names:
        plain = name.removesuffix("[]")
        if plain != name and isinstance(params.get(plain), list):
            pairs += [(name, item) for item in params.texts(plain)]
        elif plain == name and (value := params.text(name)) is not None:
            pairs.append((name, value))
    return pairs


def _link(request: Request, pairs: list[tuple[str, str]], rel: str) -> str:
    query = urlencode(sorted(pairs, key=lambda pair: pair[0]))
    path = quote(request.url.path.rstrip("/"), safe=_SAFE_IN_PATHS)
    return f'<{base_of(request)}{path}?{query}>; rel="{rel}"'
