"""Streams of `Mastodon`, against the sandbox."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
from itertools import islice
from typing import Any

import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.streaming.conftest import QUICK, People
from trunkline import Mastodon
from trunkline.errors import MastodonUnauthorizedError
from trunkline.sandbox import Sandbox
from trunkline.streaming import Disconnected, Event, NotificationEvent, ReconnectPolicy, Stream, Update
from trunkline.streaming.wires.names import WireName

WIRES = ["sse", "websocket"]


def ids(events: list[Event]) -> list[str]:
    return [event.status.id for event in events if isinstance(event, Update)]


@pytest.mark.parametrize("wire", WIRES)
def test_events_as_they_come(people: People, bob: Mastodon, wire: WireName) -> None:
    with people.sync().stream("user", "hashtag:sync", wire=wire) as stream:
        assert stream.connected()
        posted: Any = bob.status_post("@alice #sync")
        assert {type(event) for event in islice(stream, 2)} == {Update, NotificationEvent}
        assert stream.state == "connected"
        assert posted.id in stream.cursor()
    assert stream.state == "stopped"  # type: ignore[comparison-overlap]
    assert list(stream) == []


@pytest.mark.parametrize("wire", WIRES)
def test_what_was_missed_comes_first(people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName) -> None:
    settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK, "states": True}
    with people.sync(url=proxy.url).stream("hashtag:missed", **settings) as stream:
        assert stream.connected()
        proxy.plan = lambda request: answering("502 Bad Gateway") if is_stream(request) else Fault()
        proxy.cut_all()
        assert any(isinstance(event, Disconnected) for event in stream)
        posted: list[Any] = [bob.status_post("#missed") for _ in range(3)]
        proxy.plan = untouched
        updates = list(islice((event for event in stream if isinstance(event, Update)), 3))
        assert ids(list(updates)) == [status.id for status in posted]
        assert all(event.recovered for event in updates)
        assert stream.reconnects == 1 or next(stream)


def test_streams_are_added_and_dropped(people: People, bob: Mastodon) -> None:
    with people.sync().stream("hashtag:c1", wire="websocket") as stream:
        stream.subscribe("hashtag:c2")
        stream.unsubscribe("hashtag:c1")
        assert stream.subscriptions == ["hashtag:c2"]
        bob.status_post("#c1")
        bob.status_post("#c2")
        assert next(stream).stream == "hashtag:c2"


@pytest.mark.parametrize("wire", [*WIRES, "auto"])
def test_a_token_that_is_not_accepted_is_an_error_and_leaves_nothing(people: People, wire: Any) -> None:
    stream = people.sync(access_token="s3cret").stream("user", wire=wire)
    with pytest.raises(MastodonUnauthorizedError):
        next(stream)
    assert list(stream) == []


def test_leaving_the_loop_ends_the_stream(people: People, bob: Mastodon) -> None:
    def first(stream: Stream) -> Event:
        assert stream.connected()
        bob.status_post("#left")
        for event in stream:
            return event
        raise AssertionError("the stream ended")

    first(people.sync().stream("hashtag:left"))
    gc.collect()
    assert not [thread for thread in threading.enumerate() if thread.name == "trunkline-stream"]


def test_another_thread_can_end_an_iteration_that_waits(people: People) -> None:
    stream = people.sync().stream("direct")
    assert stream.connected()
    taken: list[Event] = []
    waiting = threading.Thread(target=lambda: taken.extend(stream))
    waiting.start()
    stream.close()
    waiting.join(5)
    assert not waiting.is_alive()
    assert taken == []


@pytest.mark.parametrize("fault", [Fault("stall", after_bytes=0), answering("503 Service Unavailable")])
def test_it_stops_at_once_from_any_state(people: People, proxy: FaultProxy, fault: Fault) -> None:
    proxy.plan = lambda request: fault if is_stream(request) else Fault()
    settings: dict[str, Any] = {"reconnect": ReconnectPolicy(base=1000, longest=1000)}
    with people.sync(url=proxy.url).stream("user", **settings) as stream:
        waiting = threading.Thread(target=lambda: list(stream))
        waiting.start()
        while not proxy.disconnects:
            threading.Event().wait(0.005)
    waiting.join(5)
    assert not waiting.is_alive()


def test_it_can_be_closed_before_it_starts_and_twice(people: People) -> None:
    stream = people.sync().stream("user")
    stream.close()
    stream.close()
    assert not stream.connected()
    assert list(stream) == []


_PROGRAM = """
import sys
from mastodon import Mastodon
with Mastodon(api_base_url=sys.argv[1], access_token=sys.argv[2]).stream("user", wire=sys.argv[3]) as stream:
    stream.connected()
    print("ready", flush=True)
    for event in stream:
        pass
"""


@pytest.mark.parametrize("wire", WIRES)
def test_ctrl_c_ends_the_program_at_once(sandbox: Sandbox, wire: WireName) -> None:
    command = [sys.executable, "-X", "dev", "-c", _PROGRAM, sandbox.url, sandbox.token_for("alice"), wire]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=5)
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert "ResourceWarning" not in said
    assert "Task was destroyed" not in said


def test_closing_wakes_who_waits_at_any_moment(people: People) -> None:
    for _ in range(30):
        stream = people.sync().stream("direct")
        waiting = threading.Thread(target=lambda stream=stream: list(stream))
        waiting.start()
        stream.close()
        waiting.join()
