"""Errors and warnings of the package.

::

    MastodonError                             base of all errors
    ├── MastodonIllegalArgumentError          invalid arguments (also a ValueError)
    ├── MastodonVersionError                  the server is too old for this call
    ├── MastodonIOError                       files and the network (also an OSError)
    │   ├── MastodonFileNotFoundError         a file to upload or a credential file is missing
    │   └── MastodonNetworkError              no response: refused, reset, DNS, TLS
    │       └── MastodonReadTimeout           no response in time
    ├── MastodonAPIError                      an error response
    │   ├── MastodonMalformedResponseError    a response that is not what the API promises (HTML, empty, cut off)
    │   ├── MastodonIncompletePostError       a status was made without the text, media or poll that was sent
    │   ├── MastodonUnauthorizedError         401: no token, or an invalid one
    │   ├── MastodonForbiddenError            403: forbidden by the token's scopes or the state of the account
    │   ├── MastodonNotFoundError             404: no such object, or not for this account
    │   │   ├── MastodonGoneError             410: deleted
    │   │   ├── MastodonMissingCallError      404, 405, 501: the server lacks this call
    │   │   └── MastodonNoIdError             no id where one is needed (also a MastodonIllegalArgumentError)
    │   ├── MastodonUnprocessableError        422: refused values
    │   │   └── MastodonSignUpError           a refused account (also a MastodonIllegalArgumentError)
    │   ├── MastodonServerError               5xx
    │   │   ├── MastodonInternalServerError   500
    │   │   ├── MastodonBadGatewayError       502
    │   │   ├── MastodonServiceUnavailableError  503
    │   │   └── MastodonGatewayTimeoutError   504
    │   ├── MastodonStreamRefusedError        a stream that the server refuses (also a MastodonNetworkError)
    │   └── MastodonLoginError                refused token (also a MastodonIllegalArgumentError)
    ├── MastodonRatelimitError                429, or a refused wait
    ├── MastodonMalformedEventError           a stream message that is not an event
    └── MastodonImportError                   another `mastodon` is in the way (also an ImportError)

    MastodonWarning                           base of all warnings (a Warning)
    └── MastodonDeprecationWarning            a call that the API will drop

Errors about a response carry ``method``, ``path`` (without its query), ``status``, ``server_message`` and
``response``; none of them ever carries a token.
"""

from __future__ import annotations

# Importing `typing` takes longer than the rest of `import mastodon`, and jedi does not read what follows `False`.
TYPE_CHECKING = bool()  # noqa: UP018  (see above)
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    from trunkline.response import Response

    _Answered = TypeVar("_Answered", bound="MastodonAPIError | MastodonRatelimitError")

__all__ = [
    "MastodonAPIError",
    "MastodonBadGatewayError",
    "MastodonDeprecationWarning",
    "MastodonError",
    "MastodonFileNotFoundError",
    "MastodonForbiddenError",
    "MastodonGatewayTimeoutError",
    "MastodonGoneError",
    "MastodonIOError",
    "MastodonIllegalArgumentError",
    "MastodonImportError",
    "MastodonIncompletePostError",
    "MastodonInternalServerError",
    "MastodonLoginError",
    "MastodonMalformedEventError",
    "MastodonMalformedResponseError",
    "MastodonMissingCallError",
    "MastodonNetworkError",
    "MastodonNoIdError",
    "MastodonNotFoundError",
    "MastodonRatelimitError",
    "MastodonReadTimeout",
    "MastodonServerError",
    "MastodonServiceUnavailableError",
    "MastodonSignUpError",
    "MastodonStreamRefusedError",
    "MastodonUnauthorizedError",
    "MastodonUnprocessableError",
    "MastodonVersionError",
    "MastodonWarning",
]


LONGEST_MESSAGE = 500
"""Characters of a server's message that the text of an error shows; ``server_message`` has all of it."""


class MastodonError(Exception):
    """Base of all errors of this package."""


class MastodonIllegalArgumentError(ValueError, MastodonError):
    """An invalid argument; the message names a valid one."""


class MastodonVersionError(MastodonError):
    """The server's version of Mastodon lacks this call or parameter; nothing was sent."""


class MastodonIOError(OSError, MastodonError):
    """Failure of a file or of the network."""


class MastodonFileNotFoundError(MastodonIOError):
    """A file to read does not exist; its ``__cause__`` is the ``FileNotFoundError``."""


class MastodonNetworkError(MastodonIOError):
    """No response from the server.

    Attributes:
        method: the HTTP method of the request, or ``None`` outside of a request.
        path: its path, or ``None``.
        sent: True if the request, or a part of it, may have reached the server.
        made_up: True if no server was asked, as a test has put something else in the place of ``requests``.
    """

    method: str | None = None
    path: str | None = None
    sent: bool = True
    made_up: bool = False


class MastodonReadTimeout(MastodonNetworkError):
    """No response from the server within the timeout."""


class MastodonAPIError(MastodonError):
    """An error response of the server.

    ``args`` are ``(message, status, reason, server_message)``.

    Attributes:
        method: the HTTP method of the request.
        path: the path of the request, without its query.
        status: the HTTP status code of the response.
        server_message: the error message in the response, or ``None``.
        response: the whole response.
    """

    hint = ""
    """Advice on how to resolve the error."""

    method: str | None = None
    path: str | None = None
    status: int | None = None
    server_message: str | None = None
    response: Response | None = None

    def __str__(self) -> str:
        return describe(self)


class MastodonMalformedResponseError(MastodonAPIError):
    """The response is not what the API promises: not JSON, empty, cut off, or of another shape."""

    hint = "Is api_base_url really the address of a Mastodon server?"


class MastodonIncompletePostError(MastodonAPIError):
    """A status was made without the text, the media or the poll that was sent; sending it again makes a second one.

    Attributes:
        posted: the status or scheduled status, as the server returned it.
        posted_id: its id.
        posted_url: its address, or ``None``.
    """

    posted: Mapping[str, Any] | None = None
    posted_id: str | None = None
    posted_url: str | None = None


class MastodonUnauthorizedError(MastodonAPIError):
    """401: no token, or an invalid, revoked or expired one."""

    hint = "Log in again, or check that the access token belongs to this server."


class MastodonForbiddenError(MastodonAPIError):
    """403: forbidden by the token's scopes or the state of the account."""

    hint = "Check the scopes of the token and the state of the account."


class MastodonNotFoundError(MastodonAPIError):
    """404: no such object, or not for this account, or the server lacks this call."""


class MastodonNoIdError(MastodonIllegalArgumentError, MastodonNotFoundError):
    """``None``, an empty text or an object without an id, where an id is needed; nothing was sent.

    Without an id, the path of a request would be that of another call. Programs that let the server answer 404 to such
    an id catch this as a `MastodonNotFoundError` with 404 in ``args``.
    """

    def __init__(self, message: str, *_: object) -> None:
        super().__init__(message, 404, "Not Found", message)

    def __str__(self) -> str:
        return str(self.args[0])


class MastodonGoneError(MastodonNotFoundError):
    """410: the object was deleted or suspended."""


class MastodonMissingCallError(MastodonNotFoundError):
    """404, 405 or 501: the server lacks this call. Where that cannot be told, it is a `MastodonNotFoundError`."""

    hint = "The server lacks this call; go on without it. Is api_base_url really the address of a Mastodon server?"


class MastodonUnprocessableError(MastodonAPIError):
    """422: the server refuses the values; ``server_message`` names them."""


class MastodonSignUpError(MastodonIllegalArgumentError, MastodonUnprocessableError):
    """422: the server refuses to make an account with these values."""

    @classmethod
    def from_answer(cls, error: MastodonAPIError) -> MastodonSignUpError:
        """Build the error from an error response."""
        return _alike(cls, error)


NO_PASSWORDS = (
    "Mastodon 4.4 and later take no names and passwords: send the person to authorization().url, and pass the code "
    "from there to log_in; or make an access token in the settings of the account, under Development."
)
"""Advice where a log-in with a password is refused."""


class MastodonLoginError(MastodonIllegalArgumentError, MastodonAPIError):
    """The server refuses a token: wrong code, redirect URI or application keys, or an unsupported grant."""

    @classmethod
    def from_answer(cls, error: MastodonAPIError) -> MastodonLoginError:
        """Build the error from an error response of the token endpoint."""
        login = _alike(cls, error)
        login.hint = "Check code, redirect_uri and scopes; a code works once."
        if "unsupported_grant_type" in (error.server_message or ""):
            login.hint = NO_PASSWORDS
        return login


class MastodonStreamRefusedError(MastodonNetworkError, MastodonAPIError):
    """The server answers a listener's stream with an error; the ``__cause__`` is the error for that response.

    ``args`` have the text alone.
    """

    status: int | None = None
    server_message: str | None = None
    response: Response | None = None
    hint: str = ""

    def __str__(self) -> str:
        said = f": {printable(self.server_message)}" if self.server_message else ""
        return f"{self.args[0]}{said}. {self.hint}".rstrip()

    @classmethod
    def from_answer(cls, error: MastodonAPIError | MastodonRatelimitError) -> MastodonStreamRefusedError:
        """Build the error from the one for an error response."""
        refused = cls(f"Could not connect to streaming server: {printable(error.args[2])}".rstrip(": "))
        refused.method, refused.path, refused.status = error.method, error.path, error.status
        refused.server_message, refused.response, refused.hint = error.server_message, error.response, error.hint
        return refused


class MastodonServerError(MastodonAPIError):
    """5xx: a fault of the server; the request may be valid."""

    hint = "This is a fault of the server; try again later."


class MastodonInternalServerError(MastodonServerError):
    """500: internal error of the server."""


class MastodonBadGatewayError(MastodonServerError):
    """502: a proxy got no valid response from the server."""


class MastodonServiceUnavailableError(MastodonServerError):
    """503: the server is overloaded or under maintenance."""


class MastodonGatewayTimeoutError(MastodonServerError):
    """504: a proxy got no response from the server in time."""


class MastodonRatelimitError(MastodonError):
    """The rate limit is used up: a response with 429, or a refused wait (``ratelimit_method="throw"``).

    Attributes:
        retry_after: seconds until the next request is allowed, or ``None`` if unknown.
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
    """A stream message that is not an event of the API."""


class MastodonImportError(ImportError, MastodonError):
    """`mastodon` cannot be redirected to trunkline; the message says what to do instead."""


class MastodonWarning(Warning):
    """Base of all warnings of this package."""


class MastodonDeprecationWarning(MastodonWarning):
    """A call that the API has deprecated; the message names the replacement."""


_BY_STATUS: dict[int, type[MastodonAPIError]] = {
    401: MastodonUnauthorizedError,
    403: MastodonForbiddenError,
    404: MastodonNotFoundError,
    405: MastodonMissingCallError,
    410: MastodonGoneError,
    422: MastodonUnprocessableError,
    500: MastodonInternalServerError,
    501: MastodonMissingCallError,
    502: MastodonBadGatewayError,
    503: MastodonServiceUnavailableError,
    504: MastodonGatewayTimeoutError,
}


_STATE_OF_LOGIN = (
    ("confirmed e-mail", "Confirm the e-mail address by the link in the server's mail; the scopes are not the reason."),
    ("pending approval", "A moderator of the server has to approve the account; the scopes are not the reason."),
    ("currently disabled", "A moderator has disabled the account; the scopes are not the reason."),
)
"""Words in the reasons of a 403 that have nothing to do with scopes, with what to do."""


def error_for(
    method: str, path: str, response: Response, kind: type[MastodonAPIError] | None = None
) -> MastodonAPIError | MastodonRatelimitError:
    """Build the error for a response with a status of 400 or more, by default of the class for its status."""
    if response.status == 429:
        return _fill(MastodonRatelimitError, "Too many requests", method, path, response)
    fallback = MastodonServerError if response.status >= 500 else MastodonAPIError
    kind = kind or _BY_STATUS.get(response.status, fallback)
    error = _fill(kind, "Mastodon API returned error", method, path, response)
    if response.status == 403 and error.server_message:
        error.hint = next((advice for words, advice in _STATE_OF_LOGIN if words in error.server_message), error.hint)
    return error


def malformed(method: str, path: str, response: Response, what: str) -> MastodonMalformedResponseError:
    """Build the error for a response of unexpected shape; *what* describes the fault."""
    error = _fill(MastodonMalformedResponseError, what, method, path, response)
    error.server_message = f"{what} ({response.media_type or 'no content type'}, {len(response.body)} bytes)"
    return error


def _alike(kind: type[_Answered], error: MastodonAPIError) -> _Answered:
    """Build an error of another class for the same response."""
    other = kind(*error.args)
    other.method, other.path, other.status = error.method, error.path, error.status
    other.server_message, other.response = error.server_message, error.response
    return other


def _fill(kind: type[_Answered], message: str, method: str, path: str, response: Response) -> _Answered:
    said = response.error_message()
    error = kind(message, response.status, response.reason, response.short_error_message() or said)
    error.method, error.path, error.status = method, path, response.status
    error.server_message, error.response = said, response
    return error


def describe(error: MastodonAPIError | MastodonRatelimitError) -> str:
    """Return one line with the request, the status, the server's message and the advice.

    Of the message, which may be anything, only printable characters are shown, and not more than `LONGEST_MESSAGE`.
    """
    if error.status is None:
        return ", ".join(str(a) for a in error.args)
    text = f"{error.method} {error.path} failed with {error.status} {printable(error.args[2])}".rstrip()
    if error.server_message:
        text += f": {printable(error.server_message)}"
    return f"{text.rstrip('.')}. {error.hint}".rstrip()


def printable(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """Return what somebody else has written as a short text on one line, for messages, terminals and logs."""
    line = "".join(char if char.isprintable() else " " for char in text[: longest + 1])
    return line if len(line) <= longest else f"{line[:longest]}…"
