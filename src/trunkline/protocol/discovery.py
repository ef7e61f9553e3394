"""Finding out about a server: the instance, NodeInfo, and from both its software."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlsplit

from trunkline.errors import MastodonAPIError, MastodonNotFoundError, MastodonVersionError
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.software import Software, names_software, software_of

NODEINFO_2_0 = "http://nodeinfo.diaspora.software/ns/schema/2.0"

T = TypeVar("T")
V1 = TypeVar("V1")
V2 = TypeVar("V2")


def newest_instance(v2: type[V2], v1: type[V1]) -> Flow[V2 | V1]:
    """Ask for the instance in the newest form that the server has: v2 since Mastodon 4.0, otherwise v1.

    Args:
        v2: result type of ``/api/v2/instance``.
        v1: result type of ``/api/v1/instance``.
    """
    try:
        return (yield from send(Request("GET", "/api/v2/instance", v2)))
    except MastodonNotFoundError:
        return (yield from send(Request("GET", "/api/v1/instance", v1)))


def find_nodeinfo(schema: str, result: type[T]) -> Flow[T]:
    """Ask for the server's NodeInfo.

    Args:
        schema: the URL that names the wanted version of the format.
        result: type of the result.

    Raises:
        MastodonVersionError: the server does not answer in that version.
    """
    found = yield from send(Request("GET", "/.well-known/nodeinfo", dict[str, Any], anonymous=True))
    links = [link for link in found.get("links") or () if isinstance(link, dict)]
    targets = {str(link.get("rel")): str(link.get("href")) for link in links}
    if schema not in targets:
        raise MastodonVersionError(f"The server has no NodeInfo {schema}; it has {', '.join(targets) or 'none'}.")
    return (yield from send(Request("GET", urlsplit(targets[schema]).path, result, anonymous=True)))


def find_software() -> Flow[Software]:
    """Ask which software the server runs; NodeInfo only where the instance leaves it open."""
    instance = yield from newest_instance(dict[str, Any], dict[str, Any])
    if names_software(instance):
        return software_of(instance)
    try:
        nodeinfo = yield from find_nodeinfo(NODEINFO_2_0, dict[str, Any])
    except (MastodonAPIError, MastodonVersionError):
        return software_of(instance)
    return software_of(instance, nodeinfo)
