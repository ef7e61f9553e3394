"""The queue of waiting events."""

from __future__ import annotations

import asyncio
import threading

import pytest

from trunkline.errors import MastodonNetworkError
from trunkline.ids import Id
from trunkline.streaming.arrivals import Waiting
from trunkline.streaming.bell import Bell
from trunkline.streaming.buffer import Buffer
from trunkline.streaming.events import Delete, Event, Gap
from trunkline.streaming.options import WhenFull


def events(*numbers: int) -> list[Event]:
    return [Delete(Id(str(number))) for number in numbers]


def taken(buffer: Buffer) -> list[Waiting]:
    """Everything that waits."""
    return list(iter(buffer.pop, None))


async def turns(count: int = 5) -> None:
    """Let other tasks run."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_events_come_out_in_order() -> None:
    async def scene() -> None:
        buffer = Buffer(10, "wait")
        buffer.add(events(1, 2))
        buffer.add(events(3))
        assert taken(buffer) == events(1, 2, 3)
        assert buffer.pop() is None

    asyncio.run(scene())


def test_wait_holds_the_sender_up_until_there_is_room() -> None:
    async def scene() -> None:
        buffer = Buffer(2, "wait")
        buffer.add(events(1, 2, 3, 4, 5))
        sender = asyncio.create_task(buffer.room())
        for taken in range(5):
            await turns()
            assert sender.done() == (taken >= 3)
            assert buffer.pop() == events(taken + 1)[0]

    asyncio.run(scene())


def test_the_sender_goes_on_while_an_answer_is_awaited_but_not_without_end() -> None:
    async def scene() -> None:
        buffer = Buffer(1, "wait")
        buffer.add(events(1, 2))
        sender = asyncio.create_task(buffer.room())
        await turns()
        assert not sender.done()
        with buffer.reading_ahead():
            await turns()
            assert sender.done()
            await buffer.room(kept_back=9_999)
            with pytest.raises(MastodonNetworkError, match="does not confirm"):
                await buffer.room(kept_back=10_000)
        sender = asyncio.create_task(buffer.room())
        await turns()
        assert not sender.done()
        sender.cancel()

    asyncio.run(scene())


def test_the_end_frees_the_sender() -> None:
    async def scene() -> None:
        buffer = Buffer(1, "wait")
        buffer.add(events(1, 2, 3))
        sender = asyncio.create_task(buffer.room())
        await turns()
        buffer.finish()
        await sender

    asyncio.run(scene())


def test_drop_oldest_says_how_many() -> None:
    async def scene() -> None:
        buffer = Buffer(3, "drop_oldest")
        for number in range(10):
            buffer.add(events(number))
            await buffer.room()
        assert taken(buffer) == [Gap("slow", 7), *events(7, 8, 9)]
        assert buffer.dropped == 7
        buffer.add(events(*range(5)))
        assert taken(buffer) == [Gap("slow", 2), *events(2, 3, 4)]
        assert buffer.dropped == 9

    asyncio.run(scene())


@pytest.mark.parametrize("policy", ["wait", "drop_oldest"])
def test_the_error_comes_after_the_events(policy: WhenFull) -> None:
    async def scene() -> None:
        buffer = Buffer(3, policy)
        buffer.add(events(1))
        buffer.finish(MastodonNetworkError("gone"))
        buffer.finish()
        assert not buffer.is_over()
        assert taken(buffer) == events(1)
        with pytest.raises(MastodonNetworkError, match="gone"):
            buffer.is_over()
        assert buffer.is_over()

    asyncio.run(scene())


def test_who_waits_is_woken_by_events_and_by_the_end() -> None:
    woken: list[str] = []
    buffer = Buffer(3, "wait")
    buffer.wake = lambda: woken.append("woken")
    buffer.add(events(1))
    assert len(woken) == 1
    buffer.finish()
    assert len(woken) == 2


def test_another_thread_takes_what_a_loop_sends() -> None:
    async def send(buffer: Buffer, bell: Bell) -> None:
        buffer.wake, loop = bell.ring, asyncio.get_running_loop()
        buffer.in_loop = loop.call_soon_threadsafe
        for number in range(2000):
            buffer.add(events(number))
            await buffer.room()
        buffer.finish()
        await turns(100)  # the bell rings after some

    buffer, bell = Buffer(7, "wait"), Bell()
    sender = threading.Thread(target=lambda: asyncio.run(send(buffer, bell)))
    sender.start()
    found: list[Waiting] = []
    while not buffer.is_over():
        bell.wait()
        found += taken(buffer)
    sender.join()
    assert found == events(*range(2000))


def test_a_flood_does_not_keep_the_bell_from_ringing() -> None:
    async def flood(bell: Bell) -> None:
        while not heard.is_set():
            bell.ring()
            await asyncio.sleep(0)

    bell, heard = Bell(), threading.Event()
    flooding = threading.Thread(target=lambda: asyncio.run(flood(bell)))
    flooding.start()
    bell.wait()
    heard.set()
    flooding.join()
