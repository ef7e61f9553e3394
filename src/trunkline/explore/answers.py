"""The result of a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import altair as alt
import pyarrow as pa

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

WIDE, NARROW, SMALL = 996, 464, 320
"""Widths of charts in pixels: over a whole page, in one of two columns, and on a phone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A table and its chart.

    Attributes:
        title: the heading.
        caption: sentences that explain the numbers and how they were counted.
        table: the numbers. Columns whose name ends in ``share`` are fractions of 1.
        draw: makes the chart for a width in pixels, without colours, which `trunkline.explore.theme.spec_of` adds.
        wide: True if the chart needs the whole width of a page.
    """

    title: str
    caption: str
    table: pa.Table
    draw: Callable[[int], Chart]
    wide: bool = False

    @property
    def width(self) -> int:
        """Width of the chart on a page that is wide enough."""
        return WIDE if self.wide else NARROW

    @property
    def chart(self) -> Chart:
        """The chart for a page that is wide enough, without colours."""
        return self.draw(self.width)

    @property
    def empty(self) -> bool:
        """True if the table has no rows."""
        return not self.table.num_rows
