"""Parsing the servers of the option ``instances``: addresses and tokens."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trunkline.errors import MastodonFileNotFoundError, MastodonIllegalArgumentError
from trunkline.pipeline.crawling.server import instance_of
from trunkline.protocol.addresses import base_url

_FORMS = "a host such as 'mastodon.social', or {'api_base_url': 'mastodon.social', 'access_token': '...'}"


@dataclass(frozen=True, slots=True)
class Site:
    """Address of a server, and the token for it.

    Attributes:
        address: with scheme.
        access_token: access token to read with; ``None`` for anonymous access.
    """

    address: str
    access_token: str | None = field(default=None, repr=False)

    @property
    def instance(self) -> str:
        """``_instance`` of its rows."""
        return instance_of(self.address)


def sites_of(instances: Iterable[Any] | str | Path) -> list[Site]:
    """Parse the servers that *instances* names, each once, in that order.

    Args:
        instances: hosts, addresses and mappings with ``api_base_url`` and ``access_token``; or the path of a file:
            a host on each line (with ``#`` before remarks), or JSON or TOML with a list ``instances`` of the same.

    Raises:
        MastodonIllegalArgumentError: one of them is no server, is named twice with different tokens, or none is left.
        MastodonFileNotFoundError: there is no such file.
    """
    sites: dict[str, Site] = {}
    for one in _read(Path(instances)) if isinstance(instances, str | Path) else instances:
        site = _site(one)
        if sites.setdefault(site.instance, site) != site:
            raise MastodonIllegalArgumentError(f"{site.instance} is named twice, with different tokens. Name it once.")
    if not sites:
        raise MastodonIllegalArgumentError(f"instances names no server. Each is {_FORMS}.")
    return list(sites.values())


def _site(one: Any) -> Site:
    if isinstance(one, str):
        return Site(base_url(one))
    if not isinstance(one, Mapping) or not one.get("api_base_url") or one.keys() - {"api_base_url", "access_token"}:
        shown = ", ".join(sorted(one)) if isinstance(one, Mapping) else type(one).__name__
        raise MastodonIllegalArgumentError(f"One of instances cannot be understood ({shown}). Each is {_FORMS}.")
    return Site(base_url(one["api_base_url"]), one.get("access_token") or None)


def _read(file: Path) -> list[Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise MastodonFileNotFoundError(f"instances is the file {file}, which cannot be read: {error}") from error
    except UnicodeDecodeError:
        raise MastodonIllegalArgumentError(f"instances is the file {file}, which is no text in UTF-8.") from None
    try:
        if file.suffix == ".toml":
            return list(tomllib.loads(text)["instances"])
        if file.suffix == ".json":
            found = json.loads(text)
            return list(found["instances"] if isinstance(found, dict) else found)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MastodonIllegalArgumentError(f"{file} has no list of instances that can be read: {error}") from error
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
