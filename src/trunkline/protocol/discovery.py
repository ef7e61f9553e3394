"""Discovery of a server: instance, NodeInfo and software."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from trunkline.errors import MastodonAPIError, MastodonVersionError
from trunkline.protocol.addresses import path_and_query
from trunkline.protocol.fallbacks import first_offered
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.software import Software, names_software, software_of

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
NODEINFO_2_0 = f"{_SCHEMA}2.0"
NODEINFO = tuple(_SCHEMA + version for version in ("2.2", "2.1", "2.0", "1.1", "1.0"))
"""Versions of the format, the newest first; all name the software in the same field."""

INSTANCE_V2, INSTANCE_V1 = "/api/v2/instance", "/api/v1/instance"

T = TypeVar("T")
V1 = TypeVar("V1")
V2 = TypeVar("V2")


def newest_instance(v2: type[V2], v1: type[V1], *, own_answer: bool = False) -> Flow[V2 | V1]:
    """Request the instance in the newest supported version: v2 since Mastodon 4.0, otherwise v1.

    Where both are refused, they are asked for with a slash at the end: as Mastodon.py does.

    Args:
        v2: result type of ``/api/v2/instance``.
        v1: result type of ``/api/v1/instance``.
        own_answer: accept no answer of another server, to which this one redirects.
    """
    paths: list[tuple[str, Any]] = [(INSTANCE_V2, v2), (INSTANCE_V1, v1)]
    slashed = [(f"{path}/", kind) for path, kind in paths]
    requests = (Request("GET", path, kind, own_answer=own_answer) for path, kind in paths + slashed)
    found: V2 | V1 = yield from first_offered(*requests)
    return found


def find_nodeinfo(base: str, schemas: Sequence[str], result: type[T]) -> Flow[T]:
    """Request the server's NodeInfo document (https://nodeinfo.diaspora.software/protocol.html).

    Args:
        base: the server's address. Where it has a path, the documents are below it.
        schemas: the URLs that identify the acceptable versions of the format; the first that the server offers is read.
        result: type of the result.

    Raises:
        MastodonVersionError: the server offers none of these versions.
    """
    listing = Request("GET", "/.well-known/nodeinfo", dict[str, Any], anonymous=True, own_answer=True)
    found = yield from send(listing)
    named = found.get("links")
    links = [link for link in named if isinstance(link, dict)] if isinstance(named, list) else []
    paths = ((str(link.get("rel")), path_and_query(str(link.get("href")))) for link in links)
    folder = urlsplit(base).path
    targets = {rel: "/" + path.removeprefix(f"{folder}/").lstrip("/") for rel, path in paths if path is not None}
    offered = next((schema for schema in schemas if schema in targets), None)
    if offered is None:
        wanted = " or ".join(schemas)
        raise MastodonVersionError(f"The server has no NodeInfo {wanted}; it has {', '.join(targets) or 'none'}.")
    return (yield from send(Request("GET", targets[offered], result, anonymous=True)))


def find_software(base: str) -> Flow[Software]:
    """Detect the software of the server at *base*; NodeInfo is requested only if the instance does not name it."""
    try:
        paths = (INSTANCE_V2, INSTANCE_V1)
        instance = yield from first_offered(*(Request("GET", path, dict[str, Any]) for path in paths))
    except MastodonAPIError:
        instance = {}
    if names_software(instance):
        return software_of(instance)
    try:
        nodeinfo = yield from find_nodeinfo(base, NODEINFO, dict[str, Any])
    except (MastodonAPIError, MastodonVersionError):
        return software_of(instance)
    return software_of(instance, nodeinfo)
