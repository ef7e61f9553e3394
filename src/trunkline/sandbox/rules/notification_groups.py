"""Groups of notifications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trunkline.sandbox.http.pagination import Cursor
from trunkline.sandbox.rules.notification_selection import NotificationSelection
from trunkline.sandbox.store.database import Row, Store

_SAMPLES = 8
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Range:
    """The ids of notifications that a page covers. `newest` is `None` if the page is open at the top."""

    oldest: int
    newest: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group as of a page: all members up to the newest id of the page."""

    key: str
    latest: Row
    count: int
    sample_account_ids: list[int]
    page: tuple[int, int, int] | None  # lowest and highest id, and latest time, within the page


def effective_key(row: Row, grouped_types: frozenset[str]) -> str:
    """Return the group key of a notification, or a key of its own if the client does not want its type grouped."""
    return str(row["group_key"]) if row["type"] in grouped_types else f"ungrouped-{row['id']}"


def page_of_groups(
    store: Store, selection: NotificationSelection, grouped: frozenset[str], cursor: Cursor
) -> list[Row]:
    """Return one notification for each group of a page, newest first: the one nearest to the beginning of the page."""
    chosen: dict[str, Row] = {}
    for row in _walk(store, selection, cursor) if cursor.limit else ():
        chosen.setdefault(effective_key(row, grouped), row)
        if len(chosen) == cursor.limit:
            break
    return sorted(chosen.values(), key=lambda row: int(row["id"]), reverse=True)


def _walk(store: Store, selection: NotificationSelection, cursor: Cursor) -> Iterable[Row]:
    """Yield all notifications on this side of the cursor, read in batches."""
    direction, beyond = ("ASC", ">") if cursor.ascending else ("DESC", "<")
    sql = (
        f"SELECT * FROM notifications n WHERE {selection.condition} AND {cursor.condition('n.id')}"
        f" AND (:position IS NULL OR n.id {beyond} :position) ORDER BY n.id {direction} LIMIT {_BATCH}"
    )
    position = None
    while rows := store.rows(sql, {**selection.values, **cursor.values(), "position": position}):
        yield from rows
        position = rows[-1]["id"]


def read_groups(
    store: Store, rows: Sequence[Row], selection: NotificationSelection, grouped: frozenset[str], page: Range | None
) -> list[Group]:
    """Read the groups that `rows` represent."""
    return [_read_group(store, row, effective_key(row, grouped), selection, page) for row in rows]


def _read_group(store: Store, row: Row, key: str, selection: NotificationSelection, page: Range | None) -> Group:
    if key != row["group_key"] or key.startswith("ungrouped-"):
        alone = None if page is None else (row["id"], row["id"], row["created_at"])
        return Group(key, row, 1, [row["from_account_id"]], alone)
    members = f"FROM notifications n WHERE {selection.condition} AND n.group_key = :key AND n.id <= :newest"
    newest = 2**62 if page is None or page.newest is None else page.newest
    values = {**selection.values, "key": key, "newest": newest, "oldest": 0 if page is None else page.oldest}
    latest = store.rows(f"SELECT n.* {members} ORDER BY n.id DESC LIMIT {_SAMPLES}", values)
    count = store.value(f"SELECT count(*) {members}", values)
    within = store.row(
        f"SELECT min(n.id) AS low, max(n.id) AS high, max(n.created_at) AS at {members} AND n.id >= :oldest", values
    )
    bounds = None if page is None or within is None else (within["low"], within["high"], within["at"])
    return Group(key, latest[0], count, [member["from_account_id"] for member in latest], bounds)
