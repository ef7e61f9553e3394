"""Types by the names that Mastodon.py gives them."""

from __future__ import annotations

from typing import Any, Optional, Union

import pytest

from mastodon.return_types import Account, Notification, Status
from mastodon.types_base import (
    AttribAccessDict,
    NonPaginatableList,
    PaginatableList,
    _get_cached_type_hints,
    _str_to_type,
)
from trunkline.answers.types import class_named

KNOWN: list[tuple[str, Any]] = [
    ("Status", Status),
    ("PaginatableList[Status]", PaginatableList[Status]),
    ("NonPaginatableList[Account]", NonPaginatableList[Account]),
    ("typing.Optional[Status]", Optional[Status]),  # noqa: UP045  (as programs write)
    ("typing.Union[Status, Account]", Union[Status, Account]),  # noqa: UP007  (as programs write)
]


@pytest.mark.parametrize(("name", "kind"), KNOWN)
def test_types_by_name(name: str, kind: Any) -> None:
    assert _str_to_type(name) == kind


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Nothing", "Unknown type Nothing"),
        ("PaginatableList[Nothing]", "Unknown type Nothing"),
        ("Status[Account]", "Subtype not allowed"),
        ("PaginatableList[", "Invalid type"),
        ("Status]", "Invalid type"),
        ("PaginatableList[PaginatableList[Status]]", "Invalid type"),
    ],
)
def test_names_of_no_type(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _str_to_type(name)


def test_fields_with_their_types() -> None:
    assert _get_cached_type_hints(Status)["account"] is Account

    class Odd(AttribAccessDict):
        """An entity of a program, with a type that does not exist."""

        value: Missing  # type: ignore[name-defined]  # noqa: F821  (that is the point)

    assert _get_cached_type_hints(Odd) == {}


def test_a_class_of_a_program_changes_no_class_of_the_package() -> None:
    """A program has an entity of its own with a name that is taken."""
    own = type("Status", (AttribAccessDict,), {"__annotations__": {"content": str}, "__module__": "program"})
    assert class_named("Status") is Status
    assert own is not Status
    assert type(Notification({"status": {"id": "1"}}).status) is Status
