"""Versions of Mastodon: reading them, and which one a request needs."""

from __future__ import annotations

import re
from typing import Any

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
    given = {**request.params, **request.form, **request.files}
    needed += [version for name, version in facts.params_since.items() if given.get(name) is not None]
    return max(needed, key=lambda v: parse_version(v) or (0, 0, 0))
