"""The search for missed objects, stepped through without a server."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from trunkline.answers.page import Page
from trunkline.entities import Conversation, Notification, Status
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import Id
from trunkline.protocol.request import Request
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import Event, Gap, NotificationEvent, Update
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.gapfill import Missed, find_missed
from trunkline.streaming.recovery.listings import Position, listings_of
from trunkline.streaming.recovery.seen import Changes
from trunkline.streaming.recovery.track import Track
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
BOUNDS = GapFill(count=100, age=timedelta(hours=1))


def status(number: int, minutes: float = 1) -> Status:
    made = NOW - timedelta(minutes=minutes)
    return Status(id=str(number), created_at=made.isoformat())


def ids(missed: Missed) -> list[int]:
    return [int(item["id"]) for item in missed.items]


class Server:
    """Answers the requests of a flow from a list, newest first, in pages."""

    def __init__(self, items: list[Any], size: int = 40) -> None:
        self.items, self.size = items, size
        self.requests: list[Request[Any]] = []

    def run(self, flow: Generator[Any, Any, Any]) -> Any:
        try:
            request = next(flow)
            while True:
                request = flow.send(self.answer(request))
        except StopIteration as stop:
            return stop.value

    def answer(self, request: Request[Any]) -> Page[Any]:
        self.requests.append(request)
        size = min(self.size, request.params.get("limit", self.size))
        start = int(request.path.partition("?start=")[2] or 0)
        following = Request("GET", f"/x?start={start + size}", Page[Status])
        more = start + size < len(self.items)
        return Page(self.items[start : start + size], next=following if more else None)


def at(number: int) -> Position:
    return Id(str(number)).sort_key


def home(after: int | None = None) -> Track:
    return Track(listings_of(Subscription("user"))[0], "" if after is None else str(after))


def statuses(*numbers: int) -> list[Status]:
    return [status(number) for number in numbers]


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("user", ["/api/v1/timelines/home", "/api/v1/notifications"]),
        ("user:notification", ["/api/v1/notifications"]),
        ("direct", ["/api/v1/conversations"]),
        ("public", ["/api/v1/timelines/public"]),
        ("list:12", ["/api/v1/timelines/list/12"]),
        ("hashtag:日", ["/api/v1/timelines/tag/%E6%97%A5"]),
    ],
)
def test_each_stream_has_its_lists(name: str, paths: list[str]) -> None:
    assert [listing.path for listing in listings_of(Subscription.parse(name))] == paths


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("public:media", {"only_media": True}),
        ("public:local", {"local": True}),
        ("public:remote:media", {"remote": True, "only_media": True}),
        ("hashtag:local:a", {"local": True}),
        ("hashtag:#local", {}),
    ],
)
def test_variants_of_streams_are_parameters_of_their_lists(name: str, params: dict[str, bool]) -> None:
    assert listings_of(Subscription.parse(name))[0].params == params


def test_a_stream_starts_at_the_newest_object() -> None:
    track, server = home(), Server(statuses(9, 8, 7))
    server.run(track.start())
    assert track.newest == at(9)
    assert server.requests[0].params == {"limit": 10}
    assert ids(server.run(find_missed(track, BOUNDS, NOW))) == []


def test_what_came_since_is_found_in_order() -> None:
    server = Server(statuses(14, 13, 12, 11, 10, 9))
    missed = server.run(find_missed(home(11), BOUNDS, NOW))
    assert (ids(missed), missed.reason) == ([12, 13, 14], None)


def test_pages_are_read_back_to_the_last_object_received() -> None:
    server = Server(statuses(*range(200, 0, -1)))
    missed = server.run(find_missed(home(100), GapFill(count=1000), NOW))
    assert ids(missed) == list(range(101, 201))
    assert len(server.requests) == 3


def test_an_empty_list_loses_nothing() -> None:
    track, server = home(), Server([])
    server.run(track.start())
    assert ids(server.run(find_missed(track, BOUNDS, NOW))) == []
    server.items = statuses(2, 1)
    assert ids(server.run(find_missed(track, BOUNDS, NOW))) == [1, 2]


def test_the_count_bounds_what_is_read() -> None:
    server = Server(statuses(*range(500, 0, -1)))
    missed = server.run(find_missed(home(3), GapFill(count=50), NOW))
    assert (ids(missed), missed.reason, missed.lost) == (list(range(451, 501)), "count", None)
    assert len(server.requests) == 2


def test_the_count_lost_is_known_when_all_was_read() -> None:
    server = Server(statuses(*range(30, 0, -1)))
    missed = server.run(find_missed(home(3), GapFill(count=10), NOW))
    assert (ids(missed), missed.reason, missed.lost) == (list(range(21, 31)), "count", 17)


def test_the_age_bounds_what_is_delivered() -> None:
    server = Server([status(9, 5), status(8, 59), status(7, 61), status(6, 70), status(5, 80)])
    missed = server.run(find_missed(home(5), BOUNDS, NOW))
    assert (ids(missed), missed.reason, missed.lost) == ([8, 9], "age", 2)


def test_reading_stops_at_the_age() -> None:
    server = Server([status(number, 500 - number) for number in range(500, 0, -1)])
    missed = server.run(find_missed(home(3), GapFill(count=1000, age=timedelta(minutes=59.5)), NOW))
    assert (ids(missed), missed.reason) == (list(range(441, 501)), "age")
    assert len(server.requests) == 2


def test_a_second_look_at_a_whole_list_with_old_objects_loses_nothing() -> None:
    track, server = home(), Server([status(2, minutes=90), status(1, minutes=99)])
    server.run(track.start())
    for _ in range(2):
        track.open()
        missed = server.run(find_missed(track, BOUNDS, NOW))
        assert (missed.items, missed.reason) == ([], None)
        track.filled(missed.edge)


def test_a_home_timeline_that_does_not_reach_back_is_a_gap() -> None:
    server = Server(statuses(*range(1000, 900, -1)))
    missed = server.run(find_missed(home(3), GapFill(count=5000), NOW))
    assert (len(missed.items), missed.reason) == (100, "trimmed")


def test_a_status_that_arrives_late_with_an_old_id_is_found_once() -> None:
    track, server = home(), Server(statuses(10, 9))
    server.run(track.start())
    for number in (20, 22):
        assert track.receive(at(number))
    server.items = statuses(22, 21, 20, 10, 9)
    missed = server.run(find_missed(track, BOUNDS, NOW))
    assert ids(missed) == [21]
    track.recover(at(21))
    assert ids(server.run(find_missed(track, BOUNDS, NOW))) == []
    assert not track.receive(at(21))


def test_what_has_been_forgotten_is_not_taken_for_missed() -> None:
    track = home(0)
    for number in range(1, 5001):
        track.receive(at(number))
    server = Server(statuses(*range(5002, 4900, -1), 3000, 2999))
    assert ids(server.run(find_missed(track, BOUNDS, NOW))) == [5001, 5002]


def test_bounds_must_make_sense() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="count of at least 1"):
        GapFill(count=0)
    with pytest.raises(MastodonIllegalArgumentError, match="age above 0"):
        GapFill(age=timedelta(0))


# -- a stream


def user() -> Channel:
    return Channel(Subscription("user"), BOUNDS, {"home": "1", "notifications": "1"})


def update(number: int) -> RawEvent:
    return RawEvent("update", json.dumps(status(number).raw()), "user")


def notification(number: int, minutes: float) -> Notification:
    made = NOW - timedelta(minutes=minutes)
    return Notification(id=str(number), type="mention", created_at=made.isoformat())


def test_live_events_wait_for_those_that_were_missed() -> None:
    channel = user()
    channel.hold()
    deletion = RawEvent("delete", "3", "user")
    assert channel.receive([update(3), deletion, update(4)]) == []
    tracks = channel.tracks
    first = channel.recover({tracks[0]: Missed([status(2), status(3)]), tracks[1]: Missed([])}, Changes())
    assert [(event.status.id, event.recovered) for event in first if isinstance(event, Update)] == [
        ("2", True),
        ("3", True),
    ]
    assert channel.release() == [deletion, update(4)]
    assert channel.receive([update(6), update(2)]) == [update(6)]


def test_what_was_kept_back_and_is_gone_from_the_list_comes_in_its_place() -> None:
    channel = user()
    channel.hold()
    deletion = RawEvent("delete", "3", "user")
    channel.receive([update(3), deletion, update(5), update(6)])
    tracks = channel.tracks
    events = channel.recover({tracks[0]: Missed(statuses(2, 4, 5)), tracks[1]: Missed([])}, Changes())
    assert [event if isinstance(event, RawEvent) else told(event) for event in events] == ["2", update(3), "4", "5"]
    assert channel.release() == [deletion, update(6)]


def test_nonsense_that_was_kept_back_stays_nonsense() -> None:
    channel = user()
    channel.hold()
    channel.receive([broken := RawEvent("update", '{"id":"3", broken', "user")])
    events = channel.recover({channel.tracks[0]: Missed(statuses(5))}, Changes())
    assert events[0] is broken
    assert channel.release() == []


def told(event: Event) -> str | None:
    return event.status.id if isinstance(event, Update) else None


def test_what_is_kept_back_outlives_the_connection() -> None:
    channel = user()
    deletion = RawEvent("delete", "3", "user")
    channel.hold()
    channel.receive([deletion])
    channel.hold()
    channel.receive([update(4)])
    assert channel.release() == [deletion, update(4)]


def test_statuses_and_notifications_are_told_by_their_times() -> None:
    channel = user()
    home_track, notification_track = channel.tracks
    events = channel.recover(
        {
            home_track: Missed([status(2, 9), status(3, 5), status(4, 1)]),
            notification_track: Missed([notification(2, 8), notification(3, 2)]),
        },
        Changes(),
    )
    told = [(type(event), event.status.id if isinstance(event, Update) else "") for event in events]
    assert told == [(Update, "2"), (NotificationEvent, ""), (Update, "3"), (NotificationEvent, ""), (Update, "4")]


def test_what_is_lost_is_reported_first() -> None:
    channel = user()
    events = channel.recover(
        {channel.tracks[0]: Missed([status(9)], "count", 4), channel.tracks[1]: Missed([])}, Changes()
    )
    assert events == [Gap("count", 4, stream="user"), Update(status(9), stream="user", recovered=True)]


def conversation(last: int) -> Conversation:
    return Conversation(id="1", last_status=status(last))


def test_a_conversation_may_be_told_again() -> None:
    channel = Channel(Subscription("direct"), BOUNDS, {"conversations": "1"})
    five, seven = (RawEvent("conversation", json.dumps(conversation(number).raw())) for number in (5, 7))
    assert len(channel.receive([five, five])) == 2
    channel.hold()
    channel.receive([seven])
    channel.recover({channel.tracks[0]: Missed([conversation(7)])}, Changes())
    assert channel.release() == []
    assert len(channel.receive([seven])) == 1


def test_positions_follow_the_program_not_the_connection() -> None:
    channel = user()
    received = channel.receive([update(5), update(7), update(6)])
    assert channel.positions() == {"home": "1", "notifications": "1"}
    for raw in received:
        channel.deliver(raw, typed(raw))
    assert channel.positions() == {"home": "1 +5 +6 +7", "notifications": "1", "seen": "5= 7= 6="}


def test_without_gap_fill_everything_passes_as_it_comes() -> None:
    channel = Channel(Subscription("user"), None)
    channel.hold()
    assert channel.receive([update(5), update(5)]) == [update(5), update(5)]
    assert channel.positions() == {}


@pytest.mark.parametrize(
    ("payload", "position"),
    [
        (b'{"id":"117","a":1}', at(117)),
        ('{"id":"117","a":1}', at(117)),
        ('{"a":1, "id" : "117"}', at(117)),
        ('{"id":"01HXYZ"}', Id("01HXYZ").sort_key),
        ('{"id":"1\\u0031"}', at(11)),
        ({"id": "117"}, at(117)),
        ('{"id":117}', None),
        ('{"id":""}', None),
        ("{", None),
        (None, None),
    ],
)
def test_the_id_of_an_event_is_found_without_reading_all_of_it(payload: Any, position: Position | None) -> None:
    assert listings_of(Subscription("user"))[0].position_in_raw(RawEvent("update", payload)) == position
