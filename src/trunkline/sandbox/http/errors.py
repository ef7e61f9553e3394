"""Error answers, with Mastodon's status codes and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """An answer that is not a success: raised by a handler, turned into JSON by the app."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        details: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The JSON object that goes to the client."""
        if self.details is None:
            return {"error": self.message}
        return {"error": self.message, "details": self.details}


def not_found() -> ApiError:
    """There is no such thing, or the viewer may not know of it."""
    return ApiError(404, "Record not found")


def forbidden() -> ApiError:
    """The viewer may see the thing but not do this with it."""
    return ApiError(403, "This action is not allowed")


def bad_request() -> ApiError:
    """The body or its parameters cannot be read."""
    return ApiError(400, "Bad Request")


def invalid_token(message: str = "The access token is invalid") -> ApiError:
    """A token is needed and none that works was sent."""
    challenge = f'Bearer realm="Doorkeeper", error="invalid_token", error_description="{message}"'
    return ApiError(401, message, headers={"WWW-Authenticate": challenge})


def outside_scopes() -> ApiError:
    """The token lacks the scope."""
    return ApiError(403, "This action is outside the authorized scopes")
