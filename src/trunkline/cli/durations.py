"""Durations on the command line: a number and a unit, as in 30m, 6h, 7d."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MOST_DIGITS = 6


class DurationType(click.ParamType):  # type: ignore[type-arg]  # generic in new versions of click alone
    """Converts ``7d`` to a `timedelta`."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the duration, or fail with words that say how to write one."""
        if isinstance(value, timedelta):
            return value
        number, unit = value[:-1], _UNITS.get(value[-1:])
        if unit is None or not (number.isascii() and number.isdigit()) or len(number) > _MOST_DIGITS:
            self.fail(f"{value!r} is no duration. Write a number and s, m, h, d or w, as in 30m or 7d.", param, ctx)
        return timedelta(**{unit: int(number)})


DURATION = DurationType()
"""The type of options that take a duration."""
