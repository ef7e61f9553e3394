"""Tests over the rows of large tables."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def over(names: str, rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make one test that checks all rows of a table, and reports each row that fails.

    For tables of hundreds of rows that are checked in microseconds: with `pytest.mark.parametrize`, to collect,
    distribute and report a test for each row takes longer than the checks.

    Args:
        names: parameters of the test that a row fills, separated by commas; the others are fixtures.
        rows: the values; tuples, if there are several names.
    """
    filled = [name.strip() for name in names.split(",")]
    table = [row if len(filled) > 1 else (row,) for row in rows]

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(check)
        def test(**fixtures: Any) -> None:
            assert table, "the table is empty"
            failures = []
            for row in table:
                try:
                    check(**dict(zip(filled, row, strict=True)), **fixtures)
                except Exception as error:  # noqa: BLE001 (raised below, with all others)
                    error.add_note(f"for {', '.join(map(str, row))}")
                    failures.append(error)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(table)} rows", failures)

        signature = inspect.signature(check)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in filled]
        test.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return decorate
