"""Options of the data source: texts, as Spark has them, without any token.

============== =====================================================================================================
option         meaning
============== =====================================================================================================
``instances``  hosts, separated by commas; or ``load(path)`` with a file that has a host on each line
``resource``   table of `trunkline.pipeline` to read; ``timelines_public`` unless given
``partitions`` tasks that servers are divided among, at most; 8 unless given
``state``      absolute path of a folder that all executors see: needed by streams, and for leases and outcomes
``tokens``     file of each executor with ``instances`` of ``api_base_url`` and ``access_token``, in TOML or JSON; or
               ``env:NAME`` for a variable with the JSON
``every``      seconds between two runs of a stream, at least; 60 unless given
``purged``     file of each executor with accounts and servers to leave out; see `trunkline.spark.purged`
============== =====================================================================================================

The others are those of `trunkline.pipeline.options.SourceOptions`, with commas between the items of lists. An age
such as ``7d`` counts from when the query starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import Resource, resource_named
from trunkline.pipeline.crawling.sites import sites_of
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.selection import missing
from trunkline.pipeline.times import as_given
from trunkline.spark.tokens import require_place

RESOURCE = "timelines_public"
PARTITIONS = 8
EVERY = 60.0


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


class OptionKind(NamedTuple):
    """Kind of an option.

    Attributes:
        read: parses the text; a `KeyError` or `ValueError` says that it is none.
        form: what the text has to be.
    """

    read: Callable[[str], Any]
    form: str


_TEXT = OptionKind(str, "a text")
_LIST = OptionKind(_items, "texts with commas between them")
_FLAG = OptionKind(lambda text: {"true": True, "false": False}[text.lower()], "true or false")
_WHOLE = OptionKind(int, "a whole number, such as 100")
_NUMBER = OptionKind(float, "a number, such as 0.5")
_RULES = OptionKind(lambda text: False if text.lower() == "false" else _items(text), "rules with commas between them")

_SOURCE: Mapping[str, OptionKind] = {
    "accounts": _LIST,
    "statuses": _LIST,
    "hashtags": _LIST,
    "search": _LIST,
    "search_types": _LIST,
    "since": _TEXT,
    "until": _TEXT,
    "limit": _WHOLE,
    "page_size": _WHOLE,
    "private": _FLAG,
    "local": _FLAG,
    "lag": _NUMBER,
    "consent": _RULES,
    "contact": _TEXT,
    "user_agent": _TEXT,
    "max_rows": _WHOLE,
    "max_time": _NUMBER,
}
_OWN: Mapping[str, OptionKind] = {
    "resource": _TEXT,
    "partitions": _WHOLE,
    "state": _TEXT,
    "tokens": _TEXT,
    "every": _NUMBER,
    "purged": _TEXT,
}
_SERVERS = ("instances", "path")
_NAMES = (*_SERVERS, *_OWN, *_SOURCE)


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
        purged: file with accounts and servers to leave out.
    """

    source: SourceOptions
    addresses: tuple[str, ...]
    resource_name: str = RESOURCE
    partitions: int = PARTITIONS
    state: str | None = None
    tokens: str | None = None
    every: float = EVERY
    purged: str | None = None

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
        MastodonIllegalArgumentError: one is unknown, makes no sense, or is missing for the resource.
        MastodonFileNotFoundError: the file with servers cannot be read.
    """
    given = {name.lower(): text for name, text in options.items()}
    for name in given:
        if name not in _NAMES:
            raise MastodonIllegalArgumentError(_no_option(name))
    own = {name: _read(name, given[name], kind) for name, kind in _OWN.items() if name in given}
    source = SourceOptions(**{name: _read(name, given[name], kind) for name, kind in _SOURCE.items() if name in given})
    source = replace(source, since=as_given(source.since_point), until=as_given(source.until_point))
    resource = resource_named(own.pop("resource", RESOURCE))
    settings = ReadSettings(source, _addresses(given), resource.name, **own)
    if settings.tokens is not None:
        require_place(settings.tokens)
    if lack := missing(resource, source, settings.tokens is None) or _refusal(settings):
        raise MastodonIllegalArgumentError(lack)
    return settings


def _no_option(name: str) -> str:
    if name == "access_token":
        return "There is no option access_token: Spark shows options to everybody. See the option tokens."
    near = get_close_matches(name, _NAMES, n=1)
    guess = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(_NAMES))}."
    return f"There is no option {name}. {guess}"


def _refusal(settings: ReadSettings) -> str | None:
    if settings.partitions < 1:
        return f"partitions is {settings.partitions}; pass 1 or more."
    if settings.every < 0:
        return f"every is {settings.every:g}; pass the seconds between two runs, or 0."
    if settings.state is not None and not Path(settings.state).is_absolute():
        return f"state is {settings.state!r}; pass the absolute path of a folder that all executors mount, no address."
    return None


def _read(name: str, text: str, kind: OptionKind) -> Any:
    try:
        return kind.read(text)
    except (KeyError, ValueError):
        raise MastodonIllegalArgumentError(f"{name} is {text!r}; pass {kind.form}.") from None


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
