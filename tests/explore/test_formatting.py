"""Formatting of numbers, periods, languages and titles."""

from __future__ import annotations

from datetime import date

import pytest

from trunkline.explore.formatting import counted, language_name, percent, period


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("zh-TW", "Chinese (TW)"), ("", "not stated"), ("xyz", "xyz"), ("xyz-AB", "xyz-AB")],
)
def test_languages(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(("number", "text"), [(0, "0 replies"), (1, "1 reply"), (12_345, "12,345 replies")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "reply") == text


@pytest.mark.parametrize(
    ("part", "text"),
    [(0.0, "0%"), (0.001, "less than 1%"), (0.335, "34%"), (0.999, "more than 99%"), (1.0, "100%")],
)
def test_percent(part: float, text: str) -> None:
    assert percent(part) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), "1 March 2026"),
        (date(2026, 3, 1), date(2026, 3, 4), "1 to 4 March 2026"),
        (date(2026, 2, 27), date(2026, 3, 4), "27 February to 4 March 2026"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
    ],
)
def test_period(first: date, last: date, text: str) -> None:
    assert period(first, last) == text
