"""What was missed while there was no connection, fetched from the lists of the REST API. No I/O of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from mastodon.entities import Conversation, Notification, Status
from mastodon.errors import MastodonIllegalArgumentError
from mastodon.ids import Id
from mastodon.page import Page
from mastodon.paging import neighbour_of
from mastodon.request import Flow, Request, paged, send
from mastodon.streaming.events import ConversationEvent, Event, GapReason, NotificationEvent, Update
from mastodon.streaming.subscriptions import Subscription

_PAGE = 40
_REMEMBERED = 2000
_BEFORE_ALL = Id("0")
_EPOCH = datetime.fromtimestamp(0, UTC)

_Recoverable = type[Update] | type[NotificationEvent] | type[ConversationEvent]


@dataclass(frozen=True, slots=True)
class GapFill:
    """How much of what was missed is fetched after a break.

    Attributes:
        count: objects of each list (the home timeline, the notifications, ...) at most; the newest are taken.
        age: nothing older than this is fetched.
    """

    count: int = 1000
    age: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        if self.count < 1 or self.age <= timedelta(0):
            raise MastodonIllegalArgumentError("GapFill needs a count of at least 1 and an age above 0; or pass None.")


DEFAULT_GAP_FILL = GapFill()
"""What is fetched after a break where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the REST API that holds what a stream tells.

    Attributes:
        name: its name in cursors.
        path: the path of its pages.
        event: the events that tell of its objects.
        params: what its pages are asked with.
        trimmed: whether the server keeps only its newest objects.
    """

    name: str
    path: str
    event: _Recoverable
    params: Mapping[str, Any] = field(default_factory=dict)
    trimmed: bool = False

    @property
    def repeats(self) -> bool:
        """Whether the stream may rightly tell the same twice, as it does when a conversation is read."""
        return self.event is ConversationEvent

    def request(self, limit: int = _PAGE) -> Request[Page[Any]]:
        """The request for its newest page."""
        return paged(self.path, _ENTITY[self.event], {**self.params, "limit": limit})

    def id_in(self, event: Event) -> Id | None:
        """The id of the object that *event* tells of, if it belongs to this list."""
        if type(event) is not self.event:
            return None
        return id_of(event.__getattribute__(self.event.__match_args__[0]))

    def tell(self, item: Any, stream: str) -> Event:
        """The event that was missed."""
        return self.event(item, stream=stream, recovered=True)


_ENTITY: Mapping[_Recoverable, type[Any]] = {
    Update: Status,
    NotificationEvent: Notification,
    ConversationEvent: Conversation,
}


def id_of(item: Mapping[str, Any]) -> Id | None:
    """The id by which the server's list is ordered: for a conversation that of its last status."""
    value = item.get("last_status") if isinstance(item, Conversation) else item
    found = value.get("id") if isinstance(value, dict) else None
    return Id(found) if isinstance(found, str) and found else None


def time_of(item: Mapping[str, Any]) -> datetime | None:
    """When the object was made, as the server says."""
    value = item.get("last_status") if isinstance(item, Conversation) else item
    found = value.get("created_at") if isinstance(value, dict) else None
    return found if isinstance(found, datetime) else None


def listings_of(subscription: Subscription) -> list[Listing]:
    """The lists that hold what a stream tells."""
    channel, argument = subscription.channel, quote(subscription.argument or "", safe="")
    if channel == "user":
        return [
            Listing("home", "/api/v1/timelines/home", Update, trimmed=True),
            *listings_of(Subscription("user:notification")),
        ]
    if channel == "user:notification":
        return [Listing("notifications", "/api/v1/notifications", NotificationEvent)]
    if channel == "direct":
        return [Listing("conversations", "/api/v1/conversations", ConversationEvent)]
    if channel == "list":
        return [Listing("list", f"/api/v1/timelines/list/{argument}", Update, trimmed=True)]
    flags = {name: True for name, part in _FLAGS.items() if part in channel.split(":")}
    path = f"/api/v1/timelines/tag/{argument}" if subscription.argument else "/api/v1/timelines/public"
    return [Listing("statuses", path, Update, flags)]


_FLAGS = {"local": "local", "remote": "remote", "only_media": "media"}


class Track:
    """How far a stream has come in one list.

    Args:
        listing: the list.
        after: the newest id that is already known, from a saved cursor.

    Attributes:
        newest: the newest id received, ``None`` until `start` has been asked for one.
        delivered: the newest id that the program has taken.
    """

    def __init__(self, listing: Listing, after: Id | None = None) -> None:
        self.listing = listing
        self.newest = self.delivered = self._floor = after
        self._recent: dict[Id, None] = {}
        self._filled: dict[Id, None] = {}

    def start(self) -> Flow[None]:
        """Where the list ends now: what comes later is what may be missed."""
        page = yield from send(self.listing.request(1))
        ids = [found for item in page if (found := id_of(item)) is not None]
        self.newest = self._floor = max(ids, default=_BEFORE_ALL)
        self.delivered = self.delivered or self.newest

    def is_new(self, found: Id) -> bool:
        """Whether an object of the list was missed: it came after the start and has not been received."""
        return found not in self._recent and (self._floor is None or found > self._floor)

    def receive(self, found: Id) -> bool:
        """An event came over the stream; ``False`` if the same has been fetched before."""
        if self.listing.repeats:
            repeated = found in self._filled
            self._filled.pop(found, None)
        else:
            repeated = found in self._recent
        self._note(found)
        return not repeated

    def recover(self, found: Id) -> None:
        """An object was fetched and goes to the program."""
        self._filled[found] = None
        if len(self._filled) > _REMEMBERED:
            del self._filled[next(iter(self._filled))]
        self._note(found)

    def deliver(self, found: Id) -> None:
        """The program has taken an event."""
        if self.delivered is None or found > self.delivered:
            self.delivered = found

    def _note(self, found: Id) -> None:
        if self.newest is None or found > self.newest:
            self.newest = found
        self._recent[found] = None
        if len(self._recent) > _REMEMBERED:
            oldest = next(iter(self._recent))
            del self._recent[oldest]
            self._floor = oldest if self._floor is None else max(self._floor, oldest)


@dataclass(frozen=True, slots=True)
class Missed:
    """What a list has that was not received.

    Attributes:
        items: from old to new.
        reason: why there is more than this, or ``None`` if this is all.
        lost: how much more, where that is known.
    """

    items: list[Any]
    reason: GapReason | None = None
    lost: int | None = None


def find_missed(track: Track, bounds: GapFill, now: datetime) -> Flow[Missed]:
    """Read the list from its newest page back to the newest object that was received.

    The page that holds that object is used as a whole: statuses of other servers can arrive late and carry old ids.
    """
    oldest = now - bounds.age
    known = track.newest or _BEFORE_ALL
    found: dict[Id, Any] = {}
    request: Request[Page[Any]] | None = track.listing.request()
    reached, reason = False, None
    while request is not None and not reached and reason is None:
        page = yield from send(request)
        items = {item_id: item for item in page if (item_id := id_of(item)) is not None}
        found.update({item_id: item for item_id, item in items.items() if track.is_new(item_id)})
        reached = any(item_id <= known for item_id in items)
        reason = None if reached else _exceeded(found, list(items.values())[-1:], bounds, oldest)
        request = neighbour_of(page, "next")
    if not reached and reason is None and known != _BEFORE_ALL and track.listing.trimmed and len(found) > _PAGE:
        reason = "trimmed"
    return _bounded(found, bounds, oldest, reason)


def _exceeded(found: Mapping[Id, Any], last: list[Any], bounds: GapFill, oldest: datetime) -> GapReason | None:
    """The bound that says to stop reading here."""
    if len(found) >= bounds.count:
        return "count"
    return "age" if last and _is_older(last[0], oldest) else None


def _bounded(found: Mapping[Id, Any], bounds: GapFill, oldest: datetime, reason: GapReason | None) -> Missed:
    ordered = [found[item_id] for item_id in sorted(found)]
    young = [item for item in ordered if not _is_older(item, oldest)]
    kept = young[-bounds.count :]
    if reason is not None:
        return Missed(kept, reason)
    if len(kept) == len(ordered):
        return Missed(kept)
    return Missed(kept, "count" if len(kept) < len(young) else "age", len(ordered) - len(kept))


def _is_older(item: Any, oldest: datetime) -> bool:
    made = time_of(item)
    return made is not None and made < oldest


def in_order(lists: Iterable[list[tuple[datetime | None, Event]]]) -> list[Event]:
    """The events of several lists as one, by their times; the order within each list stays."""
    from heapq import merge

    keyed = [_with_times(one) for one in lists]
    return [event for _, event in merge(*keyed, key=lambda pair: pair[0])]


def _with_times(events: list[tuple[datetime | None, Event]]) -> list[tuple[datetime, Event]]:
    """Each event with a time that is not before that of the event ahead of it."""
    latest, timed = _EPOCH, []
    for made, event in events:
        latest = max(latest, made or latest)
        timed.append((latest, event))
    return timed
