"""What a server runs: Mastodon, a fork of it, or other software with the same API, which has versions of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORKS = frozenset({"mastodon", "glitch-soc", "hometown"})
"""Software whose version is that of the Mastodon it is made from."""

_KNOWN = (
    "akkoma",
    "firefish",
    "friendica",
    "gotosocial",
    "hometown",
    "iceshrimp",
    "mastodon",
    "mitra",
    "pixelfed",
    "pleroma",
    "sharkey",
    "snac",
    "takahe",
)

_IN_WORDS = re.compile(r"\((?:compatible; |not true; really )(?P<name>[^\s/)]+)[ /]?(?P<version>[^)]*)\)")
_LIKE_MASTODON = re.compile(r"v?[1-9]\d?\.\d")
_AS_A_PATH = re.compile(r"(?P<name>[a-z][\w.-]*)/(?P<version>\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Software:
    """What a server runs.

    Attributes:
        name: in lower case, such as ``"mastodon"`` or ``"gotosocial"``; empty where the server does not tell.
        version: its own version, as the server writes it.
        mastodon_version: the version of Mastodon that it is, for Mastodon and its forks; ``None`` for other software,
            whatever version it claims to be compatible with.
    """

    name: str
    version: str
    mastodon_version: str | None


def software_of(instance: Mapping[str, Any], nodeinfo: Mapping[str, Any] | None = None) -> Software:
    """What a server runs, by what it says of itself.

    Args:
        instance: the answer to ``/api/v1/instance`` or ``/api/v2/instance``.
        nodeinfo: the server's NodeInfo, where it is known: some software, such as GoToSocial, has its name only there.
    """
    version = str(instance.get("version") or "")
    found = _named_in_version(version) or _named_by_nodeinfo(nodeinfo) or _named_by_source(instance, version)
    name, own = found or ("mastodon" if _LIKE_MASTODON.match(version) else "", version)
    name = _fork(name, f"{version} {own} {instance.get('source_url')}")
    return Software(name, own, (version or own) if name in FORKS else None)


def names_software(instance: Mapping[str, Any]) -> bool:
    """Whether the instance answer alone tells what the server runs, so that NodeInfo need not be asked."""
    version = str(instance.get("version") or "")
    return bool(_named_in_version(version) or _named_by_source(instance, version))


def _named_in_version(version: str) -> tuple[str, str] | None:
    """The software that a version names: ``2.7.2 (compatible; Pleroma 2.5.0)``, ``takahe/0.11.0``."""
    found = _IN_WORDS.search(version) or _AS_A_PATH.fullmatch(version)
    return (_plain_name(found["name"]), found["version"]) if found else None


def _named_by_nodeinfo(nodeinfo: Mapping[str, Any] | None) -> tuple[str, str] | None:
    software = (nodeinfo or {}).get("software")
    if not isinstance(software, Mapping) or not software.get("name"):
        return None
    return _plain_name(str(software["name"])), str(software.get("version") or "")


def _named_by_source(instance: Mapping[str, Any], version: str) -> tuple[str, str] | None:
    """The software whose source code the server links to."""
    words = re.split(r"[^a-z0-9]+", str(instance.get("source_url")).lower())
    name = next((one for one in _KNOWN if one in words), None)
    return (name, version) if name else None


def _plain_name(name: str) -> str:
    """One name for what calls itself by several: ``Iceshrimp.NET`` is ``iceshrimp``."""
    return name.lower().partition(".")[0]


def _fork(name: str, hints: str) -> str:
    """The fork that Mastodon's version or source address names."""
    if name not in FORKS:
        return name
    if "glitch" in hints:
        return "glitch-soc"
    return "hometown" if "hometown" in hints else name
