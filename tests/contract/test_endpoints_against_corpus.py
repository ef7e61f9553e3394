"""Recorded answers of real servers become what the endpoints promise, and come back unchanged."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from types import NoneType
from typing import Any

import pytest

from trunkline.answers.decoding import decode
from trunkline.answers.entity import declared_types
from trunkline.protocol.request import Request
from trunkline.response import Response

from .described import fact_of
from .test_corpus import CORPUS, exchanges
from .test_endpoints_against_facts import LIVE, calls

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the recorded exchanges are not here")


@cache
def recorded() -> dict[str, list[dict[str, Any]]]:
    """The successful exchanges with an answer, by endpoint of the catalogue."""
    found = defaultdict(list)
    for exchange in exchanges():
        if exchange["status"] < 300 and exchange["body"] is not None:
            found[fact_of(exchange["method"], exchange["path"])].append(exchange)
    return found


def promised(fact: str, body: Any) -> Request[Any]:
    """The request that a body answers: of several with different results, the one whose fields it has."""
    one, *others = {request.result: request for request in calls(fact)}.values()
    if not others:
        return one
    return max([one, *others], key=lambda request: len(set(declared_types(request.result)) & set(body)))


@pytest.mark.parametrize("fact", [fact for fact in LIVE if CORPUS.exists() and recorded().get(fact)])
def test_answer_becomes_what_is_promised(fact: str) -> None:
    for exchange in recorded()[fact]:
        request = promised(fact, exchange["body"])
        body = json.dumps(exchange["body"]).encode()
        result = decode(request, Response(exchange["status"], "", {"content-type": "application/json"}, body))
        if request.result is NoneType:
            assert not exchange["body"]
        else:
            assert json.loads(json.dumps(result)) == exchange["body"]
