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
                assert " " not in json.loads(stream.cursor())["user:notification"]["notifications"]

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


def track(saved: str | None = None) -> Track:
    return Track.of_text(listings_of(Subscription("user:notification"))[0], saved)


def place(number: int) -> Any:
    return sort_key_of(str(number))


def test_a_cursor_names_what_waits_below_the_newest() -> None:
    progress = track("10")
    for number in (13, 12, 14, 11):
        assert progress.receive(place(number))
    assert progress.to_text() == "10"
    progress.deliver(place(13))
    assert progress.to_text() == "13 11 12"
    progress.deliver(place(12))
    assert progress.to_text() == "13 11"
    progress.drop(place(11))
    assert progress.to_text() == "13"
    progress.deliver(place(14))
    assert progress.to_text() == "14"


def test_what_a_cursor_names_is_new_until_it_is_received_or_given_up() -> None:
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


def test_what_comes_twice_does_not_wait_twice() -> None:
    progress = track("10")
    assert progress.receive(place(11))
    progress.deliver(place(11))
    assert not progress.receive(place(11))
    progress.receive(place(12))
    progress.deliver(place(12))
    assert progress.to_text() == "12"
