"""One subscribed stream: what of it goes to the program, and in which order. No I/O of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mastodon.ids import Id
from mastodon.request import Flow
from mastodon.streaming.events import Event, Gap, GapReason
from mastodon.streaming.gapfill import GapFill, Missed, Track, find_missed, id_of, in_order, listings_of, time_of
from mastodon.streaming.subscriptions import Subscription


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
        self.tracks = [Track(one, Id(saved[one.name]) if one.name in saved else None) for one in listings]
        self._held: list[Event] | None = None

    @property
    def held(self) -> int:
        """How many live events are kept back."""
        return len(self._held or ())

    def hold(self) -> None:
        """Keep live events back from now on."""
        if self.tracks:
            self._held = []

    def receive(self, events: Iterable[Event]) -> list[Event]:
        """Live events came; return those that go to the program now."""
        if self._held is not None:
            self._held.extend(events)
            return []
        if not self.tracks:
            return list(events)
        return [event for event in events if self._is_first(event)]

    def _is_first(self, event: Event) -> bool:
        for track in self.tracks:
            found = track.listing.id_in(event)
            if found is not None:
                return track.receive(found)
        return True

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
            found = id_of(item)
            if found is not None and track.is_new(found):
                track.recover(found)
                taken.append(item)
        return taken

    def gap(self, track: Track, reason: GapReason, lost: int | None = None) -> Gap:
        """The report that events of one list are lost."""
        since = None if track.newest is None else track.newest.created_at
        return Gap(reason, lost, since, stream=self.name)

    def release(self) -> list[Event]:
        """The next events that were kept back, without what has been fetched; none when all have been given out.

        Ask until there are none: only then do live events pass, since those given out must be ahead of them.
        """
        while self._held:
            held, self._held = self._held, []
            if first := [event for event in held if self._is_first(event)]:
                return first
        self._held = None
        return []

    def deliver(self, event: Event) -> None:
        """The program has taken an event of this stream."""
        for track in self.tracks:
            found = track.listing.id_in(event)
            if found is not None:
                track.deliver(found)

    def positions(self) -> dict[str, str]:
        """Where the program is, by list: what a cursor saves."""
        return {track.listing.name: str(track.delivered) for track in self.tracks if track.delivered is not None}
