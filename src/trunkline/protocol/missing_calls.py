"""Errors for refusals: a missing object, or a call that the server lacks, where the answer or the version tells."""

from __future__ import annotations

from typing import Any

from trunkline.errors import (
    MastodonAPIError,
    MastodonMissingCallError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    error_for,
)
from trunkline.protocol.request import Facts, Request
from trunkline.protocol.software import FORKS, Software
from trunkline.protocol.versions import parse_version
from trunkline.response import Response

_PAGES_OF_ROUTERS = (b"404 not found", b"404 page not found")
"""Texts of libraries that find no call for a path: of Hono, which Hollo is made with, and of Go."""

_NAMES = frozenset({"tag", "tags", "reactions", "statuses", "polls", "lists", "media", "conversations", "collections"})
"""Segments of paths that nothing but a name or an id follows; elsewhere ids are known by their digits."""

_OBJECTS = frozenset({"acct", "url", "uri"})
"""Parameters that name an object."""


def refusal_of(
    request: Request[Any], path: str, response: Response, software: Software | None
) -> MastodonAPIError | MastodonRatelimitError:
    """Build the error for a response with a status of 400 or more.

    Args:
        request: the request.
        path: its path, without the query.
        response: the response.
        software: the server's software, if known.
    """
    error = error_for(request.method, path, response)
    if type(error) is MastodonNotFoundError and _lacks_call(request, path, response, software):
        error = error_for(request.method, path, response, MastodonMissingCallError)
    if isinstance(error, MastodonMissingCallError) and software is not None:
        error.hint = _advice(software, request.facts)
    return error


def _lacks_call(request: Request[Any], path: str, response: Response, software: Software | None) -> bool:
    """Return True if a 404 means that the server lacks the call; False also where that cannot be known.

    Mastodon and Pleroma answer JSON for both, in the same words; snac and Takahe an HTML page for both.
    """
    said = response.body.strip().lower()
    if response.media_type == "text/plain":
        return said in _PAGES_OF_ROUTERS
    if software is not None and _is_older(software, request.facts):
        return True
    if software is not None and software.name == "gotosocial":
        return response.error_message() == "Not Found"  # of an object it says more
    is_page = response.media_type == "text/html" and bool(said)
    return is_page and not _may_name_an_object(request, path) and (software is None or software.name not in FORKS)


def _is_older(software: Software, facts: Facts | None) -> bool:
    """Return True if the server is a Mastodon older than the call."""
    have, needed = parse_version(software.mastodon_version or ""), parse_version(facts.since if facts else "")
    return have is not None and needed is not None and have < needed


def _may_name_an_object(request: Request[Any], path: str) -> bool:
    segments = path.strip("/").split("/")[2:]  # after "api" and its version
    named = not _NAMES.isdisjoint(segments[:-1]) or any(any(map(str.isdigit, segment)) for segment in segments)
    return named or not _OBJECTS.isdisjoint(request.params)


def _advice(software: Software, facts: Facts | None) -> str:
    since = f", which Mastodon has since {facts.since}" if facts and facts.since != "0.0.0" else ""
    return f"{software.name or 'The server'} {software.version} lacks this call{since}; go on without it."
