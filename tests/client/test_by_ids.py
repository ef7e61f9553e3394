"""Several objects by their ids, also from servers that give one at a time, or say nothing of use."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.flows import client_state, json_answer, play
from trunkline.endpoints.batches import Batches
from trunkline.errors import MastodonMissingCallError, MastodonServerError, MastodonUnauthorizedError
from trunkline.protocol.software import Software
from trunkline.protocol.state import ClientState
from trunkline.response import Response
from trunkline.streaming.arrivals import typed
from trunkline.streaming.recovery.seen import Seen
from trunkline.streaming.wires.raw import RawEvent

LACKING = [
    json_answer({"error": "Not found"}, 404),
    json_answer({"error": "Method not allowed"}, 405),
    json_answer({}, 501),
    json_answer({}, 400),
    Response(404, "Not Found", {"content-type": "text/plain"}, b"404 Not Found"),
    Response(200, "OK", {"content-type": "text/html"}, b"<!doctype html><title>Log in</title>"),
    Response(302, "Found", {"location": "/login"}, b""),
    json_answer({"error": "no such call"}, 200),
]
GONE = json_answer({"error": "Record not found"}, 404)
SERVER_ERROR = json_answer({"error": "Oops"}, 500)


def one(number: int) -> Response:
    return json_answer({"id": str(number)})


def several(*numbers: int) -> Response:
    return json_answer([{"id": str(number)} for number in numbers])


def read(state: ClientState, ids: list[int], *answers: Response) -> tuple[list[str], list[str], list[str]]:
    """Read statuses; return the ids found, those missing, and the paths asked for."""
    program: Any = SimpleNamespace(state=state)
    outcome = play(Batches.statuses_by_ids.flow(program, ids), state, *answers)
    paths = [request.url.rpartition(".example")[2].partition("?")[0] for request in outcome.sent]
    return [found.id for found in outcome.result.items], outcome.result.missing, paths


@pytest.mark.parametrize("lacking", LACKING)
def test_one_by_one_after_any_refusal_and_the_server_is_remembered(lacking: Response) -> None:
    state = client_state()
    found, missing, paths = read(state, [1, 2, 3], lacking, one(1), GONE, one(3))
    assert (found, missing) == (["1", "3"], ["2"])
    assert paths == ["/api/v1/statuses", "/api/v1/statuses/1", "/api/v1/statuses/2", "/api/v1/statuses/3"]
    assert read(state, [4], one(4)) == (["4"], [], ["/api/v1/statuses/4"])


def test_a_failure_that_may_pass_is_not_remembered() -> None:
    state = client_state()
    assert read(state, [1, 2], SERVER_ERROR, one(1), one(2))[0] == ["1", "2"]
    assert read(state, [1, 2], several(1, 2))[0] == ["1", "2"]


def test_an_old_version_is_asked_one_by_one() -> None:
    state = client_state(version_check_mode="created", software=Software("mastodon", "4.2.1", "4.2.1"))
    assert read(state, [1, 2], one(1), one(2)) == (["1", "2"], [], ["/api/v1/statuses/1", "/api/v1/statuses/2"])


def test_a_server_that_ignores_the_ids_is_found_out() -> None:
    for ignoring in (several(), several(77, 78)):
        found, missing, paths = read(client_state(), [1, 2], ignoring, one(1), one(2))
        assert (found, missing) == (["1", "2"], [])
        assert len(paths) == 3


def test_all_may_be_gone() -> None:
    state = client_state()
    assert read(state, [1, 2], several(), GONE)[1] == ["1", "2"]
    assert read(state, [1, 2], several())[1] == ["1", "2"]  # what it says of several is believed by now


def test_what_else_a_server_says_of_one_object_is_raised() -> None:
    with pytest.raises(MastodonServerError):
        read(client_state(), [1, 2], json_answer({}, 404), one(1), SERVER_ERROR)
    with pytest.raises(MastodonUnauthorizedError):
        read(client_state(), [1], json_answer({}, 401), json_answer({}, 401))
    with pytest.raises(MastodonMissingCallError):
        read(client_state(), [1], LACKING[4], LACKING[4])


def test_objects_that_nobody_asked_for_are_left_out() -> None:
    assert read(client_state(), [1, 2], LACKING[0], one(77), json_answer({}))[1] == ["1", "2"]
    assert read(client_state(), [1, 2], json_answer([{"id": "1"}, 7, None, {"id": "9"}, {}]))[:2] == (["1"], ["2"])


def seen() -> Seen:
    found = Seen(10)
    for number in (1, 2):
        raw = RawEvent("update", {"id": str(number), "edited_at": None}, "user")
        event: Any = typed(raw)
        found.note(str(number), raw)
        found.deliver(event.status, raw)
    return found


def test_streams_look_for_edits_one_by_one() -> None:
    state, stream = client_state(), seen()
    edited = json_answer({"id": "1", "edited_at": "2026-01-01T00:00:00.000Z"})
    changes = play(stream.find(), state, LACKING[1], edited, GONE).result
    assert [status.id for status in changes.edited] == ["1"]
    assert changes.deleted == ["2"]
    assert len(play(stream.find(), state, edited, GONE).sent) == 2


def test_a_server_that_shows_nothing_at_all_has_deleted_nothing() -> None:
    changes = play(seen().find(), client_state(), GONE, GONE, GONE).result
    assert (changes.deleted, changes.complete) == ([], False)
