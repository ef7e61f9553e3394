"""Servers send events of the same moment in any order; nothing gets lost by that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.streaming.conftest import People, run
from trunkline import Mastodon
from trunkline.ids import sort_key_of
from trunkline.sandbox import Sandbox
from trunkline.streaming import Event, NotificationEvent, StatusUpdate, Update
from trunkline.streaming.recovery.listings import listings_of
from trunkline.streaming.recovery.track import START, Track
from trunkline.streaming.subscriptions import Subscription


@contextmanager
def backwards(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the server keep the events of the block back, and send them the last first."""
    held: list[tuple[str, str, list[str]]] = []

    def hold(event: str, payload: str, channels: Iterable[str]) -> None:
        held.append((event, payload, list(channels)))

    with monkeypatch.context() as patch:
        patch.setattr(sandbox.hub, "publish", hold)
        yield
    for event, payload, channels in reversed(held):
        sandbox.hub.publish(event, payload, channels)


def words(events: Iterable[Event]) -> list[str]:
    """The last words of mentions."""
    found = [event.notification.status for event in events if isinstance(event, NotificationEvent)]
    return [status.content.removesuffix("</p>").split()[-1] for status in found if status]


def test_what_a_program_has_not_taken_is_not_lost_behind_what_it_has(
    sandbox: Sandbox, people: People, bob: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            async with alice.stream("user:notification") as stream:
                assert await stream.connected()
                with backwards(sandbox, monkeypatch):
                    for word in ("one", "two", "three"):
                        await asyncio.to_thread(bob.status_post, f"@alice {word}")
                while len(stream._engine.buffer._events) < 3:  # noqa: ASYNC110  (nothing tells)
                    await asyncio.sleep(0)
                assert words([await anext(stream)]) == ["three"]
                cursor = stream.cursor()
            await asyncio.to_thread(bob.status_post, "@alice four")
            async with alice.stream("user:notification", cursor=cursor) as stream:
                recovered = [await anext(stream) for _ in range(3)]
                assert words(recovered) == ["one", "two", "four"]
                assert all(event.recovered for event in recovered)
                await asyncio.to_thread(bob.status_post, "@alice five")
                assert words([await anext(stream)]) == ["five"]
                left = json.loads(stream.cursor())["user:notification"]["notifications"].split()[1:]
                assert all(one.startswith("+") for one in left)

    run(scene())


@pytest.mark.parametrize("old_text", [False, True])
def test_what_had_not_come_when_the_program_stopped_comes_once_afterwards(
    sandbox: Sandbox, people: People, bob: Mastodon, monkeypatch: pytest.MonkeyPatch, old_text: bool
) -> None:
    def publish(event: str, payload: str, channels: Iterable[str]) -> None:
        if "the late one" not in payload:
            sent(event, payload, channels)

    async def scene() -> None:
        async with people.asynchronous() as alice:
            async with alice.stream("user:notification") as stream:
                assert await stream.connected()
                await asyncio.to_thread(bob.status_post, "@alice the late one")
                await asyncio.to_thread(bob.status_post, "@alice newer")
                assert words([await anext(stream)]) == ["newer"]
                cursor = stream.cursor()
            if old_text:  # as the releases wrote it that knew the newest only
                place = json.loads(cursor)["user:notification"]["notifications"].split()[-1].removeprefix("+")
                cursor = json.dumps({"user:notification": {"notifications": place}})
            async with alice.stream("user:notification", cursor=cursor) as stream:
                if not old_text:
                    assert words([await anext(stream)]) == ["one"]
                await asyncio.to_thread(bob.status_post, "@alice last")
                assert words([await anext(stream)]) == ["last"]

    sent = sandbox.hub.publish
    monkeypatch.setattr(sandbox.hub, "publish", publish)
    run(scene())


def test_an_edit_before_its_status(
    sandbox: Sandbox, people: People, bob: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    with people.sync().stream("hashtag:quick") as stream:
        assert stream.connected()
        with backwards(sandbox, monkeypatch):
            status = bob.status_post("#quick")
            bob.status_update(status, "#quick edit")
        edit, update = next(stream), next(stream)
        assert isinstance(edit, StatusUpdate)
        assert isinstance(update, Update)
        assert edit.status.id == update.status.id == status.id


def test_a_burst_in_any_order_is_delivered_once_each() -> None:
    async def scene(sandbox: Sandbox) -> None:
        people = People(sandbox)
        async with (
            people.asynchronous() as alice,
            people.asynchronous("bob") as bob,
            alice.stream("user:notification") as stream,
        ):
            assert await stream.connected()
            posted = [str(number) for number in range(30)]
            for number in posted:
                await bob.status_post(f"@alice {number}")
            assert sorted(words([await anext(stream) for _ in posted]), key=int) == posted

    with Sandbox(size=0, seed=5, rate_limits=None) as sandbox:
        run(scene(sandbox))


# -- the progress in a list


def track(saved: str = "") -> Track:
    return Track(listings_of(Subscription("user:notification"))[0], saved)


def place(number: int) -> Any:
    return sort_key_of(str(number))


def test_a_cursor_names_what_was_taken_near_the_newest() -> None:
    progress = track("10")
    for number in (13, 12, 14, 11):
        assert progress.receive(place(number))
    assert progress.to_text() == "10"
    progress.deliver(place(13))
    assert progress.to_text() == "10 +13"
    progress.deliver(place(12))
    assert progress.to_text() == "10 +12 +13"
    progress.deliver(place(14))
    progress.deliver(place(14))
    assert progress.to_text() == "10 +12 +13 +14"


def test_what_had_not_come_when_the_program_stopped_is_new_afterwards() -> None:
    progress = track("960 +966 +968")
    assert [number for number in range(959, 971) if progress.is_new(place(number))] == [
        *range(961, 966),
        967,
        969,
        970,
    ]
    assert progress.receive(place(967))
    progress.deliver(place(967))
    assert progress.to_text() == "960 +966 +967 +968"
    assert not progress.receive(place(968))


def test_a_cursor_stays_short_and_names_what_waits_far_below() -> None:
    progress = track("0")
    for number in range(1, 1001):
        progress.receive(place(number))
        if number != 7:
            progress.deliver(place(number))
    text = progress.to_text()
    assert text is not None
    assert text.split() == ["980", "7", *(f"+{number}" for number in range(981, 1001))]
    again = track(text)
    assert [number for number in range(1, 1003) if again.is_new(place(number))] == [7, 1001, 1002]


def test_while_older_ones_are_to_be_read_a_cursor_does_not_pass_them() -> None:
    progress = track("0")
    for number in range(1, 101):
        progress.receive(place(number))
        progress.deliver(place(number))
    progress.open()  # 101 to 150 are missed
    for number in range(151, 251):
        progress.receive(place(number))
        progress.deliver(place(number))
    again = track(progress.to_text() or "")
    assert [number for number in range(1, 253) if again.is_new(place(number))] == [*range(101, 151), 251, 252]
    progress.filled()
    progress.settle()
    assert (progress.to_text() or "").split()[0] == "230"


def test_breaks_while_a_list_is_read_are_not_forgotten() -> None:
    progress = track("10")
    progress.open()
    progress.begin()
    progress.receive(place(20))
    progress.open()  # the connection breaks again
    progress.filled(place(15))
    assert progress.complete_to == place(10)
    progress.begin()
    progress.filled(place(18))
    assert progress.complete_to == place(18)


def test_what_an_old_cursor_names_is_new_until_it_is_received_or_given_up() -> None:
    progress = track("13 11 12")
    assert [number for number in range(9, 16) if progress.is_new(place(number))] == [11, 12, 14, 15]
    assert progress.complete_to == place(11)
    assert progress.to_text() == "13 11 12"
    progress.recover(place(12))
    progress.give_up_lacking()  # 11 was deleted meanwhile
    assert progress.complete_to == place(13)
    assert progress.to_text() == "13 12"
    progress.deliver(place(12))
    assert progress.to_text() == "13"


def test_without_a_cursor_nothing_is_known() -> None:
    progress = track()
    assert progress.to_text() is None
    assert progress.complete_to == START


def test_of_a_list_that_cannot_be_read_the_first_event_is_the_beginning() -> None:
    progress = track()
    progress.open()
    progress.receive(place(11))
    progress.receive(place(12))
    progress.deliver(place(12))
    assert progress.to_text() == "11 +12"
    assert not progress.is_new(place(10))


def test_what_comes_twice_does_not_wait_twice() -> None:
    progress = track("10")
    assert progress.receive(place(11))
    progress.deliver(place(11))
    assert not progress.receive(place(11))
    progress.receive(place(12))
    progress.deliver(place(12))
    assert progress.to_text() == "10 +11 +12"
