"""Times of publication and durations, as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pytest

from trunkline.cli.posting.times import MOMENT


@pytest.fixture
def now(monkeypatch):
    """Noon of a day, in UTC."""
    monkeypatch.setenv("TZ", "UTC")
    return datetime.now().astimezone()


def _read(text):
    return MOMENT.convert(text, None, None)


def test_times(now):
    assert timedelta(minutes=89) < _read("+90m") - now < timedelta(minutes=91)
    assert _read("2236-12-24T18:00+02:00") == datetime(2236, 12, 24, 16, tzinfo=UTC)
    assert _read("2236-12-24 18:00").strftime("%Y-%m-%d %H:%M") == "2236-12-24 18:00"
    assert _read("2236-12-24").hour == 0
    for hours in (2, 12, 22):
        moment = (now + timedelta(hours=hours)).replace(second=0, microsecond=0)
        assert _read(f"{moment:%H:%M}") == moment
    tomorrow = _read("tomorrow 9:00")
    assert (tomorrow.date(), tomorrow.hour) == (now.date() + timedelta(days=1), 9)


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "+soon", "+4m", "+999999w", "2001-01-01", "today 00:00", "tomorrow", "Friday 9:00"]
)
def test_what_is_no_time_to_come(text):
    with pytest.raises(click.BadParameter):
        _read(text)
