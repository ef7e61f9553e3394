"""Calls that some servers lack, each with an older call that does the same."""

from __future__ import annotations

from typing import Any

from trunkline.errors import MastodonAPIError, MastodonNotFoundError
from trunkline.protocol.request import Flow, Request, send

_ABOUT_THE_FILE = (413, 422)


def first_offered(request: Request[Any], older: Request[Any]) -> Flow[Any]:
    """Perform *request*, or *older* where the server refuses the first in whatever way.

    Servers that lack a call answer with any error, with HTML, or with a redirect to a page for logging in. A file that
    is refused for itself, as too large or of the wrong kind, is not sent twice.

    Raises:
        MastodonAPIError: both are refused. The error is that of *older*, unless the server lacks that one.
    """
    try:
        return (yield from send(request))
    except MastodonAPIError as first:
        if request.files and first.status in _ABOUT_THE_FILE:
            raise
        try:
            return (yield from send(older))
        except MastodonNotFoundError:
            raise first from None
