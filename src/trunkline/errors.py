"""Every error of the package.

::

    MastodonError                             anything below
    ├── MastodonIllegalArgumentError          the arguments make no sense (also a ValueError)
    ├── MastodonVersionError                  the server is too old for this call
    ├── MastodonIOError                       files and the network (also an OSError)
    │   ├── MastodonFileNotFoundError         a file to upload or a credential file is missing
    │   └── MastodonNetworkError              no answer: refused, reset, DNS, TLS
    │       └── MastodonReadTimeout           no answer in time
    ├── MastodonAPIError                      the server answered, with an error
    │   ├── MastodonMalformedResponseError    an answer that is not what the API promises (HTML, empty, cut off)
    │   ├── MastodonUnauthorizedError         401: no token, or one that is no longer valid
    │   ├── MastodonForbiddenError            403: the token's scopes or the account do not allow it
    │   ├── MastodonNotFoundError             404: it does not exist, or not for this account
    │   │   └── MastodonGoneError             410: it existed once
    │   ├── MastodonUnprocessableError        422: the server refuses the values
    │   ├── MastodonServerError               5xx
    │   │   ├── MastodonInternalServerError   500
    │   │   ├── MastodonBadGatewayError       502
    │   │   ├── MastodonServiceUnavailableError  503
    │   │   └── MastodonGatewayTimeoutError   504
    │   └── MastodonLoginError                the server gives no token (also a MastodonIllegalArgumentError)
    ├── MastodonRatelimitError                429, or a wait that was not wanted
    └── MastodonMalformedEventError           a stream sent something that is no event

    MastodonWarning (Warning)
    └── MastodonDeprecationWarning            the server's API will drop this call

Errors about an answer carry ``method``, ``path`` (without its query), ``status``, ``server_message`` and
``response``; none of them ever carries a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from trunkline.response import Response


class MastodonError(Exception):
    """Base of every error raised by this package."""


class MastodonIllegalArgumentError(ValueError, MastodonError):
    """An argument that cannot be sent; the message says what to pass instead."""


class MastodonVersionError(MastodonError):
    """The server's Mastodon version lacks this call or parameter; nothing was sent."""


class MastodonIOError(OSError, MastodonError):
    """Reading a file or talking to the network failed."""


class MastodonFileNotFoundError(MastodonIOError):
    """A file that was to be read does not exist."""


class MastodonNetworkError(MastodonIOError):
    """No answer came from the server.

    Attributes:
        method: the HTTP method of the request, or ``None`` outside of a request.
        path: its path, or ``None``.
        sent: whether (part of) the request may have reached the server.
    """

    method: str | None = None
    path: str | None = None
    sent: bool = True


class MastodonReadTimeout(MastodonNetworkError):
    """The server did not answer within the timeout."""


class MastodonAPIError(MastodonError):
    """The server answered with an error.

    ``args`` are ``(message, status, reason, server_message)``.

    Attributes:
        method: the HTTP method of the request.
        path: the path of the request, without its query.
        status: the HTTP status code of the answer.
        server_message: what the server said, as far as it said anything readable.
        response: the whole answer.
    """

    hint = ""
    """What the reader of the error can do about it."""

    method: str | None = None
    path: str | None = None
    status: int | None = None
    server_message: str | None = None
    response: Response | None = None

    def __str__(self) -> str:
        return describe(self)


class MastodonMalformedResponseError(MastodonAPIError):
    """The answer is not what the API promises: not JSON, empty, cut off, or of another shape."""

    hint = "Is api_base_url really the address of a Mastodon server?"


class MastodonUnauthorizedError(MastodonAPIError):
    """401: there is no token, or it is invalid, revoked or expired."""

    hint = "Log in again, or check that the access token belongs to this server."


class MastodonForbiddenError(MastodonAPIError):
    """403: the token's scopes or the account's state do not allow this."""

    hint = "Check the scopes of the token and the state of the account."


class MastodonNotFoundError(MastodonAPIError):
    """404: there is no such object, or not for this account, or the server lacks this call."""


class MastodonGoneError(MastodonNotFoundError):
    """410: the object existed and was deleted or suspended."""


class MastodonUnprocessableError(MastodonAPIError):
    """422: the server refuses the values that were sent; ``server_message`` says which."""


class MastodonLoginError(MastodonIllegalArgumentError, MastodonAPIError):
    """The server refuses to give a token: wrong code, redirect URI, application keys, or an unsupported grant."""

    @classmethod
    def from_answer(cls, error: MastodonAPIError) -> MastodonLoginError:
        """The refusal that an answer of the token endpoint amounts to."""
        login = cls(*error.args)
        login.method, login.path, login.status = error.method, error.path, error.status
        login.server_message, login.response = error.server_message, error.response
        login.hint = "Check code, redirect_uri and scopes; a code works once. Mastodon 4.4 and later take no passwords."
        return login


class MastodonServerError(MastodonAPIError):
    """5xx: the server failed; the request may be fine."""

    hint = "This is a fault of the server; try again later."


class MastodonInternalServerError(MastodonServerError):
    """500."""


class MastodonBadGatewayError(MastodonServerError):
    """502."""


class MastodonServiceUnavailableError(MastodonServerError):
    """503."""


class MastodonGatewayTimeoutError(MastodonServerError):
    """504."""


class MastodonRatelimitError(MastodonError):
    """The rate limit is used up: the server said 429, or waiting was refused (``ratelimit_method="throw"``).

    Attributes:
        retry_after: seconds until the next request is allowed, as far as known.
    """

    hint = ""
    method: str | None = None
    path: str | None = None
    status: int | None = None
    server_message: str | None = None
    response: Response | None = None
    retry_after: float | None = None

    def __str__(self) -> str:
        return describe(self)


class MastodonMalformedEventError(MastodonError):
    """A stream delivered something that is not an event of the API."""


class MastodonWarning(Warning):
    """Base of the warnings of this package."""


class MastodonDeprecationWarning(MastodonWarning):
    """The API marks this call as deprecated; the message names what to use instead."""


_BY_STATUS: dict[int, type[MastodonAPIError]] = {
    401: MastodonUnauthorizedError,
    403: MastodonForbiddenError,
    404: MastodonNotFoundError,
    410: MastodonGoneError,
    422: MastodonUnprocessableError,
    500: MastodonInternalServerError,
    502: MastodonBadGatewayError,
    503: MastodonServiceUnavailableError,
    504: MastodonGatewayTimeoutError,
}


def error_for(method: str, path: str, response: Response) -> MastodonAPIError | MastodonRatelimitError:
    """The error that stands for an answer with a status of 400 or more."""
    if response.status == 429:
        return _fill(MastodonRatelimitError, "Too many requests", method, path, response)
    fallback = MastodonServerError if response.status >= 500 else MastodonAPIError
    return _fill(_BY_STATUS.get(response.status, fallback), "Mastodon API returned error", method, path, response)


def malformed(method: str, path: str, response: Response, what: str) -> MastodonMalformedResponseError:
    """The error for an answer that *what* says is wrong with."""
    error = _fill(MastodonMalformedResponseError, what, method, path, response)
    error.server_message = f"{what} ({response.media_type or 'no content type'}, {len(response.body)} bytes)"
    return error


_Answered = TypeVar("_Answered", bound="MastodonAPIError | MastodonRatelimitError")


def _fill(kind: type[_Answered], message: str, method: str, path: str, response: Response) -> _Answered:
    said = response.error_message()
    error = kind(message, response.status, response.reason, said)
    error.method, error.path, error.status = method, path, response.status
    error.server_message, error.response = said, response
    return error


def describe(error: MastodonAPIError | MastodonRatelimitError) -> str:
    """One line: what happened, to which request, what the server said, what to do."""
    if error.status is None:
        return ", ".join(str(a) for a in error.args)
    text = f"{error.method} {error.path} failed with {error.status} {error.args[2]}".rstrip()
    if error.server_message:
        text += f": {error.server_message}"
    return f"{text.rstrip('.')}. {error.hint}".rstrip()
