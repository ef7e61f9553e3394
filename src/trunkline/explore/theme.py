"""Colours and type of the charts. The colours can be told apart with every kind of colour vision (Okabe and Ito's)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.explore.answers import Answer

FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'
"""Fonts of the same widths: the places of labels are computed before it is known which one the reader has."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart.

    Attributes:
        ink: text.
        muted: axes and lines between things.
        line: the grid.
        surface: what is behind the chart.
        series: kinds of things, the first also where there is one kind only.
    """

    ink: str
    muted: str
    line: str
    surface: str
    series: tuple[str, str, str]


LIGHT = Palette("#1f2328", "#59636e", "#e4e7eb", "#ffffff", ("#0072b2", "#e69f00", "#009e73"))
DARK = Palette("#e8eaed", "#a3abb5", "#343a42", "#1b1f24", ("#56b4e9", "#e69f00", "#2cc295"))
FROM_PAGE = Palette(
    "var(--ink)", "var(--muted)", "var(--line)", "var(--surface)", ("var(--blue)", "var(--orange)", "var(--green)")
)
"""Colours that the page around the chart defines, so that it can be dark or light."""


def spec_of(answer: Answer, palette: Palette, width: int) -> dict[str, Any]:
    """The Vega-Lite specification of an answer's chart, *width* pixels wide with its axes."""
    spec: dict[str, Any] = answer.chart.to_dict()
    return {
        **spec,
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "padding": 2,
        "config": _config(palette),
    }


def _config(palette: Palette) -> dict[str, Any]:
    first = palette.series[0]
    return {
        "font": FONT,
        "view": {"stroke": None},
        "range": {"category": list(palette.series)},
        "mark": {"color": first},
        "bar": {"color": first, "cornerRadiusEnd": 2},
        "rect": {"color": first, "stroke": palette.surface, "strokeWidth": 2},
        "area": {"color": first, "fillOpacity": 0.25, "line": {"color": first, "strokeWidth": 2}},
        "circle": {"color": first, "opacity": 1, "stroke": palette.surface, "strokeWidth": 1.5},
        "rule": {"color": palette.muted},
        "text": {"color": palette.ink, "fontSize": 12},
        "style": {"halo": {"stroke": palette.surface, "strokeWidth": 3, "strokeJoin": "round"}},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": False,
            "gridColor": palette.line,
            "labelColor": palette.ink,
            "labelFontSize": 12,
            "labelPadding": 6,
            "titleColor": palette.muted,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 10,
        },
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "labelColor": palette.ink,
            "labelFontSize": 13,
            "symbolType": "square",
            "columnPadding": 24,
            "offset": 8,
        },
    }
