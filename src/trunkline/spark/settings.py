"""Options of the data source: texts, as Spark has them, without any token.

============== =====================================================================================================
option         meaning
============== =====================================================================================================
``instances``  hosts, separated by commas; or ``load(path)`` with a file that has a host on each line
``resource``   table of `trunkline.pipeline` to read; ``timelines_public`` unless given
``partitions`` tasks that servers are divided among, at most; 8 unless given
``state``      folder that all executors see: needed by streams, and for leases and outcomes. See `trunkline.spark.runs`
``tokens``     file of each executor with ``instances`` of ``api_base_url`` and ``access_token``, in TOML or JSON; or
               ``env:NAME`` for a variable with the JSON
``every``      seconds between two runs of a stream, at least; 60 unless given
============== =====================================================================================================

The others are those of `trunkline.pipeline.options.SourceOptions`, with commas between the items of lists. An age
such as ``7d`` counts from when the query starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import Resource, resource_named
from trunkline.pipeline.crawling.sites import sites_of
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.times import as_given
from trunkline.spark.tokens import require_place

RESOURCE = "timelines_public"
PARTITIONS = 8
EVERY = 60.0


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _flag(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


_SOURCE: Mapping[str, Callable[[str], Any]] = {
    "accounts": _items,
    "statuses": _items,
    "hashtags": _items,
    "search": _items,
    "search_types": _items,
    "since": str,
    "until": str,
    "limit": int,
    "page_size": int,
    "private": _flag,
    "local": _flag,
    "lag": float,
    "consent": lambda text: False if text.lower() == "false" else _items(text),
    "contact": str,
    "user_agent": str,
    "max_rows": int,
    "max_time": float,
}
_OWN: Mapping[str, Callable[[str], Any]] = {
    "resource": str,
    "partitions": int,
    "state": str,
    "tokens": str,
    "every": float,
}
_SERVERS = {"instances", "path"}


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Settings of one query.

    Attributes:
        source: options of the pipeline's source.
        addresses: the servers, with scheme.
        resource_name: name of the resource.
        partitions: greatest number of tasks.
        state: folder that all executors see.
        tokens: place of the tokens.
        every: seconds between two runs of a stream.
    """

    source: SourceOptions
    addresses: tuple[str, ...]
    resource_name: str = RESOURCE
    partitions: int = PARTITIONS
    state: str | None = None
    tokens: str | None = None
    every: float = EVERY

    @property
    def resource(self) -> Resource:
        """The resource. Undeclared fields of its rows get no columns, since Spark wants to know all columns before."""
        return replace(resource_named(self.resource_name), undeclared=0)

    def dealt(self) -> list[tuple[str, ...]]:
        """Return the servers of each task."""
        number = min(self.partitions, len(self.addresses))
        return [self.addresses[place::number] for place in range(number)]


def settings_of(options: Mapping[str, str]) -> ReadSettings:
    """Parse the options of a query.

    Raises:
        MastodonIllegalArgumentError: one is unknown or makes no sense.
        MastodonFileNotFoundError: the file with servers cannot be read.
    """
    given = {name.lower(): text for name, text in options.items()}
    if unknown := given.keys() - _SOURCE.keys() - _OWN.keys() - _SERVERS:
        hint = " Tokens do not belong into options, which Spark shows: see the option tokens."
        raise MastodonIllegalArgumentError(
            f"There is no option {', '.join(sorted(unknown))}; there are "
            f"{', '.join(sorted({*_SOURCE, *_OWN, *_SERVERS}))}.{hint if 'access_token' in unknown else ''}"
        )
    own = {name: _read(name, given[name], read) for name, read in _OWN.items() if name in given}
    source = SourceOptions(**{name: _read(name, given[name], read) for name, read in _SOURCE.items() if name in given})
    source = replace(source, since=as_given(source.since_point), until=as_given(source.until_point))
    resource = own.pop("resource", RESOURCE)
    settings = ReadSettings(source, _addresses(given), resource_named(resource).name, **own)
    if settings.partitions < 1 or settings.every < 0:
        raise MastodonIllegalArgumentError("partitions is at least 1, and every at least 0.")
    if settings.tokens is not None:
        require_place(settings.tokens)
    return settings


def _read(name: str, text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except (KeyError, ValueError):
        raise MastodonIllegalArgumentError(f"The option {name} is {text!r}, which cannot be read.") from None


def _addresses(given: Mapping[str, str]) -> tuple[str, ...]:
    if ("instances" in given) == ("path" in given):
        raise MastodonIllegalArgumentError(
            "Which servers? Set the option instances to hosts, such as 'a.example,b.example', or load a file of them."
        )
    sites = sites_of(_items(given["instances"]) if "instances" in given else Path(given["path"]))
    if any(site.access_token for site in sites):
        raise MastodonIllegalArgumentError(
            "The file of servers has tokens, which would travel with the plan. Name it in the option tokens instead."
        )
    return tuple(sorted(site.address for site in sites))
