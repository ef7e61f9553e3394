"""Chart types that several questions use. Each is a function that draws a chart for a width in pixels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import altair as alt
import pyarrow as pa

from trunkline.explore.answers import SMALL, Chart

NUMBERS = alt.Axis(format=",d", grid=True, tickCount=5, labelExpr="datum.value % 1 ? '' : datum.label")
"""Axis for counts: labels that are not whole numbers are left out."""

FORMATS = {"hour": "%-d %b %H:%M", "day": "%-d %b", "week": "%-d %b %Y", "month": "%b %Y"}
"""Date format of axis labels, by unit of time."""

COMPLETE = "complete"
"""Value of the column ``state`` for bars of which all is loaded; others have the text for the legend."""

_UNITS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
}
_LEAST = 8
"""Number of units that a chart over time shows at least, so that a single bar does not fill it."""

_ROW = 38
_TIME_LABEL = 92
_HOUR_LABEL = 28
_FAINT = 0.4


def bars(table: pa.Table, name: str, number: str) -> Callable[[int], Chart]:
    """Return a horizontal bar chart in the order of the rows, with the whole width for each name."""

    def draw(width: int) -> Chart:
        y = alt.Y(f"{name}:N", sort=None, axis=None)
        x = alt.X(f"{number}:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False))
        chart = alt.Chart(table).encode(tooltip=_tooltips(table))
        bar = chart.mark_bar(height=9, yOffset=9).encode(x, y)
        label = chart.mark_text(align="left", dy=-6, limit=width - 70).encode(y, alt.Text(f"{name}:N"), x=alt.value(0))
        count = chart.mark_text(align="right", dy=-6, dx=-1).encode(
            y, alt.Text(f"{number}:Q", format=",d"), x=alt.value("width")
        )
        return alt.layer(bar, label, count).properties(height=_ROW * max(1, table.num_rows))

    return draw


def over_time(table: pa.Table, unit: str, kinds: list[str], title: str) -> Callable[[int], Chart]:
    """Return stacked bars over time, in which those of incomplete units are faint.

    Args:
        table: a row for each bar: ``begin`` and ``end`` (time), ``bottom`` and ``top`` (numbers), ``kind`` (colour) and
            ``state`` (`COMPLETE`, or a text for the legend).
        unit: the unit of time of the bars, a key of `FORMATS`.
        kinds: the values of ``kind`` in the order of the legend.
        title: the name of the numbers.
    """
    states = [state for state in table.column("state").unique().to_pylist() if state != COMPLETE]

    def draw(width: int) -> Chart:
        chart: Chart = (
            alt.Chart(table)
            .mark_rect(strokeWidth=1)
            .encode(
                alt.X("begin:T", title=None, scale=_time_scale(table, unit), axis=_time_axis(table, unit, width)),
                alt.X2("end:T"),
                alt.Y("bottom:Q", title=title, axis=NUMBERS),
                alt.Y2("top:Q"),
                alt.Color("kind:N", scale=alt.Scale(domain=kinds), legend=alt.Legend() if len(kinds) > 1 else None),
                alt.Opacity(
                    "state:N",
                    scale=alt.Scale(domain=[COMPLETE, *states], range=[1, *[_FAINT] * len(states)]),
                    legend=alt.Legend(values=states) if states else None,
                ),
                tooltip=_tooltips(table),
            )
            .properties(height=260)
        )
        return chart

    return draw


def _time_scale(table: pa.Table, unit: str) -> alt.Scale:
    """Return a scale for all bars, which are not wider than a part of the chart."""
    if not table.num_rows:
        return alt.Scale()
    first, last = min(table.column("begin").to_pylist()), max(table.column("end").to_pylist())
    return alt.Scale(domain=[_date_time(min(first, last - _LEAST * _UNITS[unit])), _date_time(last)])


def _time_axis(table: pa.Table, unit: str, width: int) -> alt.Axis:
    """Return a time axis with labels at the beginning of bars, as many as there is room for."""
    begins: list[datetime] = table.column("begin").unique().sort().to_pylist()
    step = -(-len(begins) * _TIME_LABEL // width)
    last_with_room = max(0, len(begins) - len(begins) * _TIME_LABEL // width)
    shown = begins[: last_with_room + 1 : max(1, step)]
    values = [_date_time(time) for time in shown]
    return alt.Axis(values=values, format=FORMATS[unit], labelAlign="left", labelOverlap="greedy", labelSeparation=8)


def _date_time(time: datetime) -> alt.DateTime:
    return alt.DateTime(year=time.year, month=time.month, date=time.day, hours=time.hour)


def matrix(table: pa.Table, rows: str, columns: str, number: str, *, height: int) -> Callable[[int], Chart]:
    """Return a heat map with rows and columns in the order of their first appearance in the table."""
    order = table.column(columns).unique().to_pylist()

    def draw(width: int) -> Chart:
        every = -(-len(order) * _HOUR_LABEL // width)
        names = alt.Axis(labelAngle=0, orient="top", labelOverlap=False, values=order[:: max(1, every)])
        short = alt.Axis(labelExpr="slice(datum.label, 0, 3)") if width <= SMALL else alt.Axis()
        chart: Chart = (
            alt.Chart(table)
            .mark_rect(cornerRadius=3, strokeWidth=1 if width <= SMALL else 2)
            .encode(
                alt.X(f"{columns}:O", sort=order, title=None, axis=names),
                alt.Y(f"{rows}:O", sort=table.column(rows).unique().to_pylist(), title=None, axis=short),
                alt.Opacity(f"{number}:Q", legend=None, scale=alt.Scale(domainMin=0, range=[0.05, 1])),
                tooltip=_tooltips(table),
            )
            .properties(height=height)
        )
        return chart

    return draw


def _tooltips(table: pa.Table) -> list[alt.Tooltip]:
    return [_tooltip(field) for field in table.schema if field.name not in {"end", "bottom", "top", "state"}]


def _tooltip(field: pa.Field) -> alt.Tooltip:
    title = field.name.replace("_", " ")
    if pa.types.is_timestamp(field.type):
        return alt.Tooltip(field.name, type="temporal", title=title, format="%-d %b %Y, %H:%M")
    if pa.types.is_floating(field.type):
        return alt.Tooltip(field.name, type="quantitative", title=title, format=".0%")
    if pa.types.is_integer(field.type):
        return alt.Tooltip(field.name, type="quantitative", title=title, format=",d")
    return alt.Tooltip(field.name, type="nominal", title=title)
