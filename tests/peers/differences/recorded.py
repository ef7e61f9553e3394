"""Recorded answers, given to the methods that ask for them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.peers.environments import ROOT

from .cases import Case

_CORPORA = ("mastodon", "servers")
_EACH = 10
_REFUSALS = 3
_EMPTY = 4
_ENDLESS = ("fetch_", "pagination_", "await_")
"""Methods that ask for page after page, which a recorded answer says there is."""


def recorded(calls: list[Case], outcomes: dict[str, Any]) -> tuple[list[Case], list[Case]]:
    """Return calls with recorded answers, and those of which the results are read in all ways.

    Args:
        calls: the calls, whose plain ones are made again.
        outcomes: what became of them: which request each method sends is taken from there.
    """
    exchanges = list(_exchanges())
    values: list[Case] = []
    entities: list[Case] = []
    kinds: set[str] = set()
    for case in calls:
        sent = outcomes[case["id"]]["requests"]
        if not sent or case["method"].startswith(_ENDLESS):
            continue
        method, path = sent[-1]["method"], _pattern(sent[-1]["path"], case)
        answers = [one for one in exchanges if one["method"] == method and re.fullmatch(path, one["path"])]
        for number, one in enumerate(_different(answers)):
            given = {"method": method, "path": re.escape(sent[-1]["path"]), "body": one["body"]}
            answer = {**given, "status": one["status"], "headers": one["headers"]}
            made = {**case, "id": f"{case['method']} answer {number} of {one['server']}", "answers": [answer]}
            values.append(made)
            kind = _kind(outcomes[case["id"]].get("result"))
            if one["status"] == 200 and len(one["body"]) > _EMPTY and kind not in kinds:
                kinds.add(kind)
                entities.append(made)
    return values, entities


def _kind(result: Any) -> str:
    """The class of a result, and of what is in a list."""
    if not isinstance(result, dict):
        return ""
    items = result.get("items", [])
    return f"{result['type']} {_kind(items[0]) if items else ''}"


def _pattern(path: str, case: Case) -> str:
    """The pattern of a path: what came from the arguments may be anything."""
    given = {str(one) for one in case["kwargs"].values()} | {"noah", "things"}
    return "/".join("[^/]+" if one in given or one.isdigit() else re.escape(one) for one in path.split("/"))


def _exchanges() -> Iterator[dict[str, Any]]:
    for name in _CORPORA:
        with gzip.open(ROOT / "tests" / "contract" / "corpus" / f"{name}.jsonl.gz", "rt") as lines:
            for line in lines:
                one = json.loads(line)
                body = one["body"]
                text = body if isinstance(body, str) else json.dumps(body)
                path = one["path"].partition("?")[0].partition("#")[0]
                headers = {key: value for key, value in one["headers"].items() if key in ("content-type", "link")}
                yield {**one, "body": text, "path": path, "headers": headers}


def _different(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers of different shapes, the largest first: some that went well, and fewer that did not."""
    found: dict[bool, dict[str, dict[str, Any]]] = {True: {}, False: {}}
    for one in sorted(answers, key=lambda one: -len(one["body"])):
        fine = one["status"] < 300
        found[fine].setdefault(_shape(one) if fine else str(one["status"]), one)
    return [*list(found[True].values())[:_EACH], *list(found[False].values())[:_REFUSALS]]


def _shape(answer: dict[str, Any]) -> str:
    try:
        body = json.loads(answer["body"])
    except ValueError:
        return str(answer["body"][:20])
    return str(answer["server"]) + json.dumps(_keys(body, 3), sort_keys=True)


def _keys(value: Any, depth: int) -> Any:
    if isinstance(value, dict) and depth:
        return {key: _keys(one, depth - 1) for key, one in value.items()}
    if isinstance(value, list) and value:
        return [_keys(value[0], depth)]
    return type(value).__name__
