"""Error answers, with Mastodon's status codes and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one attribute, e.g. `Problem("password", "ERR_BLANK", "can't be blank")`.

    `label` is how the summary names the attribute; by default its name with a capital letter.
    """

    attribute: str
    code: str
    description: str
    label: str = ""

    def sentence(self) -> str:
        """`Password can't be blank`."""
        return f"{self.label or self.attribute.replace('_', ' ').capitalize()} {self.description}"


def validation_failed(problems: Sequence[Problem], *, details: bool = False) -> ApiError:
    """422 with all problems in one sentence; with `details`, also by attribute and error code."""
    message = "Validation failed: " + ", ".join(problem.sentence() for problem in problems)
    by_attribute: dict[str, list[dict[str, str]]] = {}
    for problem in problems:
        entry = {"error": problem.code, "description": problem.description}
        by_attribute.setdefault(problem.attribute, []).append(entry)
    return ApiError(422, message, details=by_attribute if details else None)


def validation_message(message: str) -> ApiError:
    """422 `Validation failed: <message>`."""
    return ApiError(422, f"Validation failed: {message}")
