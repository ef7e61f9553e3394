"""The table of event kinds is complete and fits the listeners."""

import inspect

import pytest

from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.streaming import CallbackStreamListener, StreamListener, events
from trunkline.streaming.event_kinds import KIND_OF_CLASS, KIND_OF_NAME, KINDS, EventKind
from trunkline.streaming.events import Delete, Event, FiltersChanged, StatusUpdate

OWN = {"Connected", "Disconnected", "Gap", "Heartbeat", "Malformed", "Refused", "Unknown"}
"""Events that no server sends under a name of its own."""


def test_every_event_of_a_server_has_one_kind() -> None:
    classes = {name for name, found in vars(events).items() if inspect.isclass(found) and issubclass(found, Event)} - {
        "Event"
    }
    assert {kind.event.__name__ for kind in KINDS} == classes - OWN
    assert len(KIND_OF_NAME) == len(KIND_OF_CLASS) == len(KINDS)


@pytest.mark.parametrize("listener", [StreamListener, CallbackStreamListener])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_listeners_have_a_method_for_every_kind(listener: type[StreamListener], kind: EventKind) -> None:
    parameters = inspect.signature(getattr(listener, kind.listener_method)).parameters
    assert len(parameters) - 1 == len(kind.event.__match_args__)


def test_payloads_of_events() -> None:
    status = Status(id="7")
    assert KIND_OF_CLASS[StatusUpdate].payload_of(StatusUpdate(status, stream="user")) is status
    assert KIND_OF_CLASS[Delete].payload_of(Delete(Id("7"), stream="user")) == "7"
    assert KIND_OF_CLASS[FiltersChanged].payload_of(FiltersChanged()) is None
