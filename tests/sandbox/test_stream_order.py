"""The order in which the events of a burst arrive."""

import asyncio
import json

from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.live.messages import REACH, Message, arranged


def status(number: int) -> str:
    return json.dumps({"id": str(number)})


def received(hub: Hub, publish) -> list[Message]:
    """Publish a burst and return what one listener gets."""

    async def scenario() -> list[Message]:
        with hub.subscribe(["a"]) as subscription:
            publish(hub)
            return await subscription.messages()

    return asyncio.run(asyncio.wait_for(scenario(), 10))


def burst(hub: Hub) -> None:
    for number in range(40):
        hub.publish("update", status(number), ["a"])


def test_the_order_depends_on_the_seed_and_nothing_is_lost():
    orders = [[message.payload for message in received(Hub(seed=seed), burst)] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    published = [status(number) for number in range(40)]
    assert sorted(orders[0]) == sorted(orders[2]) == sorted(published)
    assert published not in orders


def test_events_overtake_only_near_ones():
    for place, message in enumerate(received(Hub(seed=1), burst)):
        assert abs(place - int(message.json["id"])) < REACH


def test_all_listeners_get_the_same_order():
    async def scenario() -> None:
        hub = Hub(seed=3)
        with hub.subscribe(["a"]) as one, hub.subscribe(["a", "b"]) as other:
            burst(hub)
            assert await one.messages() == await other.messages()

    asyncio.run(asyncio.wait_for(scenario(), 10))


def test_without_a_seed_the_order_stays():
    assert [message.payload for message in received(Hub(), burst)] == [status(number) for number in range(40)]


def test_an_edit_may_come_before_its_status():
    def publish(hub: Hub) -> None:
        hub.publish("update", status(1), ["a"])
        hub.publish("status.update", status(1), ["a"])

    first = [received(Hub(seed=seed), publish)[0].event for seed in range(8)]
    assert set(first) == {"update", "status.update"}


def test_a_deletion_comes_after_all_that_it_deletes():
    def publish(hub: Hub) -> None:
        hub.publish("update", status(1), ["a"])
        hub.publish("notification", json.dumps({"id": "5", "status": {"id": "1"}}), ["a"])
        hub.publish("notification", json.dumps({"id": "6"}), ["a"])
        hub.publish("status.update", status(1), ["a"])
        hub.publish("delete", "1", ["a"])
        hub.publish("update", status(2), ["a"])

    ends = set()
    for seed in range(50):
        events = received(Hub(seed=seed), publish)
        deleted = next(place for place, message in enumerate(events) if message.event == "delete")
        assert all(message.status_id != "1" for message in events[deleted + 1 :])
        ends.add(events[-1].event)
    assert len(ends) > 1  # other events overtake it


def test_equal_places_keep_the_order():
    messages = [Message("update", status(number)) for number in range(3)]
    assert arranged(messages) == messages


def test_a_burst_is_taken_together():
    async def scenario() -> None:
        hub = Hub(seed=1)
        with hub.subscribe(["a"]) as subscription:
            reading = asyncio.create_task(subscription.messages())
            for number in range(3):
                hub.publish("update", status(number), ["a"])
                await asyncio.sleep(0)  # the reader wakes up in between
            assert len(await reading) == 3

    asyncio.run(asyncio.wait_for(scenario(), 10))


def test_the_end_of_a_subscription_is_not_waited_for():
    async def scenario() -> None:
        hub = Hub(seed=1)
        subscription = hub.subscribe(["a"])
        hub.publish("update", status(1), ["a"])
        hub.close()
        assert [message.payload for message in await subscription.messages()] == [status(1)]
        assert await subscription.messages() == []

    asyncio.run(asyncio.wait_for(scenario(), 10))
