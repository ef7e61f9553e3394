"""Edits and deletions that happened without a connection, stepped through without a server."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from trunkline.entities import Status
from trunkline.errors import MastodonIllegalArgumentError, MastodonNotFoundError
from trunkline.protocol.request import Request
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import Delete, Event, Gap, StatusUpdate, Update
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.gapfill import Missed
from trunkline.streaming.recovery.seen import Changes, Seen
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

FIRST, SECOND = "2027-01-15T11:00:00.000Z", "2027-01-15T11:30:00.000Z"


def status(number: int, edited: str | None = None) -> Status:
    return Status(id=str(number), created_at="2027-01-15T10:00:00.000Z", edited_at=edited)


def update(number: int, edited: str | None = None) -> RawEvent:
    return RawEvent("update", json.dumps(status(number, edited).raw()), "user")


def edit(number: int, edited: str) -> RawEvent:
    return RawEvent("status.update", json.dumps(status(number, edited).raw()), "user")


def deletion(number: int) -> RawEvent:
    return RawEvent("delete", str(number), "user")


class Server:
    """Answers requests for statuses by their ids with those that it has; those of *muted* only one by one."""

    def __init__(self, *statuses: Status, muted: Iterable[Status] = ()) -> None:
        self.statuses = {one["id"]: one for one in statuses}
        self.muted = {one["id"]: one for one in muted}
        self.asked: list[list[str]] = []
        self.single: list[str] = []

    def changes(self, seen: Seen) -> Changes:
        flow = seen.find()
        try:
            request = next(flow)
            while True:
                try:
                    answer = self._answer(request)
                except MastodonNotFoundError as error:
                    request = flow.throw(error)
                else:
                    request = flow.send(answer)
        except StopIteration as stop:
            found: Changes = stop.value
            return found

    def _answer(self, request: Any) -> Any:
        assert isinstance(request, Request)
        if single := request.path.removeprefix("/api/v1/statuses/").removeprefix("/api/v1/statuses"):
            self.single.append(single)
            if single in self.muted:
                return self.muted[single]
            raise MastodonNotFoundError
        assert request.path == "/api/v1/statuses"
        self.asked.append(request.params["id"])
        return [self.statuses[one] for one in reversed(request.params["id"]) if one in self.statuses]


def user(edits: int = 100, saved: dict[str, str] | None = None) -> Channel:
    positions = {"home": "1", "notifications": "1", **(saved or {})}
    return Channel(Subscription("user"), GapFill(edits=edits), positions)


def taken(channel: Channel, raws: Iterable[RawEvent]) -> None:
    """The events come, and the program takes them."""
    for raw in channel.receive(raws):
        channel.deliver(raw, typed(raw))


def recovered(channel: Channel, server: Server, *missed: Status) -> list[Event | RawEvent]:
    assert channel.seen is not None
    return channel.recover({channel.tracks[0]: Missed(list(missed))}, server.changes(channel.seen))


def edited(number: int, when: str) -> StatusUpdate:
    return StatusUpdate(status(number, when), stream="user", recovered=True)


def deleted(number: int) -> Delete:
    return Delete(typed(deletion(number)).status_id, stream="user", recovered=True)  # type: ignore[attr-defined]


def test_edits_and_deletions_are_told_in_their_order_before_what_came_later() -> None:
    channel = user()
    taken(channel, [update(2), update(3), update(4), update(5)])
    server = Server(status(2, SECOND), status(3, FIRST), status(5))
    later = Status(id="9", created_at="2027-01-15T12:00:00.000Z")
    assert recovered(channel, server, later) == [
        deleted(4),
        edited(3, FIRST),
        edited(2, SECOND),
        Update(later, stream="user", recovered=True),
    ]


def test_a_change_is_told_once() -> None:
    channel = user()
    taken(channel, [update(2), update(3)])
    server = Server(status(2, FIRST))
    assert len(recovered(channel, server)) == 2
    assert recovered(channel, server) == []
    assert server.asked == [["2", "3"], ["2"]]


def test_nothing_is_told_of_what_did_not_change() -> None:
    channel = user()
    taken(channel, [update(2), update(3, FIRST), update(4), edit(4, FIRST)])
    assert recovered(channel, Server(status(2), status(3, FIRST), status(4, FIRST))) == []


def test_events_that_wait_for_the_program_count_with_the_version_that_they_hold() -> None:
    channel = user()
    channel.receive([update(2, FIRST), update(3), edit(3, FIRST)])
    server = Server(status(2, FIRST), status(3, FIRST))
    assert recovered(channel, server) == []
    server = Server(status(2, SECOND), status(3, SECOND))
    assert recovered(channel, server) == [edited(2, SECOND), edited(3, SECOND)]


def test_an_older_version_that_the_program_takes_late_does_not_hide_a_newer_one() -> None:
    channel = user()
    first, second = channel.receive([update(2), edit(2, FIRST)])
    channel.deliver(first, typed(first))
    assert recovered(channel, Server(status(2, FIRST))) == []
    channel.deliver(second, typed(second))
    assert recovered(channel, Server(status(2, FIRST))) == []


def test_what_was_fetched_after_a_break_is_watched_too() -> None:
    channel = user()
    channel.recover({channel.tracks[0]: Missed([status(2), status(3)])}, Changes())
    assert recovered(channel, Server(status(2, FIRST))) == [deleted(3), edited(2, FIRST)]


def test_a_status_that_was_deleted_while_connected_is_not_asked_for() -> None:
    channel = user()
    taken(channel, [update(2), update(3), deletion(2)])
    server = Server(status(3))
    assert recovered(channel, server) == []
    assert server.asked == [["3"]]


@pytest.mark.parametrize(
    ("live", "passes"),
    [
        (edit(2, FIRST), False),
        (edit(2, SECOND), False),
        (edit(2, "2027-01-15T11:59:00.000Z"), True),
        (deletion(2), True),
        (deletion(3), False),
        (edit(3, SECOND), False),
        (deletion(4), True),
    ],
)
def test_what_also_comes_over_the_stream_is_not_told_twice(live: RawEvent, passes: bool) -> None:
    channel = user()
    taken(channel, [update(2), update(3), update(4)])
    channel.hold()
    channel.receive([live])
    assert recovered(channel, Server(status(2, SECOND), status(4))) == [deleted(3), edited(2, SECOND)]
    assert channel.release() == ([live] if passes else [])


def test_however_long_it_is_kept_back() -> None:
    channel = user(edits=3)
    taken(channel, [update(2), update(3)])
    channel.hold()
    channel.receive([edit(2, SECOND), deletion(3)])
    assert recovered(channel, Server(status(2, SECOND))) == [deleted(3), edited(2, SECOND)]
    for number in range(10, 30):
        recovered(channel, Server(), status(number))
    assert channel.release() == []


def test_twenty_are_asked_for_at_once() -> None:
    channel = user()
    taken(channel, [update(number) for number in range(2, 47)])
    server = Server(*map(status, range(2, 47)))
    assert recovered(channel, server) == []
    assert [len(ids) for ids in server.asked] == [20, 20, 5]


def test_only_the_last_are_remembered_and_that_is_reported() -> None:
    channel = user(edits=2)
    taken(channel, [update(2), update(3)])
    assert recovered(channel, Server(status(2), status(3))) == []
    taken(channel, [update(4)])
    server = Server(status(3), status(4, FIRST))
    gap, *events = recovered(channel, server)
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.lost, gap.stream) == ("edits", None, "user")
    assert events == [edited(4, FIRST)]
    assert server.asked == [["3", "4"]]


def test_a_server_that_cannot_be_asked_is_asked_once_and_that_is_reported() -> None:
    channel, server = user(), Server()
    taken(channel, [update(2)])
    assert channel.seen is not None
    channel.seen.give_up()
    taken(channel, [update(3)])
    for _ in range(2):
        (gap,) = recovered(channel, server)
        assert isinstance(gap, Gap)
        assert gap.reason == "edits"
    assert server.asked == []


@pytest.mark.parametrize("name", ["user:notification", "direct"])
def test_streams_that_tell_of_no_statuses_remember_none(name: str) -> None:
    assert Channel(Subscription(name), GapFill()).seen is None


def test_it_can_be_switched_off() -> None:
    channel = user(edits=0)
    taken(channel, [update(2)])
    assert channel.seen is None
    assert "seen" not in channel.positions()
    with pytest.raises(MastodonIllegalArgumentError, match="edits is -1"):
        GapFill(edits=-1)


def test_a_cursor_holds_what_the_program_has_taken() -> None:
    channel = user()
    taken(channel, [update(2), update(3, FIRST)])
    channel.receive([update(4)])
    saved = channel.positions()
    assert saved["seen"] == f"2= 3={FIRST}"
    again = user(saved=saved)
    assert recovered(again, Server(status(2, FIRST))) == [deleted(3), edited(2, FIRST)]


def test_a_cursor_tells_that_more_was_forgotten() -> None:
    channel = user(edits=1)
    taken(channel, [update(2), update(3)])
    saved = channel.positions()
    (gap,) = recovered(user(saved=saved), Server(status(3)))
    assert isinstance(gap, Gap)
    assert gap.reason == "edits"


def test_cursors_of_earlier_releases_tell_of_no_statuses() -> None:
    channel, server = user(), Server()
    assert recovered(channel, server) == []
    assert server.asked == []


@pytest.mark.parametrize(
    "payload", ['{"id":7}', '{"a":1}', '{"id":["2"],"edited_at":5}', "[]", "no json", None, '{"id":"2","edited_at":5}']
)
@pytest.mark.parametrize("name", ["update", "status.update", "delete"])
def test_nonsense_does_no_harm(name: str, payload: Any) -> None:
    channel = user()
    taken(channel, [RawEvent(name, payload, "user")])
    taken(channel, [update(3)])
    assert recovered(channel, Server(status(2), status(3))) == []


@pytest.mark.parametrize("made", ["yesterday", 7, None])
def test_an_edit_whose_time_makes_no_sense_is_told(made: Any) -> None:
    channel = user()
    taken(channel, [update(2, FIRST)])
    changed = Status(id="2", edited_at=made)
    assert recovered(channel, Server(changed), status(9)) == [
        StatusUpdate(changed, stream="user", recovered=True),
        Update(status(9), stream="user", recovered=True),
    ]


def test_memory_stays_bounded() -> None:
    seen = Seen(10, " ".join(f"{number}=" for number in range(1000)))
    assert seen.to_text().split() == ["+", *(f"{number}=" for number in range(990, 1000))]
