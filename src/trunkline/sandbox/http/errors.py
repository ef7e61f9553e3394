"""Error responses with the status codes and messages of Mastodon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/api/error_handling.rb
class ApiError(Exception):
    """An error response. Handlers raise it, the application turns it into JSON."""

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
        """Return the JSON body."""
        if self.details is None:
            return {"error": self.message}
        return {"error": self.message, "details": self.details}


def not_found() -> ApiError:
    """Build the 404 for a record that does not exist or that the viewer may not see."""
    return ApiError(404, "Record not found")


def nothing_here() -> ApiError:
    """Build the 404 of statuses, polls and hashtags, which Mastodon answers like an unknown path."""
    return ApiError(404, "Not Found")


def forbidden() -> ApiError:
    """Build the 403 for an action that the viewer may not perform on a visible record."""
    return ApiError(403, "This action is not allowed")


def duplicate() -> ApiError:
    """Build the 422 for a record that exists already."""
    return ApiError(422, "Duplicate record")


def bad_request() -> ApiError:
    """Build the 400 for parameters that make no sense."""
    return ApiError(400, "Bad Request")


def missing_parameter(name: str) -> ApiError:
    """Build the 400 for a required parameter that was not sent or is blank."""
    return ApiError(400, f"param is missing or the value is empty or invalid: {name}")


class MalformedRequest(ApiError):
    """The 400 for a query or body that cannot be parsed, which no handler has seen."""

    def __init__(self) -> None:
        super().__init__(400, "Bad Request")

    def body(self) -> dict[str, Any]:
        """Return the JSON body, which repeats the status."""
        return {"status": 400, "error": self.message}


def invalid_token(message: str = "The access token is invalid") -> ApiError:
    """Build the 401 for a missing or invalid token."""
    challenge = f'Bearer realm="Doorkeeper", error="invalid_token", error_description="{message}"'
    return ApiError(401, message, headers={"WWW-Authenticate": challenge})


def no_user() -> ApiError:
    """Build the 422 for a call without a user, if it needs one and no scope."""
    return ApiError(422, "This method requires an authenticated user")


def login_disabled() -> ApiError:
    """Build the 403 for a user who was disabled or suspended, or who has moved away."""
    return ApiError(403, "Your login is currently disabled")


def outside_scopes() -> ApiError:
    """Build the 403 for a token that lacks the scope."""
    return ApiError(403, "This action is outside the authorized scopes")
