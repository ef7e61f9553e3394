"""Changes that leave the time of the last edit as it is, mentions, and statuses that are hidden, not deleted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.streaming.test_seen import (
    FIRST,
    SECOND,
    Server,
    deleted,
    deletion,
    edit,
    edited,
    recovered,
    status,
    taken,
    update,
    user,
)
from trunkline.entities import Notification, Status
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import Gap, StatusUpdate
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.gapfill import Missed
from trunkline.streaming.recovery.seen import Changes
from trunkline.streaming.recovery.versions import is_same, version_of
from trunkline.streaming.wires.raw import RawEvent


def quoting(number: int, state: str = "accepted", policy: str = "public", votes: int | None = None) -> Status:
    one = status(number)
    one["quote"] = {"state": state}
    one["quote_approval"] = {"automatic": [policy], "manual": []}
    one["poll"] = None if votes is None else {"votes_count": votes}
    return one


def sent(one: Status, name: str = "update") -> RawEvent:
    return RawEvent(name, json.dumps(one.raw()), "user")


def mention(number: int, status_number: int, kind: str = "mention") -> RawEvent:
    notification = Notification(id=str(number), type=kind, status=status(status_number))
    return RawEvent("notification", json.dumps(notification.raw()), "user")


def told(channel: Channel, *found: Status) -> list[Any]:
    return recovered(channel, Server(*found))


@pytest.mark.parametrize("changed", [quoting(2, state="revoked"), quoting(2, policy="followers")])
def test_a_change_without_an_edit_is_found_after_a_break_once(changed: Status) -> None:
    channel = user()
    taken(channel, [sent(quoting(2)), sent(quoting(3))])
    assert told(channel, changed, quoting(3)) == [StatusUpdate(changed, stream="user", recovered=True)]
    assert told(channel, changed, quoting(3)) == []
    saved = channel.positions()
    assert told(user(saved=saved), changed, quoting(3)) == [
        StatusUpdate(changed, stream="user", recovered=True)
    ]  # the program had not taken it
    assert told(user(saved=saved), quoting(2), quoting(3)) == []


@pytest.mark.parametrize(
    "found", [quoting(2, votes=7), quoting(2, state="muted_account"), quoting(2, state="blocked_domain"), status(2)]
)
def test_what_only_the_reader_sees_and_votes_are_no_change(found: Status) -> None:
    channel = user()
    taken(channel, [sent(quoting(2, votes=3))])
    assert told(channel, found) == []


@pytest.mark.parametrize(
    ("live", "passes"),
    [
        (quoting(2, votes=3), False),
        (quoting(2, votes=4), True),
        (quoting(2, state="revoked", votes=3), True),
        (quoting(2, policy="nobody", votes=3), True),
    ],
)
def test_an_update_without_an_edit_is_told_of_a_recovered_status(live: Status, passes: bool) -> None:
    channel = user()
    channel.recover({channel.tracks[0]: Missed([quoting(2, votes=3)])}, Changes())
    raw = sent(live, "status.update")
    assert channel.receive([raw]) == ([raw] if passes else [])


def test_cursors_of_earlier_releases_know_of_edits_alone() -> None:
    channel = user(saved={"seen": f"2= 3={FIRST}"})
    three = quoting(3)
    three["edited_at"] = FIRST
    assert told(channel, quoting(2), three) == []
    assert is_same(version_of(quoting(2)), "")
    assert not is_same(version_of(quoting(2)), version_of(quoting(2, state="deleted")))


@pytest.mark.parametrize("nonsense", [7, "x", [1], {"state": []}, {"automatic": {"a": 1}, "state": {}}])
def test_nonsense_has_a_version(nonsense: Any) -> None:
    odd = Status(id="2", quote=nonsense, quote_approval=nonsense, poll=nonsense)
    assert is_same(version_of(odd), version_of(odd))


# -- statuses that are known by a mention


def test_edits_and_deletions_of_what_mentioned_one_are_told() -> None:
    channel = user()
    taken(channel, [mention(5, 2), mention(6, 3), mention(7, 4, "favourite")])
    assert told(channel, status(2, FIRST)) == [deleted(3), edited(2, FIRST)]
    assert told(channel, status(2, FIRST)) == []


def test_those_of_recovered_mentions_too() -> None:
    channel = user()
    item = Notification(id="9", type="mention", status=status(2))
    channel.recover({channel.tracks[1]: Missed([item])}, Changes())
    assert told(channel, status(2, FIRST)) == [edited(2, FIRST)]


def test_a_mention_does_not_hide_an_edit_that_came_before_it() -> None:
    channel = user()
    taken(channel, [update(2), edit(2, FIRST), mention(5, 2)])
    assert told(channel, status(2, FIRST)) == []
    assert channel.positions()["seen"] == f"2={FIRST}"


def test_a_mention_that_waits_is_watched_and_is_in_the_cursor_when_it_is_taken() -> None:
    channel = user()
    (raw,) = channel.receive([mention(5, 2)])
    assert "seen" not in channel.positions()
    assert told(channel, status(2)) == []
    channel.deliver(raw, typed(raw))
    assert channel.positions()["seen"] == "2="


def test_what_is_told_to_be_deleted_does_not_come_afterwards() -> None:
    channel = user()
    taken(channel, [mention(5, 2), mention(6, 3)])
    channel.hold()
    channel.receive([update(2)])
    assert recovered(channel, Server(), status(3)) == [deleted(2), deleted(3)]
    assert channel.release() == []
    assert told(channel) == []
    assert channel.positions()["home"] == "1 +2 +3"


def test_what_is_deleted_while_a_list_is_read_does_not_come_from_the_list() -> None:
    channel = user()
    channel.hold()
    channel.release()  # it took too long
    raw = deletion(7)
    assert channel.receive([raw]) == [raw]
    assert channel.recover({channel.tracks[0]: Missed([status(7)])}, Changes()) == []


# -- statuses that exist, and are not among others


def test_what_exists_is_not_deleted_and_not_asked_for_again() -> None:
    channel = user()
    taken(channel, [update(2), update(3), update(4)])
    server = Server(status(4), muted=[status(2)])
    assert recovered(channel, server) == [deleted(3)]
    assert server.single == ["2", "3"]
    assert recovered(channel, server) == []
    assert server.single == ["2", "3"]


def test_few_are_asked_for_one_by_one_and_the_others_after_the_next_break() -> None:
    channel = user()
    taken(channel, map(update, range(100, 150)))
    gap, *events = told(channel)
    assert isinstance(gap, Gap)
    assert (gap.reason, events) == ("edits", [deleted(number) for number in range(100, 140)])
    assert told(channel) == [deleted(number) for number in range(140, 150)]


# -- live events while the statuses are read


def test_what_live_events_tell_while_statuses_are_read_is_told_once() -> None:
    channel = user()
    taken(channel, [update(2), update(3), update(4)])
    assert channel.seen is not None
    changes = Server(status(3, FIRST), status(4, FIRST)).changes(channel.seen)
    taken(channel, [deletion(2), edit(3, SECOND)])
    assert channel.recover({}, changes) == [edited(4, FIRST)]


def test_a_change_that_waits_when_the_program_stops_is_told_to_the_next_one() -> None:
    channel = user()
    taken(channel, [update(2), update(3), update(4)])
    server = Server(status(2, FIRST))
    assert recovered(channel, server) == [deleted(3), deleted(4), edited(2, FIRST)]
    channel.deliver(deleted(4), deleted(4))
    channel.receive([deletion(3)])
    again = user(saved=channel.positions())
    assert recovered(again, server) == [deleted(3), edited(2, FIRST)]
