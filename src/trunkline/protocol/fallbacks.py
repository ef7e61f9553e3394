"""Calls that some servers lack, each with an older call that does the same."""

from __future__ import annotations

from typing import Any

from trunkline.errors import MastodonAPIError, MastodonError, MastodonNetworkError, MastodonNotFoundError
from trunkline.protocol.request import Flow, Request, send

_ABOUT_THE_FILE = (413, 422)


def first_offered(request: Request[Any], *others: Request[Any]) -> Flow[Any]:
    """Perform *request*, or the first of *others* that the server does not refuse in whatever way.

    Servers that lack a call answer with any error, with HTML, or with a redirect to a page for logging in. A file that
    is refused for itself, as too large or of the wrong kind, is not sent twice.

    Raises:
        MastodonAPIError: all are refused. The error is that of the last one that the server does not lack.
    """
    try:
        return (yield from send(request))
    except MastodonError as error:
        if not others or not is_refusal(error):
            raise
        if request.files and isinstance(error, MastodonAPIError) and error.status in _ABOUT_THE_FILE:
            raise
        try:
            return (yield from first_offered(*others))
        except MastodonNotFoundError:
            raise error from None


def is_refusal(error: MastodonError) -> bool:
    """Return True if an error is the answer of a server, or of what a test has put in its place."""
    return isinstance(error, MastodonAPIError) or (isinstance(error, MastodonNetworkError) and error.made_up)
