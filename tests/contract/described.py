"""Every request that the endpoints of the client describe, found by calling them with made-up arguments."""

from __future__ import annotations

import inspect
import itertools
import re
import types
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from trunkline import Mastodon
from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.clients.all_endpoints import Endpoints
from trunkline.errors import MastodonError, MastodonNotFoundError
from trunkline.protocol.encoding import pairs
from trunkline.protocol.endpoint import Endpoint
from trunkline.protocol.request import Flow, Request

from .facts_types import facts

FACTS = facts("endpoints")

PNG = b"\x89PNG\r\n\x1a\n"

SCALARS: dict[Any, Any] = {
    str: "text",
    int: 7,
    float: 1.5,
    bytes: PNG,
    datetime: datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC),
    date: date(2030, 1, 2),
    timedelta: timedelta(minutes=5),
}

SAMPLES: dict[str, list[Any]] = {
    "fields": [[("name", "value")]],
    "focus": [(0.0, 0.5)],
    "to_file": [None],
    "poll": [{"options": ["a", "b"], "expires_in": 300, "multiple": True, "hide_totals": True}],
    "create_filter_v2.keywords_attributes": [[{"keyword": "text", "whole_word": True}]],
    "markers_set.timelines": [["home", "notifications"]],
    "markers_set.last_read_ids": [["7", "8"]],
    "status_update.media_attributes": [[{"id": "7", "description": "text", "focus": "0.0,0.0"}]],
    "timeline.timeline": ["home", "public", "list/7", "link"],
    "update_filter_v2.keywords_attributes": [[{"keyword": "text", "whole_word": True, "id": "7", "_destroy": True}]],
}
"""Values for parameters of one or all methods whose type is not specific enough."""

MORE_CALLS: dict[str, list[dict[str, Any]]] = {
    "admin_dimensions": [{"languages": True, "limit": 7}],
    "log_in": [{"code": "text", "code_verifier": "text"}, {"username": "text", "password": "text"}],
    "notifications": [{"id": "7", "supported_types": ["mention"]}],
}
"""Calls that take several arguments together."""

_MOST_REQUESTS = 6
_MOST_TRIES = 60


def endpoints() -> dict[str, Endpoint[Any, ...]]:
    """Return every endpoint of the clients by the name of its method."""
    named = ((name, getattr(Endpoints, name)) for name in dir(Endpoints) if not name.startswith("_"))
    return {name: value for name, value in named if isinstance(value, Endpoint)}


def is_flow(endpoint: Endpoint[Any, ...]) -> bool:
    """Return True if the endpoint is a flow of several steps."""
    return inspect.isgeneratorfunction(endpoint.describe)


@cache
def calls_of(name: str) -> list[dict[str, Any]]:
    """Return arguments for calls of an endpoint, one argument varied at a time."""
    endpoint = endpoints()[name]
    values = {parameter: list(samples(name, parameter, hint)) for parameter, hint in hints(endpoint).items()}
    required = [parameter for parameter in values if not optional(endpoint, parameter)]
    base = first_that_works(endpoint, {parameter: values[parameter] for parameter in required})
    calls = [base] + [{**base, parameter: value} for parameter in values for value in values[parameter]]
    return calls + [{**base, **more} for more in MORE_CALLS.get(name, [])]


@cache
def requests_of(name: str) -> list[Request[Any]]:
    """Return the requests that an endpoint describes, one argument varied at a time."""
    return [request for call in calls_of(name) for request in described(endpoints()[name], call)]


def first_that_works(endpoint: Endpoint[Any, ...], values: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the first choice of values for the required parameters that the endpoint accepts."""
    choices = (dict(zip(values, choice, strict=True)) for choice in itertools.product(*values.values()))
    tried = list(itertools.islice(choices, _MOST_TRIES))
    return next((choice for choice in tried if list(described(endpoint, choice))), tried[0])


def described(endpoint: Endpoint[Any, ...], arguments: dict[str, Any]) -> Iterator[Request[Any]]:
    """Yield the requests of one call; none if the arguments are refused."""
    client = Mastodon("id", "secret", "token", "example.org", feature_set="fedibird")
    try:
        made = endpoint.describe(client, **arguments)
    except (MastodonError, AttributeError, TypeError, KeyError):
        return  # values that the parameters do not take
    if isinstance(made, Request):
        yield made
        return
    yield from steps(endpoint.flow(client, **arguments), known=True)
    yield from steps(endpoint.flow(client, **arguments), known=False)


def steps(flow: Request[Any] | Flow[Any], *, known: bool) -> Iterator[Request[Any]]:
    """Yield the requests of a flow with made-up answers; unless *known*, the first answer is a 404."""
    assert isinstance(flow, Generator)
    try:
        step: Any = next(flow)
        for _ in range(_MOST_REQUESTS):
            if not isinstance(step, Request):
                step = flow.send(0.0)
                continue
            yield step
            step = flow.send(made_up_answer(step.result)) if known else flow.throw(MastodonNotFoundError("unknown"))
            known = True
    except (MastodonError, StopIteration, AttributeError, TypeError, KeyError):
        return  # done, or the made-up answers do not carry it further


def made_up_answer(result: Any) -> Any:
    """Return a value of a result type."""
    if result is types.NoneType:
        return None
    kind = get_origin(result) or result
    if issubclass(kind, Entity):
        return kind({"id": "7", "access_token": "token", "url": "https://example.org/"})
    return kind()


def hints(endpoint: Endpoint[Any, ...]) -> dict[str, Any]:
    """Return the parameters with their types."""
    found = get_type_hints(endpoint.describe)
    names = list(inspect.signature(endpoint.describe).parameters)[1:]
    return {name: found[name] for name in names}


def optional(endpoint: Endpoint[Any, ...], parameter: str) -> bool:
    """Return True if a call may leave a parameter out."""
    return inspect.signature(endpoint.describe).parameters[parameter].default is not inspect.Parameter.empty


def samples(method: str, parameter: str, hint: Any) -> Iterator[Any]:
    """Yield values for a parameter."""
    known = SAMPLES.get(f"{method}.{parameter}") or SAMPLES.get(parameter)
    yield from known or of_type(hint)


def of_type(hint: Any) -> Iterator[Any]:
    """Yield values of a type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        for option in args:
            yield from of_type(option)
    elif hint is bool:
        yield from (True, False)
    elif origin is Literal:
        yield from args
    elif hint in SCALARS:
        yield SCALARS[hint]
    elif is_typeddict(hint):
        yield {key: next(of_type(inner)) for key, inner in get_type_hints(hint).items()}
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield {"id": "7", "name": "text"}
    elif origin is tuple:
        yield tuple(next(of_type(inner)) for inner in args)
    elif isinstance(origin, type) and issubclass(origin, Iterable) and args:
        yield from ([value] for value in of_type(args[0]))


def json_names(request: Request[Any]) -> set[str]:
    """Return the names of the parameters of a request."""
    body = request.json if isinstance(request.json, dict) else {}
    named = [name for part in (request.params, request.form, body) for name, _ in pairs(part)]
    return {plain(name) for name in (*named, *request.files)}


def plain(name: str) -> str:
    """Return the name of a parameter without the notation of lists."""
    return re.sub(r"\[(?:\d+|:index)\]", "[]", name).removesuffix("[]")


@cache
def fact_of(method: str, path: str) -> str | None:
    """Return the endpoint of the catalogue that a request calls; exact paths come first."""
    found = [name for name in FACTS if patterns()[name].fullmatch(f"{method} {path.partition('?')[0]}")]
    return min(found, key=lambda name: name.count("{"), default=None)


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return a pattern of method and path for each endpoint of the catalogue."""
    return {name: re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(name))) for name in FACTS}


@cache
def by_fact() -> dict[str, dict[str, list[Request[Any]]]]:
    """Return the requests by endpoint of the catalogue and by method."""
    found: dict[str, dict[str, list[Request[Any]]]] = {name: {} for name in FACTS}
    for name in endpoints():
        for request in requests_of(name):
            fact = fact_of(request.method, request.path)
            if fact is not None:
                found[fact].setdefault(name, []).append(request)
    return found


def page_of(answer: Any) -> Any:
    """Return the page type for a list type of the catalogue."""
    if get_origin(answer) is not list:
        return answer
    (item,) = get_args(answer)
    return Page[item]  # type: ignore[valid-type]
