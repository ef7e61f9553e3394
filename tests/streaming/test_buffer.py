"""The queue of waiting events."""

from __future__ import annotations

import asyncio

import pytest

from mastodon.errors import MastodonNetworkError
from mastodon.ids import Id
from mastodon.streaming.buffer import Buffer
from mastodon.streaming.events import Delete, Event, Gap
from mastodon.streaming.options import WhenFull


def events(*numbers: int) -> list[Event]:
    return [Delete(Id(str(number))) for number in numbers]


async def turns(count: int = 5) -> None:
    """Let other tasks run."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_events_come_out_in_order() -> None:
    async def scene() -> None:
        buffer = Buffer(10, "wait")
        buffer.add(events(1, 2))
        buffer.add(events(3))
        assert await buffer.take(2) == events(1, 2)
        assert buffer.pop() == events(3)[0]
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
        assert await buffer.take(10) == [Gap("slow", 7), *events(7, 8, 9)]
        assert buffer.dropped == 7
        buffer.add(events(*range(5)))
        assert await buffer.take(10) == [Gap("slow", 2), *events(2, 3, 4)]
        assert buffer.dropped == 9

    asyncio.run(scene())


@pytest.mark.parametrize("policy", ["wait", "drop_oldest"])
def test_the_error_comes_after_the_events(policy: WhenFull) -> None:
    async def scene() -> None:
        buffer = Buffer(3, policy)
        buffer.add(events(1))
        buffer.finish(MastodonNetworkError("gone"))
        buffer.finish()
        assert await buffer.take(5) == events(1)
        with pytest.raises(MastodonNetworkError, match="gone"):
            await buffer.take(5)

    asyncio.run(scene())


def test_the_end_wakes_who_waits() -> None:
    async def scene() -> None:
        buffer = Buffer(3, "wait")
        taker = asyncio.create_task(buffer.take(5))
        await turns()
        buffer.finish()
        assert await taker == []

    asyncio.run(scene())
