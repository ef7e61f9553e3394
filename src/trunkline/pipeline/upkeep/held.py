"""Posts of a server in the destination, read back in chunks for `refresh`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dlt

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.upkeep.history import COUNTS, DELETIONS, KEPT_OF_LISTS, SNAPSHOTS, TEXTS, VERSIONS
from trunkline.pipeline.upkeep.places import STATUSES, Place

CHUNK = 1000
"""Number of posts that are read and compared together."""

_OTHER = (
    *("favourited", "reblogged", "muted", "bookmarked", "pinned", "quote__state"),
    *("poll__votes_count", "poll__voters_count", "poll__expired", "card__url"),
)
COMPARED = (*TEXTS, *COUNTS, *_OTHER)
"""Columns by which a post in a row is compared with the server's."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """Post found in a row.

    Attributes:
        place: its place.
        row_id: id of the row's status; for a boosted post, the id of the boost.
        row_key: ``_dlt_id`` of the row.
        id: id of the post.
        values: its columns, as far as they exist.
        is_own: the row is no row of another member's list; of such rows the token knows nothing.
    """

    place: Place
    row_id: str
    row_key: str
    id: str
    values: Row
    is_own: bool = True


class Held:
    """Posts of one server in a dataset.

    Args:
        pipeline: pipeline that has loaded them.
        instance: the server, as in ``_instance``.
        owner: whose lists they are read for, as in `OWNER`; ``None`` for nobody's.

    Attributes:
        instance: the server, as in ``_instance``.
        owner: whose lists they are read for.
    """

    def __init__(self, pipeline: dlt.Pipeline, instance: str, owner: str | None = None) -> None:
        self._pipeline, self.instance, self.owner = pipeline, instance, owner
        self._client = pipeline.sql_client()

    def ids(self, since: datetime | None, limit: int | None) -> Iterator[list[str]]:
        """Yield the ids of posts and boosts, each once, from new to old, without those in lists of others alone.

        Args:
            since: earliest time of the posts; ``None`` for all.
            limit: greatest number of ids.
        """
        last: tuple[datetime, str] | None = None
        left = limit
        while rows := self._page(since, last, CHUNK if left is None else min(CHUNK, left)):
            yield list(dict.fromkeys(row[0] for row in rows))
            last = rows[-1][1], rows[-1][0]
            left = None if left is None else left - len(rows)

    def of_others(self, since: datetime | None) -> int:
        """Return the number of posts and boosts in lists of others alone, which `ids` leaves out.

        Args:
            since: earliest time of the posts; ``None`` for all.
        """
        others, values = self._selects(of_others=True)
        own, own_values = self._selects(of_others=False)
        if not others:
            return 0
        query = f"SELECT count(*) FROM ({' UNION '.join(others)}) AS held WHERE created_at IS NOT NULL"
        if own:
            query += f" AND id NOT IN (SELECT id FROM ({' UNION '.join(own)}) AS own)"
        if since:
            query += " AND created_at >= %s"
        return int(self._fetch(query, [*values, *own_values, *([since] if since else [])])[0][0])

    def posts(self, ids: Sequence[str]) -> list[HeldPost]:
        """Return the posts in the rows of these ids, with those that they boost and quote."""
        return [post for about in STATUSES for post in self._posts(about, ids)]

    def versions(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the ``version`` of each post whose text is in the history."""
        return dict(self._of_posts(VERSIONS.name, ("id", "version"), ids, "_dlt_valid_to IS NULL"))

    def counts(self, ids: Iterable[str]) -> dict[str, tuple[int | None, ...]]:
        """Return the counts of each post in its last snapshot."""
        rows = self._of_posts(SNAPSHOTS.name, ("id", "observed_at", *COUNTS), ids)
        return {row[0]: row[2:] for row in sorted(rows, key=lambda row: row[1])}

    def deletions(self, ids: Iterable[str]) -> dict[str, tuple[str | None, datetime]]:
        """Return ``uri`` and ``noticed_at`` of each post that is known to be gone."""
        rows = self._of_posts(DELETIONS.name, ("id", "uri", "noticed_at"), ids, "returned_at IS NULL")
        return {row[0]: row[1:] for row in rows}

    def as_sent(self, post: HeldPost) -> Row:
        """Return the text of a post with its attachments and the options of its poll, in the form of the API."""
        edited_at = post.values.get("edited_at")
        lists = {name: self._items(post, name, columns) for name, columns in KEPT_OF_LISTS.items()}
        return {
            **post.values,
            "_instance": self.instance,
            "id": post.id,
            "edited_at": edited_at and edited_at.isoformat(),
            "media_attachments": lists["media_attachments"],
            "poll": {"options": lists["poll__options"]},
        }

    def _page(self, since: datetime | None, last: tuple[datetime, str] | None, size: int) -> list[tuple[str, datetime]]:
        """Return the next ids after *last*, with their times."""
        selects, values = self._selects(of_others=False)
        if not selects:
            return []
        conditions = ["created_at IS NOT NULL"]
        if since:
            conditions.append("created_at >= %s")
            values.append(since)
        if last:
            conditions.append("(created_at < %s OR (created_at = %s AND id < %s))")
            values += [last[0], *last]
        query = f"SELECT id, created_at FROM ({' UNION '.join(selects)}) AS held WHERE {' AND '.join(conditions)}"
        return self._fetch(f"{query} ORDER BY created_at DESC, id DESC LIMIT {size}", values)

    def _selects(self, *, of_others: bool) -> tuple[list[str], list[Any]]:
        """Return queries for the ids and times of the posts that are read here, or in lists of others, and values."""
        selects, values = list[str](), list[Any]()
        for about in STATUSES:
            own, is_owned = about.column("id"), CATALOGUE[about.table].is_owned
            key = self._owner_column(about.table) if self.owner else None
            if own not in self._columns(about.table) or (not is_owned if of_others else is_owned and not key):
                continue
            select = f"SELECT {own} AS id, {about.column('created_at')} AS created_at FROM {self._name(about.table)}"
            select += f" WHERE _instance = %s AND {own} IS NOT NULL"
            values.append(self.instance)
            if is_owned and key:
                select += f" AND ({key} IS NULL OR {key} <> %s)" if of_others else f" AND {key} = %s"
                values.append(self.owner)
            selects.append(select)
        return selects, values

    def _posts(self, about: Place, ids: Sequence[str]) -> Iterator[HeldPost]:
        """Yield the posts in the rows of one table."""
        there = self._columns(about.table)
        row_id, is_owned = about.column("id"), CATALOGUE[about.table].is_owned
        owner = self._owner_column(about.table) or "NULL"
        places = {
            place: ["id", *(name for name in COMPARED if place.column(name) in there)]
            for place in about.shown()
            if place.column("id") in there
        }
        columns = [place.column(name) for place, names in places.items() for name in names]
        for about_id, key, of, *values in (
            self._rows(about.table, (row_id, "_dlt_id", owner, *columns), row_id, ids) if places else ()
        ):
            is_own = not is_owned or (of is not None and of == self.owner)
            rest = iter(values)
            for place, names in places.items():
                found = dict(zip(names, rest, strict=False))
                if found["id"] is not None:
                    yield HeldPost(place, about_id, key, found.pop("id"), found, is_own)

    def _of_posts(
        self, table: str, columns: Sequence[str], ids: Iterable[str], condition: str = ""
    ) -> list[tuple[Any, ...]]:
        return self._rows(table, columns, "id", list(ids), condition) if self._columns(table) else []

    def _rows(
        self, table: str, columns: Sequence[str], id_column: str, ids: Sequence[str], condition: str = ""
    ) -> list[tuple[Any, ...]]:
        if not ids:
            return []
        query = f"SELECT {', '.join(columns)} FROM {self._name(table)} WHERE _instance = %s"
        query += f" AND {condition}" if condition else ""
        return self._fetch(f"{query} AND {id_column} IN ({', '.join(['%s'] * len(ids))})", [self.instance, *ids])

    def _items(self, post: HeldPost, name: str, columns: Sequence[str]) -> list[Row]:
        """Return the items of a list of a post, in their order."""
        table = post.place.child(name)
        there = [column for column in columns if column in self._columns(table)]
        if not there:
            return []
        query = f"SELECT {', '.join(there)} FROM {self._name(table)} WHERE _dlt_parent_id = %s"
        rows = self._fetch(f"{query} ORDER BY _dlt_list_idx", [post.row_key])
        return [dict(zip(there, row, strict=True)) for row in rows]

    def _columns(self, table: str) -> AbstractSet[str]:
        """Return the columns of a table; none if nothing was loaded into it."""
        schema = self._pipeline.default_schema
        there = table in schema.data_table_names(seen_data_only=True)
        return schema.get_table_columns(table).keys() if there else frozenset()

    def _owner_column(self, table: str) -> str | None:
        """Return the column that tells whose the rows of a table are, if it has one."""
        return OWNER if OWNER in self._columns(table) else None

    def _name(self, table: str) -> str:
        return self._client.make_qualified_table_name(table)

    def _fetch(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._client as client:
            return [tuple(row) for row in client.execute_sql(query, *values) or ()]
