"""One subscribed stream: what of it goes to the program, and in which order. No I/O of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mastodon.ids import Id
from mastodon.request import Flow
from mastodon.streaming.arrivals import Arrival
from mastodon.streaming.bounds import GapFill
from mastodon.streaming.events import Event, Gap, GapReason
from mastodon.streaming.gapfill import Missed, find_missed, in_order
from mastodon.streaming.listings import Position, listings_of, position_of, time_of
from mastodon.streaming.raw import RawEvent
from mastodon.streaming.subscriptions import Subscription
from mastodon.streaming.track import Track


class Channel:
    """A stream with its place in the lists that hold the same.

    Between `hold` and `release` live events are kept back, so that those which were missed come first.

    Args:
        subscription: the stream.
        bounds: how much of what is missed is fetched; ``None``: nothing.
        positions: where a saved cursor says that the program is, by list.
    """

    def __init__(
        self, subscription: Subscription, bounds: GapFill | None, positions: Mapping[str, str] | None = None
    ) -> None:
        self.subscription = subscription
        self.name = subscription.name
        self.bounds = bounds
        listings = [] if bounds is None else listings_of(subscription)
        saved = positions or {}
        self.tracks = [Track(one, _position(saved.get(one.name))) for one in listings]
        self._index()
        self._held: list[RawEvent] | None = None

    def _index(self) -> None:
        self._by_name = {track.listing.event_name: track for track in self.tracks}
        self._by_event: dict[type[Event], Track] = {track.listing.event: track for track in self.tracks}

    def give_up(self, track: Track) -> None:
        """Fetch nothing from a list any more."""
        self.tracks.remove(track)
        self._index()

    @property
    def held(self) -> int:
        """How many live events are kept back."""
        return len(self._held or ())

    def hold(self) -> None:
        """Keep live events back from now on, behind those that are kept back already."""
        if self.tracks and self._held is None:
            self._held = []

    def receive(self, events: Iterable[RawEvent]) -> list[Arrival]:
        """Live events came; return those that go to the program now."""
        if self._held is not None:
            self._held += events
            return []
        return [Arrival(raw, self.name) for raw in events if self._is_first(raw)]

    def _is_first(self, raw: RawEvent) -> bool:
        track = self._by_name.get(raw.name)
        if track is None:
            return True
        position = track.listing.position_in_raw(raw)
        return position is None or track.receive(position)

    def find(self, track: Track, now: datetime) -> Flow[Missed]:
        """What was missed of one list."""
        if self.bounds is None:
            return Missed([])
        return (yield from find_missed(track, self.bounds, now))

    def recover(self, missed: Mapping[Track, Missed]) -> list[Event]:
        """What was missed, as events in order, after a `Gap` for what cannot be had any more."""
        gaps = [self.gap(track, one.reason, one.lost) for track, one in missed.items() if one.reason is not None]
        lists = [
            [(time_of(item), track.listing.tell(item, self.name)) for item in self._taken(track, one)]
            for track, one in missed.items()
        ]
        return [*gaps, *in_order(lists)]

    def _taken(self, track: Track, missed: Missed) -> list[Mapping[str, object]]:
        taken = []
        for item in missed.items:
            position = position_of(item)
            if position is not None and track.is_new(position):
                track.recover(position)
                taken.append(item)
        return taken

    def gap(self, track: Track, reason: GapReason, lost: int | None = None) -> Gap:
        """The report that events of one list are lost."""
        since = None if track.newest is None else Id(track.newest[1]).created_at
        return Gap(reason, lost, since, stream=self.name)

    def release(self) -> list[Arrival]:
        """Keep nothing back any more; return what was, without what has been fetched."""
        held, self._held = self._held or [], None
        return self.receive(held)

    def deliver(self, event: Event) -> None:
        """The program has taken an event of this stream."""
        track = self._by_event.get(type(event))
        if track is not None:
            position = track.listing.position_in(event)
            if position is not None:
                track.deliver(position)

    def positions(self) -> dict[str, str]:
        """Where the program is, by list: what a cursor saves."""
        return {track.listing.name: track.delivered[1] for track in self.tracks if track.delivered is not None}


def _position(saved: str | None) -> Position | None:
    return None if saved is None else (len(saved), saved)
