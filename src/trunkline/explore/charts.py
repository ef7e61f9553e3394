"""Chart types that several questions use."""

from __future__ import annotations

import altair as alt
import pyarrow as pa

from trunkline.explore.answers import Chart

NUMBERS = alt.Axis(format=",d", grid=True, tickCount=5, labelExpr="datum.value % 1 ? '' : datum.label")
"""Axis for counts: labels that are not whole numbers are left out."""

FORMATS = {"hour": "%-d %b %H:%M", "day": "%-d %b", "week": "%-d %b %Y", "month": "%b %Y"}
"""Date format of axis labels, by unit of time."""

_ROW = 26
_LABELS = 10


def bars(table: pa.Table, name: str, number: str) -> Chart:
    """Return a horizontal bar chart in the order of the rows."""
    y = alt.Y(f"{name}:N", sort=None, title=None, axis=alt.Axis(labelLimit=230))
    x = alt.X(f"{number}:Q", axis=None, scale=alt.Scale(domainMin=0))
    chart = alt.Chart(table)
    bar = chart.mark_bar(height=alt.RelativeBandSize(0.72)).encode(x, y, tooltip=_tooltips(table))
    label = chart.mark_text(align="left", dx=5).encode(x, y, alt.Text(f"{number}:Q", format=",d"))
    return alt.layer(bar, label).properties(height=_ROW * max(1, table.num_rows))


def over_time(table: pa.Table, unit: str, kinds: list[str]) -> Chart:
    """Return stacked bars over time.

    Args:
        table: a row for each bar: ``begin`` and ``end`` (time), ``bottom`` and ``top`` (posts), ``kind`` (colour).
        unit: the unit of time of the bars, a key of `FORMATS`.
        kinds: the values of ``kind`` in the order of the legend.
    """
    chart: Chart = (
        alt.Chart(table)
        .mark_rect(strokeWidth=1)
        .encode(
            alt.X("begin:T", title=None, axis=_time_axis(table.column("begin"), unit)),
            alt.X2("end:T"),
            alt.Y("bottom:Q", title="posts", axis=NUMBERS),
            alt.Y2("top:Q"),
            alt.Color("kind:N", scale=alt.Scale(domain=kinds), legend=alt.Legend() if len(kinds) > 1 else None),
            tooltip=_tooltips(table),
        )
        .properties(height=260)
    )
    return chart


def _time_axis(times: pa.ChunkedArray, unit: str) -> alt.Axis:
    """Return a time axis with at most `_LABELS` labels, each at the beginning of a bar."""
    begins = times.unique().sort().to_pylist()
    shown = begins[:: max(1, -(-len(begins) // _LABELS))]
    values = [alt.DateTime(year=t.year, month=t.month, date=t.day, hours=t.hour) for t in shown]
    return alt.Axis(values=values, format=FORMATS[unit], labelAlign="left")


def matrix(table: pa.Table, rows: str, columns: str, number: str, *, height: int, angle: int = 0) -> Chart:
    """Return a heat map with rows and columns in the order of their first appearance in the table."""
    order = table.column(columns).unique().to_pylist()
    names = alt.Axis(labelAngle=angle, orient="top", labelOverlap=False)
    chart: Chart = (
        alt.Chart(table)
        .mark_rect(cornerRadius=3)
        .encode(
            alt.X(f"{columns}:O", sort=order, title=None, axis=names),
            alt.Y(f"{rows}:O", sort=table.column(rows).unique().to_pylist(), title=None),
            alt.Opacity(f"{number}:Q", legend=None, scale=alt.Scale(domainMin=0, range=[0.05, 1])),
            tooltip=_tooltips(table),
        )
        .properties(height=height)
    )
    return chart


def _tooltips(table: pa.Table) -> list[alt.Tooltip]:
    return [_tooltip(field) for field in table.schema if field.name not in {"end", "bottom", "top"}]


def _tooltip(field: pa.Field) -> alt.Tooltip:
    title = field.name.replace("_", " ")
    if pa.types.is_timestamp(field.type):
        return alt.Tooltip(field.name, type="temporal", title=title, format="%-d %b %Y %H:%M")
    if pa.types.is_floating(field.type):
        return alt.Tooltip(field.name, type="quantitative", title=title, format=".0%")
    if pa.types.is_integer(field.type):
        return alt.Tooltip(field.name, type="quantitative", title=title, format=",d")
    return alt.Tooltip(field.name, type="nominal", title=title)
