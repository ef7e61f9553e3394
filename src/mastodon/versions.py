"""Versions of Mastodon: reading them, and which one a request needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mastodon.encoding import pairs
from mastodon.request import Request

Version = tuple[int, int, int]

_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


def parse_version(text: str) -> Version | None:
    """The three numbers of a version such as ``4.7.0-alpha.2+glitch``; ``None`` where there are none."""
    found = _NUMBERS.search(text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def needed_version(request: Request[Any], mode: str) -> str:
    """The version that a request needs: of its endpoint, of its last change, and of the parameters it carries."""
    facts = request.facts
    if facts is None:
        return "0.0.0"
    needed = [facts.since]
    if mode == "changed" and facts.changed:
        needed.append(facts.changed)
    if facts.params_since:
        carried = _carried(request)
        needed += [version for name, version in facts.params_since.items() if name in carried]
    return max(needed, key=lambda v: parse_version(v) or (0, 0, 0))


def _carried(request: Request[Any]) -> set[str]:
    """The names of the parameters that a request carries, and of the groups that they stand in.

    ``data[alerts][poll]`` is also carried as ``data[alerts]`` and as ``data``.
    """
    body = request.json if isinstance(request.json, Mapping) else {}
    names = {name for part in (request.params, request.form, body) for name, _ in pairs(part)}
    return {name[:end] for name in names for end in _ends(name)} | set(request.files)


def _ends(name: str) -> list[int]:
    return [place for place, char in enumerate(name) if char == "["] + [len(name)]
