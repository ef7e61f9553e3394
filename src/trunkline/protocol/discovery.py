"""Discovery of a server: instance, NodeInfo and software."""

from __future__ import annotations

from typing import Any, TypeVar

from trunkline.errors import MastodonAPIError, MastodonNotFoundError, MastodonVersionError
from trunkline.protocol.addresses import path_and_query
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.software import Software, names_software, software_of

NODEINFO_2_0 = "http://nodeinfo.diaspora.software/ns/schema/2.0"

T = TypeVar("T")
V1 = TypeVar("V1")
V2 = TypeVar("V2")


def newest_instance(v2: type[V2], v1: type[V1], *, own_answer: bool = False) -> Flow[V2 | V1]:
    """Request the instance in the newest supported version: v2 since Mastodon 4.0, otherwise v1.

    Args:
        v2: result type of ``/api/v2/instance``.
        v1: result type of ``/api/v1/instance``.
        own_answer: accept no answer of another server, to which this one redirects.
    """
    try:
        return (yield from send(Request("GET", "/api/v2/instance", v2, own_answer=own_answer)))
    except MastodonNotFoundError:
        return (yield from send(Request("GET", "/api/v1/instance", v1, own_answer=own_answer)))


def find_nodeinfo(schema: str, result: type[T]) -> Flow[T]:
    """Request the server's NodeInfo document (https://nodeinfo.diaspora.software/protocol.html).

    Args:
        schema: the URL that identifies the version of the format.
        result: type of the result.

    Raises:
        MastodonVersionError: the server does not offer that version.
    """
    listing = Request("GET", "/.well-known/nodeinfo", dict[str, Any], anonymous=True, own_answer=True)
    found = yield from send(listing)
    named = found.get("links")
    links = [link for link in named if isinstance(link, dict)] if isinstance(named, list) else []
    paths = ((str(link.get("rel")), path_and_query(str(link.get("href")))) for link in links)
    targets = {rel: path for rel, path in paths if path is not None}
    if schema not in targets:
        raise MastodonVersionError(f"The server has no NodeInfo {schema}; it has {', '.join(targets) or 'none'}.")
    return (yield from send(Request("GET", targets[schema], result, anonymous=True)))


def find_software() -> Flow[Software]:
    """Detect the software of the server; NodeInfo is requested only if the instance does not name it."""
    instance = yield from newest_instance(dict[str, Any], dict[str, Any])
    if names_software(instance):
        return software_of(instance)
    try:
        nodeinfo = yield from find_nodeinfo(NODEINFO_2_0, dict[str, Any])
    except (MastodonAPIError, MastodonVersionError):
        return software_of(instance)
    return software_of(instance, nodeinfo)
