"""Search for missed objects in the lists of the REST API, and the order in which they are delivered. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from trunkline.answers.walking import Walk
from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.protocol.request import Flow
from trunkline.streaming.arrivals import Waiting
from trunkline.streaming.events import GapReason
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.listings import Position, position_of, time_of
from trunkline.streaming.recovery.taken import EDGE
from trunkline.streaming.recovery.track import START, Track

Timed = tuple[datetime | None, Waiting]
"""An event with the time at which its object was made, where that is known."""

_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Missed:
    """Objects of a list that were not received.

    Attributes:
        items: the objects, from old to new.
        reason: reason of the `Gap` if there are more than these; ``None`` if these are all.
        lost: number of the others, where that is known.
        edge: place in the list from which on others may appear late.
    """

    items: list[Any]
    reason: GapReason | None = None
    lost: int | None = None
    edge: Position | None = None


def find_missed(track: Track, bounds: GapFill, now: datetime) -> Flow[Missed]:
    """Read the list from its newest page back to the place up to which nothing can be missed.

    The page with that place is used as a whole: statuses of other servers can arrive late and carry old ids, since
    Mastodon makes the id of a status from its time of creation
    (https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb).
    """
    oldest = now - bounds.age
    track.begin()
    known, reached = track.complete_to, track.reached
    listed: list[Position] = []
    found: dict[Position, Any] = {}
    walk = Walk(track.listing.request(), "next")
    adjoins, enough, reason = False, False, None
    while not enough and (page := (yield from walk.turn())) is not None:
        items = {position: item for item in page if (position := position_of(item)) is not None}
        listed += items
        found.update({position: item for position, item in items.items() if track.is_new(position)})
        adjoins = adjoins or any(position <= reached for position in items)
        exceeded = _exceeded(found, list(items.values())[-1:], bounds, oldest)
        enough = exceeded is not None or any(position <= known for position in items)
        reason = None if adjoins else exceeded
    if not adjoins and not enough and reached != START and track.listing.trimmed and len(found) > ITEMS_A_PAGE:
        reason = "trimmed"
    edge = listed[EDGE - 1] if len(listed) >= EDGE else known
    return _bounded(track, found, bounds, oldest, reached, Missed([], reason, edge=edge))


def _exceeded(found: Mapping[Position, Any], last: list[Any], bounds: GapFill, oldest: datetime) -> GapReason | None:
    """Return the bound that is reached, if one is."""
    if len(found) >= bounds.count:
        return "count"
    return "age" if last and _is_older(last[0], oldest) else None


def _bounded(
    track: Track, found: Mapping[Position, Any], bounds: GapFill, oldest: datetime, reached: Position, missed: Missed
) -> Missed:
    """Return what was found within the bounds, in the order of the list. What has come to an old place is not lost."""
    young = {position: item for position, item in found.items() if not _is_older(item, oldest)}
    kept = list(young)[: bounds.count]
    too_old = sum(position > reached for position in found.keys() - young.keys())
    too_many = len(young) - len(kept)
    for position in found.keys() - kept:
        track.pass_over(position)
    items = [young[position] for position in reversed(kept)]
    if missed.reason is not None or not (too_old or too_many):
        return replace(missed, items=items)
    return replace(missed, items=items, reason="count" if too_many else "age", lost=too_many + too_old)


def _is_older(item: Any, oldest: datetime) -> bool:
    made = time_of(item)
    return made is not None and made < oldest


def in_order(lists: Iterable[list[Timed]]) -> list[Waiting]:
    """Merge the events of several lists by their times; the order within each list stays."""
    from heapq import merge

    keyed = [_with_times(one) for one in lists]
    return [event for _, event in merge(*keyed, key=lambda pair: pair[0])]


def _with_times(events: list[Timed]) -> list[tuple[datetime, Waiting]]:
    """Pair each event with a time that is not before that of the event ahead of it."""
    latest, timed = _EPOCH, []
    for made, event in events:
        latest = max(latest, made or latest)
        timed.append((latest, event))
    return timed
