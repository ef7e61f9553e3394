"""Consequences of an error: try again, try the other wire, wait, or give up."""

from __future__ import annotations

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
    MastodonVersionError,
)
from trunkline.protocol.retries import requested_wait

_FINAL = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonIllegalArgumentError, MastodonVersionError)

_PASSING = (408, 425)
"""Request Timeout and Too Early: client errors that the same request may not meet again."""

_RATE_LIMITED_WAIT = 60.0
"""Seconds to wait after a 429 that names no time: a minute, since a connection for streams costs the server much more
than a single request, which is repeated after a few seconds (`trunkline.protocol.ratelimit`)."""


def is_final(error: MastodonError) -> bool:
    """Return True if a repetition cannot help: the token or an argument is wrong, or the server too old."""
    return isinstance(error, _FINAL)


def is_unoffered(error: MastodonError) -> bool:
    """Return True if the server does not offer what was asked for, now and probably later."""
    if not isinstance(error, MastodonAPIError) or isinstance(error, MastodonServerError):
        return isinstance(error, MastodonServerError) and error.status == 501
    return error.status not in _PASSING


def is_refusal(error: MastodonError) -> bool:
    """Return True if the server answers that it does not give what was asked for: 4xx, but for those that may pass."""
    return isinstance(error, MastodonAPIError) and 400 <= (error.status or 0) < 500 and error.status not in _PASSING


def said_by_api(error: MastodonError) -> bool:
    """Return True if an error has a reason in the server's words, not just the page of a proxy or a router."""
    if not isinstance(error, MastodonAPIError) or isinstance(error, MastodonMalformedResponseError):
        return False
    status = error.response.reason if error.response is not None else ""
    return error.server_message is not None and error.server_message.lower() != status.lower()


def is_of_mastodon(error: MastodonError) -> bool:
    """Return True for the refusal of a WebSocket by Mastodon's own server, which has read the token."""
    response = error.response if isinstance(error, MastodonAPIError) else None
    return response is not None and "x-error-message" in response.headers


def wait_of(error: MastodonError, wall: float) -> float:
    """Return the seconds that the server asks to wait after an error; 0 where it asks for none."""
    if not isinstance(error, MastodonRatelimitError | MastodonServerError):
        return 0.0
    if error.response is None:
        return getattr(error, "retry_after", None) or 0.0
    asked = requested_wait(error.response.headers, wall)
    if asked is None:
        return _RATE_LIMITED_WAIT if isinstance(error, MastodonRatelimitError) else 0.0
    return asked
