"""Boosts in timelines: of several boosts of one status, and of boost and status, one is shown.

A boost stays out of a timeline that has the boosted status among its latest statuses. It waits if another boost of that
status is among them, and comes forward when that one is removed. A status stays out while a boost of it is among them.

Source: https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb (add_to_feed, remove_from_feed)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from trunkline.sandbox.store.database import Row, Store

# The number of latest statuses of a timeline (REBLOG_FALLOFF).
_LATEST = 80


@dataclass(frozen=True, slots=True)
class Feeds:
    """The timelines of one kind. In SQL, `h` is a row of `table`.

    Attributes:
        table: what they show.
        waiting: boosts that they do not show because of another.
        owner: the column that names the timeline.
    """

    table: str
    waiting: str
    owner: str

    def latest(self, status_id: str, owner: str) -> str:
        """Return the SQL condition that a status is, or would be, among the latest of a timeline."""
        newer = f"SELECT 1 FROM {self.table} n WHERE n.{self.owner} = {owner} AND n.status_id > {status_id}"
        return f"(SELECT count(*) FROM ({newer} LIMIT {_LATEST})) < {_LATEST}"


class TimelineEntry(NamedTuple):
    """A status in a home timeline, of which the owner is an account, or in that of a list."""

    of_home: bool
    owner: int
    status_id: int


HOME = Feeds("home_feed", "home_waiting", "account_id")
LISTS = Feeds("list_feed", "list_waiting", "list_id")


def add(store: Store, feeds: Feeds, candidates: str, values: Mapping[str, int]) -> None:
    """Add statuses to timelines.

    Args:
        store: the database.
        feeds: the kind of timelines.
        candidates: a query for `owner`, `status_id` and `reblog_of_id`. The timelines may have some of them already.
        values: its named values.
    """
    posts: list[dict[str, int]] = []
    boosts: list[dict[str, int]] = []
    for row in store.rows(candidates, values):
        (posts if row["reblog_of_id"] is None else boosts).append(dict(row))
    for boost in boosts:
        _add_boost(store, feeds, boost)
    table, owner = feeds.table, feeds.owner
    boosted = f"""
        SELECT 1 FROM statuses b JOIN {table} h ON h.{owner} = :owner AND h.status_id = b.id
        WHERE b.reblog_of_id = :status_id AND {feeds.latest("b.id", ":owner")}
    """
    store.executemany(
        f"INSERT OR IGNORE INTO {table} ({owner}, status_id) SELECT :owner, :status_id WHERE NOT EXISTS ({boosted})",
        posts,
    )


def _add_boost(store: Store, feeds: Feeds, boost: Mapping[str, int]) -> None:
    table, owner = feeds.table, feeds.owner
    shown = store.value(
        f"SELECT max(h.status_id) FROM {table} h JOIN statuses s ON s.id = h.status_id"
        f" WHERE h.{owner} = :owner AND (s.id = :reblog_of_id OR s.reblog_of_id = :reblog_of_id)"
        f" AND {feeds.latest('h.status_id', ':owner')}",
        boost,
    )
    if shown in (boost["status_id"], boost["reblog_of_id"]):
        return
    into = table if shown is None else feeds.waiting
    store.execute(f"INSERT OR IGNORE INTO {into} ({owner}, status_id) VALUES (:owner, :status_id)", boost)


def take_out(store: Store, feeds: Feeds, which: str, values: Mapping[str, int]) -> list[TimelineEntry]:
    """Remove statuses from timelines. For a boost, the oldest of those that wait behind it comes forward.

    Args:
        store: the database.
        feeds: the kind of timelines.
        which: an SQL condition on a status `s` in a timeline `h`.
        values: its named values.

    Returns:
        What the timelines have shown, latest first.
    """
    table, waiting, owner = feeds.table, feeds.waiting, feeds.owner
    gone = f"SELECT h.{owner}, s.id FROM {{}} h JOIN statuses s ON s.id = h.status_id WHERE {which}"
    store.execute(f"DELETE FROM {waiting} WHERE ({owner}, status_id) IN ({gone.format(waiting)})", values)
    forward = store.rows(
        f"SELECT w.{owner} AS owner, min(w.status_id) AS status_id FROM {waiting} w"
        f" JOIN statuses b ON b.id = w.status_id JOIN statuses s ON s.reblog_of_id = b.reblog_of_id"
        f" JOIN {table} h ON h.{owner} = w.{owner} AND h.status_id = s.id"
        f" WHERE {which} AND {feeds.latest('s.id', f'h.{owner}')} GROUP BY w.{owner}, b.reblog_of_id",
        values,
    )
    shown = store.rows(f"{gone.format(table)} ORDER BY s.id DESC", values)
    store.execute(f"DELETE FROM {table} WHERE ({owner}, status_id) IN ({gone.format(table)})", values)
    pairs = [tuple(row) for row in forward]
    store.executemany(f"INSERT OR IGNORE INTO {table} ({owner}, status_id) VALUES (?, ?)", pairs)
    store.executemany(f"DELETE FROM {waiting} WHERE {owner} = ? AND status_id = ?", pairs)
    return [TimelineEntry(feeds is HOME, row[0], row[1]) for row in shown]


def rebuild(store: Store, feeds: Feeds, candidates: str, values: Mapping[str, int]) -> None:
    """Rebuild all timelines of one kind. `candidates` are as for `add`; they are added from the oldest status on."""
    pairs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for owner, status_id, shown in _replay(store.rows(f"{candidates} ORDER BY owner, status_id", values)):
        pairs[shown].append((owner, status_id))
    for table, shown in ((feeds.table, True), (feeds.waiting, False)):
        store.execute(f"DELETE FROM {table}")
        store.executemany(f"INSERT INTO {table} ({feeds.owner}, status_id) VALUES (?, ?)", pairs[shown])


def _replay(rows: Iterable[Row]) -> Iterator[tuple[int, int, bool]]:
    """Yield timeline, status, and whether it is shown or waits, for rows in the order of timeline and status."""
    current, length = None, 0
    places: dict[int, int] = {}  # of posts, and of boosts by the boosted status
    for owner, status_id, original in rows:
        if owner != current:
            current, length, places = owner, 0, {}
        place = None if original is None else places.get(original)
        if place is None or length - abs(place) >= _LATEST:
            length += 1
            places[status_id if original is None else original] = length if original is None else -length
            yield owner, status_id, True
        elif place < 0:
            yield owner, status_id, False
