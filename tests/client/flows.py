"""Stepping through flows by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trunkline.protocol.request import Flow


def finish(flow: Flow[Any], answers: Sequence[Any]) -> tuple[list[Any], Any]:
    """Answer each step of *flow* in turn (errors are raised in it); return the steps and the result.

    Fails if the flow ends before all answers are used, or wants more.
    """
    steps = [next(flow)]
    for answer in answers:
        try:
            step = flow.throw(answer) if isinstance(answer, Exception) else flow.send(answer)
        except StopIteration as end:
            assert len(steps) == len(answers), "the flow ended early"
            return steps, end.value
        steps.append(step)
    raise AssertionError(f"the flow wants more: {steps[-1]}")
