"""The result of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import altair as alt
import pyarrow as pa

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class Answer:
    """A table and its chart.

    Attributes:
        title: the heading.
        caption: sentences that explain the numbers and how they were counted.
        table: the numbers. Columns whose name ends in ``share`` are fractions of 1.
        chart: the chart without colours and width, which `trunkline.explore.theme.spec_of` adds.
        wide: True if the chart needs the whole width of a page.
    """

    title: str
    caption: str
    table: pa.Table
    chart: Chart
    wide: bool = False

    @property
    def empty(self) -> bool:
        """True if the table has no rows."""
        return not self.table.num_rows
