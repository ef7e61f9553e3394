"""Formatting of numbers, periods, languages and titles."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from trunkline.explore.formatting import counted, language_name, moment, percent, period


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("zh-TW", "Chinese (TW)"), ("", "not stated"), ("xyz", "xyz"), ("xyz-AB", "xyz-AB")],
)
def test_languages(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(("number", "text"), [(0, "0 replies"), (1, "1 reply"), (12_345, "12,345 replies")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "reply") == text


def test_counted_either() -> None:
    assert [counted(number, "post or boost") for number in (1, 2)] == ["1 post or boost", "2 posts or boosts"]


def test_moments() -> None:
    assert moment(datetime(2026, 3, 4, 8, 5)) == "4 Mar 2026, 08:05"
    assert moment(datetime(2026, 3, 4)) == "4 Mar 2026"


@pytest.mark.parametrize(
    ("part", "text"),
    [(0.0, "0%"), (0.001, "less than 1%"), (0.335, "34%"), (0.999, "more than 99%"), (1.0, "100%")],
)
def test_percent(part: float, text: str) -> None:
    assert percent(part) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), "1 Mar 2026"),
        (date(2026, 3, 1), date(2026, 3, 4), "1 to 4 Mar 2026"),
        (date(2026, 2, 27), date(2026, 3, 4), "27 Feb to 4 Mar 2026"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 Dec 2025 to 1 Jan 2026"),
    ],
)
def test_period(first: date, last: date, text: str) -> None:
    assert period(first, last) == text
