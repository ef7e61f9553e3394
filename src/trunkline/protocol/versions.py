"""Versions of Mastodon: parsing, comparison and requirements of requests."""

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
"""Newest version of Mastodon whose API is covered in full."""

_NUMBERS = r"(?<![0-9])([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9]{1,9}))?"


def parse_version(text: str) -> Version | None:
    """Return the three numbers of a version such as ``4.7.0-alpha.2+glitch``, or ``None`` without any.

    Of ``1.0.7+3.5.5``, where Hometown names its own version first, they are those of Mastodon.
    """
    of_mastodon = re.match(_NUMBERS, text.partition(" ")[0].partition("+")[2])
    found = of_mastodon if of_mastodon and int(of_mastodon[1]) > 0 else re.search(_NUMBERS, text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def parse_version_string(version_string: str) -> Version:
    """Return the three numbers of a version.

    Raises:
        MastodonIllegalArgumentError: the text has none.
    """
    version = parse_version(version_string)
    if version is None:
        raise MastodonIllegalArgumentError(f"{version_string!r} is no version; pass one such as '4.3.0'.")
    return version


def max_version(*version_strings: str) -> str:
    """Return the newest of several versions."""
    return max(version_strings, key=parse_version_string)


def api_version(created_ver: str, last_changed_ver: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a method added to `Mastodon`, so that ``version_check_mode`` applies to it.

    Args:
        created_ver: the first version of Mastodon that supports the method.
        last_changed_ver: the last version that changed the called endpoint.
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
    """Return the version that a request needs for its endpoint, its last change and its parameters."""
    facts = request.facts
    if facts is None:
        return "0.0.0"
    needed = [facts.since]
    if mode == "changed" and facts.changed:
        needed.append(facts.changed)
    if facts.params_since:
        carried = carried_names(request)
        needed += [version for name, version in facts.params_since.items() if name in carried]
    return max(needed, key=lambda v: parse_version(v) or (0, 0, 0))


def carried_names(request: Request[Any]) -> set[str]:
    """Return the names of the parameters of a request, and of their groups.

    ``data[alerts][poll]`` belongs to ``data[alerts]`` and ``data``.
    """
    body = request.json if isinstance(request.json, Mapping) else {}
    names = {name for part in (request.params, request.form, body) for name, _ in pairs(part)}
    return {name[:end] for name in names for end in _ends(name)} | set(request.files)


def _ends(name: str) -> list[int]:
    return [place for place, char in enumerate(name) if char == "["] + [len(name)]
