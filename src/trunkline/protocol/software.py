"""Detection of a server's software: Mastodon, a fork, or other software with the same API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.errors import printable

_BY_WORD = {
    "chuckya": "chuckya",
    "ecko": "ecko",
    "fedibird": "fedibird",
    "kmyblue": "kmyblue",
    "hometown": "hometown",
    "glitch": "glitch-soc",
}
"""Forks of Mastodon, by a word in their version or in the address of their source; those of glitch-soc before it."""

FORKS = frozenset({"mastodon", *_BY_WORD.values()})
"""Software whose version is that of Mastodon."""

_KNOWN = (
    "akkoma",
    "chuckya",
    "ecko",
    "fedibird",
    "firefish",
    "friendica",
    "gotosocial",
    "hollo",
    "hometown",
    "iceshrimp",
    "kmyblue",
    "mastodon",
    "misskey",
    "mitra",
    "neodb",
    "pixelfed",
    "pleroma",
    "sharkey",
    "smithereen",
    "snac",
    "takahe",
    "wafrn",
    "wordpress",
)

_LONGEST = 100
"""Characters of a name or version that are read."""

# Compiled at the first use: patterns that are compiled here cost every import of the client.
_IN_WORDS = r"\((?:compatible; |not true; really )(?P<name>[^\s/()]++)[ /]?(?P<version>[^()]*+)\)"
_LIKE_MASTODON = r"v?[1-9]\d?\.\d"
_AS_A_PATH = r"(?P<name>[a-zA-Z][\w.-]*)/(?P<version>\S+)"


@dataclass(frozen=True, slots=True)
class Software:
    """Software of a server.

    Attributes:
        name: in lower case, such as ``"mastodon"`` or ``"gotosocial"``; empty if unknown.
        version: the version of the software, as the server states it.
        mastodon_version: the version of Mastodon, for Mastodon and its forks; ``None`` for other software,
            whatever version it claims to be compatible with.
    """

    name: str
    version: str
    mastodon_version: str | None


def software_of(instance: Mapping[str, Any], nodeinfo: Mapping[str, Any] | None = None) -> Software:
    """Return the software of a server, detected from its own description.

    Args:
        instance: the response to ``/api/v1/instance`` or ``/api/v2/instance``.
        nodeinfo: the server's NodeInfo, if known: some software, such as GoToSocial, names itself only there.
    """
    version = _short(instance.get("version"))
    found = _named_in_version(version) or _named_by_nodeinfo(nodeinfo) or _named_by_source(instance, version)
    name, own = found or ("mastodon" if re.match(_LIKE_MASTODON, version) else "", version)
    name = _fork(name, f"{version} {own} {_short(instance.get('source_url'))}")
    return Software(name, own, (version or own) if name in FORKS else None)


def names_software(instance: Mapping[str, Any]) -> bool:
    """Return True if the instance names the software, so that NodeInfo is not needed."""
    version = _short(instance.get("version"))
    return bool(_named_in_version(version) or _named_by_source(instance, version))


def _named_in_version(version: str) -> tuple[str, str] | None:
    """Return the software named in a version: ``2.7.2 (compatible; Pleroma 2.5.0)``, ``takahe/0.11.0``."""
    found = re.search(_IN_WORDS, version) or re.fullmatch(_AS_A_PATH, version)
    return (_plain_name(found["name"]), found["version"]) if found else None


def _named_by_nodeinfo(nodeinfo: Mapping[str, Any] | None) -> tuple[str, str] | None:
    software = (nodeinfo or {}).get("software")
    if not isinstance(software, Mapping) or not software.get("name"):
        return None
    return _plain_name(_short(software["name"])), _short(software.get("version"))


def _named_by_source(instance: Mapping[str, Any], version: str) -> tuple[str, str] | None:
    """Return the software named in the URL of the source code."""
    words = _words(_short(instance.get("source_url")))
    name = next((one for one in _KNOWN if one in words), None)
    return (name, version) if name else None


def _plain_name(name: str) -> str:
    """Return the common name of variants: ``Iceshrimp.NET`` is ``iceshrimp``."""
    return name.lower().partition(".")[0]


def _fork(name: str, hints: str) -> str:
    """Return the fork named in the version or the source URL of Mastodon."""
    if name != "mastodon":
        return name
    words = _words(hints)
    return next((fork for word, fork in _BY_WORD.items() if word in words), name)


def _words(text: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", text.lower())


def _short(said: object) -> str:
    """Return a text of the server as one short line; empty if it says nothing."""
    return printable(said, _LONGEST).strip() if isinstance(said, str) else ""
