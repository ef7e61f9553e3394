"""Stepping through flows by hand, and with canned responses."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import Any

from trunkline.answers.decoding import decode
from trunkline.errors import MastodonNetworkError
from trunkline.protocol.policy import expand
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Flow, HttpRequest, Now, Request, Send, Sleep
from trunkline.protocol.retries import RetryPolicy
from trunkline.protocol.software import software_of
from trunkline.protocol.state import ClientState
from trunkline.response import Response

TOKEN = "secret-token-that-nobody-may-see"


def finish(flow: Request[Any] | Flow[Any], answers: Sequence[Any]) -> tuple[list[Any], Any]:
    """Answer each step of *flow* in turn (errors are raised in it); return the steps and the result.

    Fails if the flow ends before all answers are used, or wants more.
    """
    assert isinstance(flow, Generator)
    steps = [next(flow)]
    for answer in answers:
        try:
            step = flow.throw(answer) if isinstance(answer, Exception) else flow.send(answer)
        except StopIteration as end:
            assert len(steps) == len(answers), "the flow ended early"
            return steps, end.value
        steps.append(step)
    raise AssertionError(f"the flow wants more: {steps[-1]}")


MASTODON = software_of({"version": "4.7.3"})


def client_state(**changes: Any) -> ClientState:
    """Return the state of a client that knows its server for a Mastodon."""
    retry = RetryPolicy(attempts=3, random=lambda: 0.5)
    settings = {"access_token": TOKEN, "limiter": RateLimiter(), "retry": retry, "software": MASTODON}
    return ClientState("https://m.example", decode, **{**settings, **changes})


def json_answer(body: object, status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, "Reason", {"content-type": "application/json", **named}, json.dumps(body).encode())


OK = json_answer({"id": "1"})


class Outcome:
    """Steps and result of a flow."""

    def __init__(self) -> None:
        self.sent: list[HttpRequest] = []
        self.slept: list[float] = []
        self.result: Any = None


def play(flow: Flow[Any], state: ClientState, *answers: Response | MastodonNetworkError) -> Outcome:
    """Perform a flow with canned responses and a clock that only sleeping moves."""
    outcome, now, left = Outcome(), 1_800_000_000.0, list(answers)
    steps = expand(flow, state)
    value: Any = None
    error: MastodonNetworkError | None = None
    while True:
        try:
            step = steps.throw(error) if error else steps.send(value)
        except StopIteration as stop:
            assert not left, "not every answer was asked for"
            outcome.result = stop.value
            return outcome
        value = error = None
        if isinstance(step, Send):
            outcome.sent.append(step.request)
            answer = left.pop(0)
            if isinstance(answer, MastodonNetworkError):
                error = answer
            else:
                value = answer
        elif isinstance(step, Sleep):
            outcome.slept.append(step.seconds)
            now += step.seconds
        else:
            assert isinstance(step, Now)
            value = now
