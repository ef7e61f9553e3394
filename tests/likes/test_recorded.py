"""What the sandbox answers in the place of real servers has the form of what they answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from tests.likes.asking import Exchange, World, recorded, shapes, type_of
from tests.likes.differences import DIFFERENCES
from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.entities import kind_of

FAMILIES = ["gotosocial", "takahe", "hollo", "snac"]


def form_of_id(text: Any) -> str:
    """Say what form an id has: digits, capitals, lower case, and how long."""
    if not isinstance(text, str):
        return type_of(text)
    if "/" in text:
        return "time/type/id"
    kinds = {"digits": text.isdigit(), "capitals": text.isupper(), "hyphens": "-" in text}
    return " ".join([*(name for name, is_so in kinds.items() if is_so), "short" if len(text) < 10 else str(len(text))])


def ids(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the kinds of all entities of a JSON value with the form of their ids."""
    if isinstance(value, list):
        for one in value:
            yield from ids(one)
    elif isinstance(value, dict):
        if "id" in value and kind_of(value) in {"status", "account", "notification", "media", "list"}:
            yield kind_of(value), form_of_id(value["id"])
        for one in value.values():
            yield from ids(one)


def links(header: str | None) -> dict[str, list[str]]:
    """Return the names of the parameters in a `Link` header, by relation."""
    found = {}
    for part in filter(None, (header or "").split(", <")):
        address, _, rel = part.strip("<").partition('>; rel="')
        found[rel.rstrip('"')] = [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    return found


def form_of_error(body: Any) -> str:
    """Say what form the body of an error has."""
    if isinstance(body, dict):
        return json.dumps({name: type_of(value) for name, value in sorted(body.items())})
    text = str(body or "")
    return "nothing" if not text else "HTML" if text.lstrip().startswith("<") else "text"


def body_of(answer: httpx2.Response) -> Any:
    """Return the body as it is recorded: JSON, or text."""
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


def media_type(headers: Any) -> str:
    """Return the content type without its parameters."""
    return str(headers.get("content-type", "")).partition(";")[0]


def is_full(body: Any, exchange: Exchange) -> bool:
    """Return True for a page with as many rows as were asked for; without a limit, for one with any."""
    limit = dict(parse_qsl(exchange.get("query") or "")).get("limit", "1")
    return isinstance(body, list) and len(body) >= int(limit)


def compared(exchange: Exchange, answer: httpx2.Response) -> Iterator[str]:
    """Yield what is different of an answer besides the fields of its entities."""
    call = f"{exchange['method']} {exchange['path']}"
    parts = call.split("/")
    if len(parts) > 4 and len(parts[4]) > 17:
        parts[4] = ":id" + parts[4][parts[4].find("#") :] if "#" in parts[4] else ":id"
    call = "/".join(parts) + (f"?{exchange['query'].partition('=')[0]}" if exchange.get("query") else "")
    if exchange["status"] != answer.status_code:
        yield f"{call}: {exchange['status']} is {answer.status_code}"
        return
    if media_type(exchange["headers"]) != media_type(answer.headers):
        yield f"{call}: {media_type(exchange['headers'])} is {media_type(answer.headers)}"
    wanted, found = links(exchange["headers"].get("link")), links(answer.headers.get("link"))
    if not is_full(exchange["body"], exchange) or not is_full(body_of(answer), exchange):
        wanted, found = {}, {}
    if {rel: sorted(names) for rel, names in wanted.items()} != {rel: sorted(names) for rel, names in found.items()}:
        yield f"{call}: the links {wanted} are {found}"
    if exchange["status"] >= 400:
        if form_of_error(exchange["body"]) != form_of_error(body_of(answer)):
            yield f"{call}: {form_of_error(exchange['body'])} is {form_of_error(body_of(answer))}"
    elif type_of(exchange["body"]) != type_of(body_of(answer)):
        yield f"{call}: {type_of(exchange['body'])} is {type_of(body_of(answer))}"


def fields_compared(exchanges: list[tuple[Exchange, Any]]) -> Iterator[str]:
    """Yield what is different of the fields and ids of the entities in all answers."""
    both: list[dict[str, set[str]]] = [{}, {}]
    forms: list[set[tuple[str, str]]] = [set(), set()]
    for exchange, body in exchanges:
        label = exchange["path"].partition("#")[0]
        for found, known, value in zip(both, forms, (exchange["body"], body), strict=True):
            for name, kind in shapes(value, kind_of, label):
                found.setdefault(name, set()).update({kind} - {""})
            known.update(ids(value))
    recorded_fields, own = both
    parents = {name.rpartition(".")[0] for name in own} & {name.rpartition(".")[0] for name in recorded_fields}
    for name in sorted(set(recorded_fields) | set(own)):
        if name.rpartition(".")[0] not in parents:
            continue
        if name not in own:
            yield f"{name} is missing"
        elif name not in recorded_fields:
            yield f"{name} is more"
        elif recorded_fields[name] and own[name] and not own[name] <= recorded_fields[name]:
            yield f"{name}: {sorted(recorded_fields[name])} is {sorted(own[name])}"
    for kind, form in sorted(forms[1] - forms[0]):
        if kind in dict(forms[0]):
            yield f"the id of {kind}: {sorted(known for one, known in forms[0] if one == kind)} is {form}"


@pytest.mark.parametrize("like", FAMILIES)
def test_recorded_answers(like: Any) -> None:
    found = []
    with Sandbox(size=40, like=like, now=datetime(2026, 3, 1, tzinfo=UTC), rate_limits=None) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice', 'read write follow push profile')}"}
        with httpx2.Client(headers=headers, timeout=10) as client:
            world = World(sandbox, like, client)
            asked = [(exchange, world.ask(exchange)) for exchange in recorded(like)]
    for exchange, answer in asked:
        found += list(compared(exchange, answer))
    same = [(one, body_of(answer)) for one, answer in asked if one["status"] == answer.status_code < 300]
    found += list(fields_compared(same))
    assert len(same) > 30
    assert sorted(set(found)) == sorted(DIFFERENCES[like])
