"""Progress of the demo: a spinner for the current step, a tick for each finished one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.status import Status
from rich.table import Table

from trunkline.cli.output.terminal import styled

_TITLE = 32
_TIME = 7


class Step:
    """A running step.

    Attributes:
        result: the text to show when the step is done.
    """

    def __init__(self, status: Status, title: str) -> None:
        self._status = status
        self._title = title
        self.result = ""

    def tell(self, news: str) -> None:
        """Show the progress of the step."""
        self._status.update(styled(f"{self._title} ", (news, "dim")))


class Steps:
    """Prints steps on a console."""

    def __init__(self, out: Console) -> None:
        self._out = out

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show a spinner for the duration of the block, then the step's ``result`` and time."""
        began = monotonic()
        with self._out.status(title, spinner="dots", spinner_style="cyan") as status:
            step = Step(status, title)
            yield step
        self._out.print(self._line(title, step.result, monotonic() - began))

    def _line(self, title: str, result: str, seconds: float) -> Table:
        line = Table.grid(padding=(0, 1))
        line.add_column(width=3, justify="right")
        line.add_column(width=_TITLE, no_wrap=True)
        line.add_column(width=min(self._out.width, 100) - _TITLE - _TIME - 6, no_wrap=True, style="dim")
        line.add_column(width=_TIME, justify="right", style="dim")
        line.add_row(styled(("✓", "green")), title, styled(result), f"{seconds:.1f} s")
        return line
