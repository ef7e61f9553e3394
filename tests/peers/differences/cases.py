"""The calls: each method with its parameters in turn, with nonsense, with missing objects and without a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contract.facts_types import facts

from .values import NONSENSE, filled, values_of
from .world import World

Case = dict[str, Any]
_API = facts("mastodonpy_api")
_MISSING = "999999999"
_EVENTS = {
    "method": "GET",
    "path": r"/api/v1/streaming/.*",
    "status": 200,
    "headers": {"Content-Type": "text/event-stream"},
    "body": ":)\n\n:thump\n\nevent: delete\ndata: 12\n\n",
}


def methods() -> dict[str, list[list[str | None]]]:
    """Return the public methods with their parameters and defaults."""
    found: dict[str, list[list[str | None]]] = _API["methods"]
    return found


def calls(world: World) -> list[Case]:
    """Return all calls."""
    found = [case for method, parameters in methods().items() for case in _of_method(method, parameters)]
    things = {**world.things, "url": world.proxy.url}
    made = []
    for case in found:
        token = None if case["kind"] == "token" else world.token
        made.append({**filled(case, things), "token": token, "answers": [_EVENTS]})
    return made


def _of_method(method: str, parameters: list[list[str | None]]) -> Iterator[Case]:
    required = {str(name): values_of(method, str(name))[0] for name, default in parameters if default is None}
    plain = {"method": method, "kwargs": required}
    yield {**plain, "id": f"{method}()", "kind": "plain"}
    if required:
        yield {"method": method, "args": list(required.values()), "id": f"{method}(by position)", "kind": "plain"}
    for given, _ in parameters:
        name = str(given)
        for number, value in enumerate(values_of(method, name)):
            if name not in required or number:
                kwargs = {**required, name: value}
                yield {**plain, "kwargs": kwargs, "id": f"{method}({name}) {number}", "kind": "option"}
        for number, value in enumerate([*NONSENSE, *([None] if name in required else [])]):
            kwargs = {**required, name: value}
            yield {**plain, "kwargs": kwargs, "id": f"{method}({name}) nonsense {number}", "kind": "nonsense"}
    together = {str(name): values[0] for name, _ in parameters if (values := values_of(method, str(name)))}
    yield {**plain, "kwargs": together, "id": f"{method}(all)", "kind": "together"}
    for name in required:
        if name == "id" or name.endswith("_id"):
            kwargs = {**required, name: _MISSING}
            yield {**plain, "kwargs": kwargs, "id": f"{method}({name}) missing", "kind": "missing"}
    yield {**plain, "id": f"{method}() without a token", "kind": "token"}
