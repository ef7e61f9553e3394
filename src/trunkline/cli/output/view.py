"""The way in which objects are shown: times, hidden text, and marks for terminals without Unicode."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from trunkline.cli.output.terminal import has_unicode, is_terminal


class View(NamedTuple):
    """Choices of the person who reads.

    Attributes:
        sensitive: show texts below a content warning.
        absolute: show times as dates; also done where standard output is no terminal.
    """

    sensitive: bool = False
    absolute: bool = False

    def time(self, moment: datetime) -> str:
        """Format a time: its distance on a terminal, otherwise in the local time zone."""
        if self.absolute or not is_terminal():
            return local_time(moment)
        return distance(moment, datetime.now(UTC))


def local_time(moment: datetime) -> str:
    """Format a time in the local time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def counted(number: int, word: str) -> str:
    """Return a number with the word for what is counted: ``1 post``, ``1,200 posts``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


_UNITS = ((60, 1, "second"), (3_600, 60, "minute"), (86_400, 3_600, "hour"), (7 * 86_400, 86_400, "day"))


def distance(moment: datetime, now: datetime) -> str:
    """Return the distance of two times in words, up to a week; beyond it the date."""
    seconds = (now - moment).total_seconds()
    for below, size, unit in _UNITS:
        if abs(seconds) < below:
            number = int(abs(seconds) // size)
            words = counted(number, unit)
            return "now" if unit == "second" and number < 10 else f"{words} ago" if seconds > 0 else f"in {words}"
    return f"{moment.astimezone():%Y-%m-%d}"


_MARKS = {
    "boost": ("↻", "RT"),
    "reply": ("↩", "re"),
    "favourite": ("★", "*"),
    "medium": ("▣", "#"),
    "option": ("○", "o"),
    "chosen": ("●", "x"),
    "bar": ("█", "="),
    "line": ("│", "|"),
    "link": ("↗", ">"),
    "between": (" · ", " - "),
    "verified": ("✓", "+"),
}


def mark(name: str) -> str:
    """Return a mark, in ASCII where standard output has no Unicode."""
    return _MARKS[name][0 if has_unicode() else 1]
