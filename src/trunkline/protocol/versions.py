"""Versions of Mastodon: reading them, and which one a request needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from trunkline.errors import MastodonIllegalArgumentError, MastodonVersionError
from trunkline.protocol.encoding import pairs
from trunkline.protocol.request import Request

P = ParamSpec("P")
T = TypeVar("T")

Version = tuple[int, int, int]

SUPPORTED_MASTODON = "4.7.3"
"""The newest version of Mastodon whose whole API this package knows."""

_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


def parse_version(text: str) -> Version | None:
    """The three numbers of a version such as ``4.7.0-alpha.2+glitch``; ``None`` where there are none."""
    found = _NUMBERS.search(text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def parse_version_string(version_string: str) -> Version:
    """The three numbers of a version.

    Raises:
        MastodonIllegalArgumentError: there are none in the text.
    """
    version = parse_version(version_string)
    if version is None:
        raise MastodonIllegalArgumentError(f"{version_string!r} is no version; pass one such as '4.3.0'.")
    return version


def max_version(*version_strings: str) -> str:
    """The newest of several versions."""
    return max(version_strings, key=parse_version_string)


def api_version(created_ver: str, last_changed_ver: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a method that a program adds to `Mastodon`, so that ``version_check_mode`` applies to it too.

    Args:
        created_ver: the first version of Mastodon that has what it calls.
        last_changed_ver: the last version that changed it.
    """
    needed = {"created": created_ver, "changed": max_version(created_ver, last_changed_ver)}

    def decorate(method: Callable[P, T]) -> Callable[P, T]:
        @wraps(method)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            client: Any = args[0]
            version = needed.get(client.version_check_mode)
            if version is not None and not client.verify_minimum_version(version, cached=True):
                raise MastodonVersionError(f"{method.__name__} needs Mastodon {version}, and the server is older.")
            return method(*args, **kwargs)

        return checked

    return decorate


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
