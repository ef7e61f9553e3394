"""The hostile server itself: honest without a trick, and every trick says what it does."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from tests.hostile.server import TRICKS, Hostile
from trunkline.sandbox.likes.hostile.mutations import VALUES, changed, mutations, places

HOME = "/api/v1/timelines/home"


def get(url: str, **headers: str) -> tuple[Any, Any]:
    """Ask an honest server; return the headers and the JSON."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.headers, json.loads(answer.read())


def test_without_a_trick_it_answers_as_recorded() -> None:
    with Hostile() as server:
        _, instance = get(f"{server.url}/api/v2/instance")
        assert instance["domain"] == server.url.partition("://")[2]
        headers, first = get(f"{server.url}{HOME}?limit=5", Authorization="Bearer t0ken")
        following = headers["Link"].partition(">")[0].removeprefix("<")
        _, second = get(following)
        ids = [int(one["id"]) for one in [*first, *second]]
        assert ids == sorted(ids, reverse=True)
        assert len(first) == 5
        assert server.tokens == {"t0ken"}
        assert [asked.path for asked in server.seen] == ["/api/v2/instance", HOME, HOME]


@pytest.mark.parametrize("name", TRICKS)
def test_each_trick_says_what_it_does(name: str) -> None:
    trick = TRICKS[name]
    verb = trick.does.partition(" ")[0]
    assert trick.does.endswith((".", ":"))
    assert verb[0].isupper()
    assert not verb.endswith("s")
    assert trick.paths


def test_a_trick_concerns_its_paths_only() -> None:
    with Hostile("lists_of_everything") as server:
        assert get(f"{server.url}{HOME}")[1][0] is None
        assert get(f"{server.url}/.well-known/nodeinfo")[1]["links"]


def test_mutations_change_one_place_each() -> None:
    value = {"id": "1", "account": {"acct": "a"}, "tags": [{"name": "x"}, {"name": "y"}]}
    assert list(places(value)) == [
        (),
        ("id",),
        ("account",),
        ("account", "acct"),
        ("tags",),
        ("tags", 0),
        ("tags", 0, "name"),
    ]
    assert len(list(mutations(value))) == 7 * len(VALUES) - 1
    assert changed(value, ("account", "acct"), None) == {**value, "account": {"acct": None}}
    assert value["account"] == {"acct": "a"}
