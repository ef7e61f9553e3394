"""Existing programs call with positions, names and defaults: each call takes them as it always has."""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mastodon import Mastodon
from mastodon.endpoint import Endpoint

FACTS = Path(__file__).parents[3] / "shared" / "api" / "mastodonpy_api.json"

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="the recorded signatures are not here")

OTHER_DEFAULTS = {("markers_get", "timeline"): ("home",)}
"""Defaults that mean the same in another form."""


@cache
def known_calls() -> list[dict[str, Any]]:
    """The recorded signatures of the calls that the client has."""
    if not FACTS.exists():
        return []
    methods = json.loads(FACTS.read_text())["Mastodon"]["methods"]
    return [m for m in methods if _function(m["name"]) is not None]


def _function(name: str) -> Any:
    found = inspect.getattr_static(Mastodon, name, None)
    if isinstance(found, staticmethod):
        return found.__func__
    return found.describe if isinstance(found, Endpoint) else None


def _default(text: str | None) -> Any:
    try:
        return inspect.Parameter.empty if text is None else ast.literal_eval(text)
    except ValueError:
        return text


@pytest.mark.parametrize("call", known_calls(), ids=lambda call: call["name"])
def test_signature(call: dict[str, Any]) -> None:
    own = [p for p in inspect.signature(_function(call["name"])).parameters.values() if p.name != "self"]
    recorded = [p for p in call["params"] if p["name"] != "self"]
    positional = [p for p in own if p.kind is not p.KEYWORD_ONLY]
    assert [p.name for p in positional] == [p["name"] for p in recorded]
    for mine, theirs in zip(positional, recorded, strict=True):
        expected = OTHER_DEFAULTS.get((call["name"], mine.name), _default(theirs["default"]))
        if not (isinstance(expected, str) and expected.startswith("_DEFAULT")):
            assert mine.default == expected, mine.name
    assert all(p.default is not p.empty for p in own if p.kind is p.KEYWORD_ONLY)
