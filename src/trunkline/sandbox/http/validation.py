"""Validation errors, in the words of Rails."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from trunkline.sandbox.http.errors import ApiError


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with one attribute, e.g. `Problem("password", "ERR_BLANK", "can't be blank")`.

    `label` names the attribute in the summary; by default the capitalised attribute. The attribute `base` stands for
    the whole record and is not named.
    """

    attribute: str
    code: str
    description: str
    label: str = ""

    def sentence(self) -> str:
        """Return the problem as a sentence: `Password can't be blank`. One of the whole (`base`) has no subject."""
        if self.attribute == "base" and not self.label:
            return self.description
        return f"{self.label or self.attribute.replace('_', ' ').capitalize()} {self.description}"


def blank(attribute: str, label: str = "") -> Problem:
    """Build the problem of an attribute that is required and missing."""
    return Problem(attribute, "ERR_BLANK", "can't be blank", label)


def too_long(attribute: str, most: int, label: str = "") -> Problem:
    """Build the problem of a text of more than `most` characters."""
    return Problem(attribute, "ERR_TOO_LONG", f"is too long (maximum is {most} characters)", label)


def inclusion_problems(attribute: str, value: str | None, allowed: Collection[str]) -> list[Problem]:
    """Check that `value`, if there is one, is one of the `allowed` words."""
    if value is None or value in allowed:
        return []
    return [Problem(attribute, "ERR_INCLUSION", "is not included in the list")]


def refuse(problems: Iterable[Problem], *, details: bool = False) -> None:
    """Answer 422 if there are problems.

    Args:
        problems: everything that was found, in the order in which the answer names it.
        details: also list the problems by attribute and error code.
    """
    found = list(problems)
    if found:
        raise validation_failed(found, details=details)


def validation_failed(problems: Sequence[Problem], *, details: bool = False) -> ApiError:
    """Build a 422 with all problems in one sentence; with `details`, also by attribute and error code."""
    message = "Validation failed: " + ", ".join(problem.sentence() for problem in problems)
    by_attribute: dict[str, list[dict[str, str]]] = {}
    for problem in problems:
        entry = {"error": problem.code, "description": problem.description}
        by_attribute.setdefault(problem.attribute, []).append(entry)
    return ApiError(422, message, details=by_attribute if details else None)


def validation_message(message: str) -> ApiError:
    """Build a 422 `Validation failed: <message>`."""
    return ApiError(422, f"Validation failed: {message}")


def invalid_record() -> ApiError:
    """Build the 422 for a value that cannot even be validated."""
    return ApiError(422, "Record invalid")
