"""One subscribed stream: the events for the program and their order. No I/O of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from trunkline.ids import Id
from trunkline.protocol.request import Flow
from trunkline.streaming.arrivals import Waiting, typed
from trunkline.streaming.events import Event, Gap, GapReason, Update
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.gapfill import Missed, Timed, find_missed, in_order
from trunkline.streaming.recovery.listings import Position, listings_of, position_of, time_of
from trunkline.streaming.recovery.seen import Changes, Seen
from trunkline.streaming.recovery.track import Track
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

SEEN = "seen"
"""Key in a cursor, beside the names of lists, of the statuses that the stream has delivered last."""


class Channel:
    """A stream, with its progress in the lists that hold the same objects.

    Between `hold` and `release` live events are kept back, so that the missed ones come first: see
    `trunkline.streaming.recovery`.

    Args:
        subscription: the stream.
        bounds: bounds for fetching missed objects; ``None``: fetch none.
        positions: progress of the program by list, from a saved cursor.

    Attributes:
        tracks: progress in each list that is read.
        given_up: progress in those that the server refuses.
        has_been_open: true after the first `release`.
        active: set when an event has shown that the server sends for this stream, since `hold`.
    """

    def __init__(
        self, subscription: Subscription, bounds: GapFill | None, positions: Mapping[str, str] | None = None
    ) -> None:
        self.subscription = subscription
        self.name = subscription.name
        self.bounds = bounds
        listings = [] if bounds is None else listings_of(subscription)
        saved = positions or {}
        self.tracks = [Track(one, saved.get(one.name, "")) for one in listings]
        self.given_up: list[Track] = []
        self._index()
        remembers = bounds is not None and bounds.edits > 0 and "update" in self._by_name
        self.seen = Seen(bounds.edits, saved.get(SEEN, "")) if bounds is not None and remembers else None
        self._held: list[RawEvent] | None = None
        self.has_been_open = False
        self.active = asyncio.Event()

    def _index(self) -> None:
        self._by_name = {track.listing.kind.name: track for track in self.tracks}
        self._by_event: dict[type[Event], Track] = {track.listing.event: track for track in self.tracks}

    def give_up(self, track: Track) -> None:
        """Do not read a list any more."""
        self.tracks.remove(track)
        self.given_up.append(track)
        self._index()

    @property
    def held(self) -> int:
        """Number of live events that are kept back."""
        return len(self._held or ())

    def hold(self) -> None:
        """Keep live events back from now on, behind those that are kept back already."""
        self.active.clear()
        for track in self.tracks:
            track.open()
        if self._held is None and (self.tracks or self.seen is not None):
            self._held = []

    def settle(self) -> None:
        """Note that nothing can be missed until the connection breaks."""
        for track in self.tracks:
            track.settle()

    def receive(self, events: Iterable[RawEvent]) -> list[RawEvent]:
        """Take live events; return those that go to the program now."""
        events = list(events)
        if events:
            self.active.set()
        if self._held is not None:
            self._held += events
            return []
        return [raw for raw in events if self._is_first(raw)]

    def _is_first(self, raw: RawEvent) -> bool:
        track = self._by_name.get(raw.name)
        if track is None:
            return self.seen is None or self.seen.receive(raw)
        position = track.listing.position_in_raw(raw)
        if position is None:
            return True
        first = track.receive(position)
        if first and self.seen is not None:
            if raw.name == "update" and self.seen.is_gone(position[1]):
                track.deliver(position)
                return False
            if raw.name == "update":
                self.seen.note(position[1], raw)
            else:
                self.seen.receive(raw)
        return first

    def find(self, track: Track, now: datetime) -> Flow[Missed]:
        """Find the missed objects of one list."""
        if self.bounds is None:
            return Missed([])
        return (yield from find_missed(track, self.bounds, now))

    def recover(self, missed: Mapping[Track, Missed], changes: Changes) -> list[Waiting]:
        """Build the missed events in their order, after a `Gap` for those that cannot be fetched."""
        gaps = [self.gap(track, one.reason, one.lost) for track, one in missed.items() if one.reason is not None]
        if not changes.complete:
            gaps.append(self.gap(self._by_name.get("update"), "edits"))
        lists = [] if self.seen is None else [self.seen.recover(changes, self.name)]
        lists += [self._listed(track, one) for track, one in missed.items()]
        self._drop_repeated()
        return [*gaps, *in_order(lists)]

    def _drop_repeated(self) -> None:
        """Drop held edits and deletions that have been recovered, too."""
        if self.seen is not None and self._held:
            self._held = [raw for raw in self._held if not self.seen.was_recovered(raw)]

    def _listed(self, track: Track, missed: Missed) -> list[Timed]:
        """Build a list's events in its order: missed objects, merged with older held events if the ids sort.

        The object of a held event may be missing in the list, deleted meanwhile; it must not come after newer ones.
        """
        found: dict[Position, Timed] = {}
        for item in missed.items:
            position = position_of(item)
            if position is None or not track.is_new(position):
                continue
            if self.seen is not None and track.listing.event is Update and self.seen.is_gone(position[1]):
                track.pass_over(position)
            else:
                track.recover(position)
                found[position] = (time_of(item), self._missed_event(track, item))
        track.give_up_lacking()
        track.filled(missed.edge)
        places = list(found)
        if found and self._held and places == sorted(places):
            found.update(self._kept_back(track, max(found)))
            places = sorted(found)
        return [found[position] for position in places]

    def _missed_event(self, track: Track, item: Any) -> Event:
        event = track.listing.missed_event(item, self.name)
        if self.seen is not None:
            self.seen.recovered(event)
        return event

    def _kept_back(self, track: Track, before: Position) -> dict[Position, Timed]:
        """Remove and return held events of a list that are older than *before*."""
        held, self._held = self._held or [], []
        taken: dict[Position, Timed] = {}
        for raw in held:
            position = track.listing.position_in_raw(raw) if self._by_name.get(raw.name) is track else None
            if position is None or position > before or track.listing.repeats:
                self._held.append(raw)
            elif self._is_first(raw):
                event = typed(raw)
                known = type(event) is track.listing.event
                taken[position] = (time_of(track.listing.item(event)) if known else None, raw)
        return taken

    def gap(self, track: Track | None, reason: GapReason, lost: int | None = None) -> Gap:
        """Build the report that events are lost, of one list where that is known."""
        since = None if track is None else Id(track.reached[1]).created_at
        return Gap(reason, lost, since, stream=self.name)

    def release(self) -> list[RawEvent]:
        """Stop keeping events back; return those that were kept back, without those that have been fetched."""
        held, self._held = self._held or [], None
        self.has_been_open = True
        return [raw for raw in held if self._is_first(raw)]

    def deliver(self, waiting: Waiting, event: Event) -> None:
        """Note that the program has taken *event*, which waited as *waiting*. May be called in any thread."""
        track = self._by_event.get(type(event))
        if track is not None:
            position = track.listing.position_in(event)
            if position is not None:
                track.deliver(position)
        if self.seen is not None:
            self.seen.deliver(event, waiting)

    def drop(self, waiting: Waiting) -> None:
        """Note that *waiting* was dropped since the program is too slow. May be called in any thread."""
        if isinstance(waiting, RawEvent):
            track = self._by_name.get(waiting.name)
            position = None if track is None else track.listing.position_in_raw(waiting)
        else:
            track = self._by_event.get(type(waiting))
            position = None if track is None else track.listing.position_in(waiting)
        if track is not None and position is not None:
            track.deliver(position)

    def positions(self) -> dict[str, str]:
        """Return the progress of the program by list, for a cursor."""
        texts = {track.listing.name: track.to_text() for track in self.tracks}
        found = {name: text for name, text in texts.items() if text is not None}
        if self.seen is not None and (text := self.seen.to_text()):
            found[SEEN] = text
        return found
