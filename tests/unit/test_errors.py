"""The tree of errors in the docstring is that of the classes, and the package exports all of them."""

from __future__ import annotations

import inspect
import json
import re

import pytest

import trunkline
from trunkline import errors
from trunkline.errors import error_for
from trunkline.response import Response

CLASSES = {
    name: found
    for name, found in inspect.getmembers(errors, inspect.isclass)
    if found.__module__ == errors.__name__ and issubclass(found, errors.MastodonError | errors.MastodonWarning)
}


def tree() -> dict[str, str]:
    """Return the parent of each class in the docstring's tree; that of the roots is empty."""
    parents: dict[str, str] = {}
    line_of: list[str] = []
    for indent, name in re.findall(r"^ {4}([│├└─ ]*)(Mastodon\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(indent) // 4
        line_of[depth:] = [name]
        parents[name] = line_of[depth - 1] if depth else ""
    return parents


def test_docstring_has_the_tree_of_the_classes() -> None:
    first_own = {
        name: next((base.__name__ for base in reversed(cls.__bases__) if base in CLASSES.values()), "")
        for name, cls in CLASSES.items()
    }
    assert tree() == first_own


def test_docstring_names_the_other_bases() -> None:
    for name, cls in CLASSES.items():
        noted = re.findall(rf" {name} .*\((?:also )?an? (\w+)\)$", errors.__doc__ or "", re.MULTILINE)
        assert {*noted} == {base.__name__ for base in cls.__bases__} - {tree()[name], "Exception"}


def test_all_classes_are_exported() -> None:
    assert set(errors.__all__) == set(CLASSES)
    assert set(errors.__all__) <= set(trunkline.__all__)


def test_the_text_of_an_error_is_one_short_line_whatever_the_server_says() -> None:
    wild = "\x1b]0;owned\x07\n\u202e" + "long " * 10_000
    body = json.dumps({"error": wild}).encode()
    for status in (422, 429):
        error = errors.error_for("GET", "/api/v1/x", Response(status, wild, {}, body))
        assert str(error).isprintable()
        assert len(str(error)) < 3 * errors.LONGEST_MESSAGE
        assert error.server_message == wild


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": "Record not found"}', "Record not found"),
        ('{"error": "invalid_grant", "error_description": "No such code"}', "invalid_grant: No such code"),
        ('{"success": false, "error": {"issues": [{"code": "x", "message": "Invalid datetime"}]}}', "Invalid datetime"),
        ('{"errors": {"detail": "Internal server error"}}', "Internal server error"),
        (
            '{"message": "The data was invalid.", "errors": {"status": ["The status is required."]}}',
            "The data was invalid: The status is required.",
        ),
        ('{"error": {"message": "Too many", "code": "LIMIT"}}', "Too many"),
        ('"Not here"', "Not here"),
        ("Invalid Bearer token\n", "Invalid Bearer token"),
        ("<h1>404 Not Found</h1>", None),
        ("{}", None),
        ("[1]", None),
        ("", None),
        ('{"error": ' + "[" * 100 + "]" * 100 + "}", None),
        ("x" * 5000, None),
    ],
)
def test_the_reason_in_every_form_that_servers_use(body: str, said: str | None) -> None:
    assert Response(400, "Bad Request", {}, body.encode()).error_message() == said


def test_the_reason_of_a_refused_stream_is_in_a_header() -> None:
    refused = Response(401, "Unauthorized", {"x-error-message": "Error: Missing access token"}, b"")
    assert str(error_for("GET", "/api/v1/streaming", refused)).count("Missing access token") == 1
