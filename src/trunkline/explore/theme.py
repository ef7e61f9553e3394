"""Colours and fonts of the charts. The palette is Okabe and Ito's, which suits all kinds of colour vision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.explore.answers import SMALL, Answer

FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'
"""Fonts with equal metrics, since labels are positioned before the reader's font is known."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a chart.

    Attributes:
        ink: text.
        muted: axis titles and lines between nodes.
        line: the grid.
        surface: the background.
        series: the categories; the first is also used for charts with one category.
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
"""CSS variables that the page around the chart defines for its light and dark scheme."""


def spec_of(answer: Answer, palette: Palette, width: int) -> dict[str, Any]:
    """Return the Vega-Lite specification of an answer's chart, *width* pixels wide including its axes."""
    spec: dict[str, Any] = answer.draw(width).to_dict()
    return {
        **spec,
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "padding": 2,
        "config": _config(palette, below=width <= SMALL),
    }


def _config(palette: Palette, *, below: bool) -> dict[str, Any]:
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
            "orient": "bottom" if below else "top",
            "direction": "horizontal",
            "layout": {"bottom": {"direction": "vertical", "anchor": "start"}},
            "title": None,
            "labelColor": palette.ink,
            "labelFontSize": 13,
            "symbolType": "square",
            "symbolBaseFillColor": palette.series[0],
            "columnPadding": 16 if below else 24,
            "offset": 8,
        },
    }
