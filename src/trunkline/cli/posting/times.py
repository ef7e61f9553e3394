"""Times of publication on the command line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from trunkline.cli.durations import DURATION

_LEAST = timedelta(minutes=5)  # https://github.com/mastodon/mastodon/blob/main/app/models/scheduled_status.rb
_FORMS = "2026-12-24T18:00, 18:00, tomorrow 9:00, or +2h"


class MomentType(click.ParamType):  # type: ignore[type-arg]  # generic in new versions of click alone
    """Converts a time to a `datetime` with a zone: the local one unless another is written."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time, or fail with words that say how to write one, or that it is too early."""
        if isinstance(value, datetime):
            return value
        now = datetime.now().astimezone()
        try:
            if value.startswith("+"):
                moment = now + DURATION.convert(value[1:].strip(), param, ctx)
            else:
                moment = _moment(value.strip(), now)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time. Write {_FORMS}.", param, ctx)
        if moment < now + _LEAST:
            self.fail(f"{moment:%Y-%m-%d %H:%M} is over or too near: servers want 5 minutes at least.", param, ctx)
        return moment


def _moment(text: str, now: datetime) -> datetime:
    """Return the time that a text means; a time without a day is the next such time."""
    day, _, clock = text.rpartition(" ")
    if day in ("today", "tomorrow") or (not day and ":" in clock and "-" not in clock):
        moment = datetime.combine(now.date(), _clock(clock)).astimezone()
        later = day == "tomorrow" or (not day and moment <= now)
        return datetime.combine(now.date() + timedelta(days=1), _clock(clock)).astimezone() if later else moment
    return datetime.fromisoformat(text).astimezone()


def _clock(text: str) -> Any:
    return datetime.strptime(text, "%H:%M").time()


MOMENT = MomentType()
"""The type of options that take a time in the future."""
