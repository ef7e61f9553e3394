"""Recorded answers of real servers become what the endpoints promise, and come back unchanged."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from types import NoneType
from typing import Any

import pytest

from tests.recorded import CORPORA, exchanges
from trunkline.answers.decoding import decode
from trunkline.answers.entity import EmptyResponse, declared_types
from trunkline.answers.storing import raw
from trunkline.protocol.request import Request
from trunkline.response import Response

from .described import fact_of
from .test_endpoints_against_facts import LIVE, calls


@cache
def recorded(corpus: str) -> dict[str | None, list[dict[str, Any]]]:
    """The successful exchanges with an answer, by endpoint of the catalogue."""
    found = defaultdict(list)
    for exchange in exchanges(corpus):
        if exchange["status"] < 300 and exchange["status"] != 204 and exchange["body"] is not None:
            found[fact_of(exchange["method"], exchange["path"])].append(exchange)
    return found


def promised(fact: str, body: Any) -> Request[Any]:
    """The request that a body answers: of several with different results, the one whose fields it has."""
    one, *others = {request.result: request for request in calls(fact)}.values()
    if not others:
        return one
    return max([one, *others], key=lambda request: len(set(declared_types(request.result)) & set(body)))


@pytest.mark.parametrize(
    ("corpus", "fact"), [(corpus, fact) for corpus in CORPORA for fact in LIVE if recorded(corpus).get(fact)]
)
def test_answer_becomes_what_is_promised(corpus: str, fact: str) -> None:
    for exchange in recorded(corpus)[fact]:
        request = promised(fact, exchange["body"])
        body = json.dumps(exchange["body"]).encode()
        result = decode(request, Response(exchange["status"], "", {"content-type": "application/json"}, body))
        if request.result in (NoneType, EmptyResponse):
            assert not exchange["body"]
        else:
            assert json.loads(json.dumps(raw(result))) == exchange["body"]
