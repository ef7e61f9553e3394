"""Errors of this package for failed and broken connections."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from trunkline.errors import (
    MastodonError,
    MastodonForbiddenError,
    MastodonNetworkError,
    MastodonReadTimeout,
    MastodonUnauthorizedError,
    error_for,
    malformed,
)
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.response import Response
from trunkline.streaming.wires.error_kinds import is_final
from trunkline.transport.reasons import reason_of

SILENT = "Nothing came from the server for {:g} s, not even a sign of life; the connection is taken for dead."
UNCONFIRMED = "The server has not confirmed within {:g} s what is subscribed."


class StreamEnded(MastodonNetworkError):
    """The server has ended the stream in the way that the protocol intends."""

    def __init__(self) -> None:
        super().__init__("The server ended the stream.")


def refused(status: int, reason: str, headers: Mapping[str, str], body: bytes) -> MastodonError:
    """Build the error for a response that is not a stream."""
    lower = {name.lower(): value for name, value in headers.items()}
    response = Response(status, reason or _phrase(status), lower, body)
    if status < 400:
        return malformed("GET", STREAMING_PATH, response, "The server answered, but not with a stream")
    return error_for("GET", STREAMING_PATH, response)


def denied(status: int, said: str) -> MastodonError:
    """Build the error for a stream that the server refuses on an open WebSocket."""
    from msgspec.json import encode

    return error_for("GET", STREAMING_PATH, Response(status, _phrase(status), {}, encode({"error": said})))


def of_one_stream(error: MastodonError) -> MastodonError:
    """Return the refusal of one stream with the right advice: the token is good for other streams."""
    if isinstance(error, MastodonUnauthorizedError | MastodonForbiddenError):
        error.hint = "The server accepts the token, but not for this stream."
    return error


def unreachable(url: str, error: BaseException) -> MastodonNetworkError:
    """Build the error for a connection that could not be made or was lost."""
    host = urlsplit(url).netloc
    if isinstance(error, TimeoutError):
        return MastodonReadTimeout(f"{host} did not answer in time.")
    return MastodonNetworkError(f"The connection to {host} failed: {reason_of(error)}")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def ending_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the error that ended a connection, of all those of its tasks: a final one if there is one."""
    # A task group forgets that it is being cancelled if one of its tasks fails at the same time.
    # https://docs.python.org/3/library/asyncio-task.html#task-groups
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        return asyncio.CancelledError()
    errors = list(_leaves(group))
    return next((e for e in errors if isinstance(e, MastodonError) and is_final(e)), errors[0])


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterable[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
