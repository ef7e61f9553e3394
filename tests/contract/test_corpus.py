"""Recorded answers of real servers read as the classes say, and come back unchanged."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest

import trunkline.entities as e
from trunkline.answers.entity import Entity, converter, declared_types

from .facts_types import facts, python_type

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "exchanges.jsonl.gz"

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the recorded exchanges are not here")

TYPES_OF_ANSWERS: dict[str, Any] = {
    "GET /.well-known/nodeinfo": e.NodeinfoLinks,
    "GET /nodeinfo/2.0": e.Nodeinfo,
    "GET /api/v1/annual_reports/{year}/state": e.AnnualReportState,
    "GET /api/v1/notifications/requests/merged": e.NotificationRequestsMerged,
    "GET /api/v1/notifications/unread_count": e.UnreadNotificationsCount,
    "GET /api/v1/search": e.Search,
}
"""Types of answers that the catalogue writes otherwise or leaves out."""

ERRORS_OF_ANSWERS: dict[str, type[Entity]] = {"POST /api/v1/accounts": e.AccountCreationError}
"""Types of answers that say that something failed, other than the usual one."""

UNDECLARED: dict[str, str] = {"Error.details": "only some endpoints send them, each with its own fields"}
"""Keys that servers send and no class declares, and why."""


@cache
def exchanges() -> list[dict[str, Any]]:
    """Every recorded exchange."""
    with gzip.open(CORPUS, "rt") as lines:
        return [json.loads(line) for line in lines]


@cache
def patterns() -> list[tuple[re.Pattern[str], str, str]]:
    """A pattern for method and path of every endpoint, with its name and type; exact paths first."""
    named = {**facts("answers"), **dict.fromkeys(TYPES_OF_ANSWERS, "")}
    ordered = sorted(named.items(), key=lambda item: item[0].count("{"))
    return [
        (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(name)) + "/?"), name, answer) for name, answer in ordered
    ]


def type_of_answer(exchange: dict[str, Any]) -> Any:
    """The type of an answer; ``None`` where it is an empty object."""
    called = f"{exchange['method']} {exchange['path']}"
    name, answer = next((name, answer) for pattern, name, answer in patterns() if pattern.fullmatch(called))
    if exchange["status"] >= 400:
        return ERRORS_OF_ANSWERS.get(name, e.Error)
    if name in TYPES_OF_ANSWERS:
        return TYPES_OF_ANSWERS[name]
    return None if answer == "Empty" else python_type(answer)


def wrapped(exchange: dict[str, Any]) -> tuple[Any, Any]:
    """The type of an answer, and a copy of its body as that type."""
    hint = type_of_answer(exchange)
    body = json.loads(json.dumps(exchange["body"]))
    convert = converter(hint)
    return hint, convert(body) if convert else body


def mistakes(value: Any, hint: Any, where: str) -> Iterator[str]:
    """Read every field of a value; say where something is not of its declared type."""
    if value is None:
        return
    options = [o for o in (get_args(hint) if not isinstance(hint, type) else ()) if o is not NoneType]
    if get_origin(hint) in {list, dict}:
        yield from mistakes_of_items(value, hint, where)
    elif options:
        yield from mistakes_of_union(value, options, where)
    elif issubclass(hint, Entity) and isinstance(value, hint):
        for name, declared in declared_types(hint).items():
            yield from mistakes(getattr(value, name), declared, f"{hint.__name__}.{name}")
    elif not isinstance(value, (int, float) if hint is float else hint):
        yield f"{where}: {value!r} is no {hint}"


def mistakes_of_items(value: Any, hint: Any, where: str) -> Iterator[str]:
    if not isinstance(value, get_origin(hint)):
        yield f"{where}: {value!r} is no {hint}"
        return
    for item in value.values() if isinstance(value, dict) else value:
        yield from mistakes(item, get_args(hint)[-1], where)


def mistakes_of_union(value: Any, options: list[Any], where: str) -> Iterator[str]:
    known = [o for o in options if get_origin(o) is Literal]
    if known and not any(value in get_args(o) for o in known):
        yield f"{where}: {value!r} is not among the known values"
    found = [list(mistakes(value, o, where)) for o in options if get_origin(o) is not Literal]
    yield from min(found, key=len)


def undeclared_keys(value: Any) -> Iterator[str]:
    """The keys of an entity, and of all in it, that its class does not declare."""
    if isinstance(value, Entity):
        wire = {type(value).json_names.get(n, n) for n in declared_types(type(value))}
        yield from (f"{type(value).__name__}.{key}" for key in value if key not in wire)
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from undeclared_keys(child)


def test_every_answer_has_a_known_type() -> None:
    typed = [type_of_answer(exchange) for exchange in exchanges()]
    assert len(typed) == len(exchanges())
    assert sum(hint is not None for hint in typed) > 600


def test_empty_answers_are_empty() -> None:
    assert all(x["body"] == {} for x in exchanges() if type_of_answer(x) is None)


def test_fields_are_of_their_declared_types() -> None:
    wrong = {m for hint, value in map(wrapped, exchanges()) if hint for m in mistakes(value, hint, "answer")}
    assert not wrong


def test_json_comes_back_unchanged() -> None:
    for exchange in exchanges():
        hint, value = wrapped(exchange)
        sent = json.dumps(exchange["body"])
        assert json.dumps(value) == sent
        list(mistakes(value, hint, "") if hint else ())
        assert json.dumps(value) == sent


def test_every_key_is_declared() -> None:
    seen: set[str] = set()
    for hint, value in map(wrapped, exchanges()):
        list(mistakes(value, hint, "") if hint else ())
        seen.update(undeclared_keys(value))
    assert seen == set(UNDECLARED)


def test_most_classes_are_seen() -> None:
    """The tests above read what they seem to: guards against types that match nothing."""
    seen: set[str] = set()
    for hint, value in map(wrapped, exchanges()):
        list(mistakes(value, hint, "") if hint else ())
        seen.update(type(v).__name__ for v in everything(value) if isinstance(v, Entity))
    assert {"Status", "CredentialAccount", "NotificationGroup", "MediaAttachmentVideoMetadata"} <= seen
    assert len(seen) > 100


def everything(value: Any) -> Iterator[Any]:
    """A value and all in it."""
    yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(child)
