"""A test over a table checks every row."""

from __future__ import annotations

import inspect

import pytest

from .tables import over


def test_every_row_that_fails_is_named() -> None:
    seen = []

    @over("left, right", [(1, 1), (2, 3), ("four", "five"), (6, 6)])
    def same(left: object, right: object, fixture: str) -> None:
        seen.append(left)
        assert left == right, fixture

    with pytest.raises(ExceptionGroup, match="2 of 4 rows") as failed:
        same(fixture="a fixture")
    assert seen == [1, 2, "four", 6]
    assert [error.__notes__ for error in failed.value.exceptions] == [["for 2, 3"], ["for four, five"]]
    assert list(inspect.signature(same).parameters) == ["fixture"]


def test_an_empty_table_is_an_error() -> None:
    with pytest.raises(AssertionError, match="empty"):
        over("one", [])(lambda one: None)()
