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
    return ApiError(401, message, headers=challenge("invalid_token", message))


def no_user() -> ApiError:
    """Build the 422 for a call that needs a user and has none."""
    return ApiError(422, "This method requires an authenticated user")


def outside_scopes(scopes: Sequence[str]) -> ApiError:
    """Build the 403 for a token that has none of `scopes`."""
    description = f'Access to this resource requires scope "{" ".join(scopes)}".'
    message = "This action is outside the authorized scopes"
    return ApiError(403, message, headers=challenge("insufficient_scope", description))


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/oauth/error_response.rb
def challenge(code: str, description: str) -> dict[str, str]:
    """Build the header that names an error of a token or of an OAuth request; quotes in it become underscores."""
    quoted = description.replace('"', "_")
    return {"WWW-Authenticate": f'Bearer realm="Doorkeeper", error="{code}", error_description="{quoted}"'}
