"""What a question gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import altair as alt
import pyarrow as pa

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class Answer:
    """A table and a chart of it.

    Attributes:
        title: what is shown, in a few words.
        caption: what it says and how it was counted, in sentences.
        table: the numbers. Columns whose name ends in ``share`` are parts of 1.
        chart: a picture of them, without colours and width: `trunkline.explore.theme.spec_of` gives it both.
        wide: whether the chart needs the whole width of a page.
    """

    title: str
    caption: str
    table: pa.Table
    chart: Chart
    wide: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.table.num_rows
