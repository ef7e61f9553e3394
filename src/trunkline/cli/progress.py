"""Progress of a load, in the terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from trunkline.cli.output.terminal import styled

if TYPE_CHECKING:
    from trunkline.pipeline.progress import Progress

_STEPS = {"extract": "Reading", "normalize": "Preparing", "load": "Writing"}


def news(progress: Progress) -> str:
    """Return the progress of a load, in a few words."""
    waiting, servers = progress.waiting, len(progress.servers)
    if waiting and servers == 1:
        return f"waiting for the server, {_span(waiting[0] - time.time())} left"
    parts = [
        _STEPS.get(progress.step, progress.step),
        f"{progress.requests:,} requests",
        f"{progress.rows.total():,} rows",
    ]
    if servers > 1:
        outcomes = progress.outcomes
        ended = servers - outcomes["reading"]
        parts.append(f"{ended:,} of {servers:,} servers")
        parts += [f"{outcomes['failed']:,} failed"] if outcomes["failed"] else []
        parts += [f"{len(waiting):,} waiting, {_span(min(waiting) - time.time())} yet"] if waiting else []
    return " · ".join(parts)


class ProgressDisplay:
    """Display of a load, which disappears at the end of the ``with`` block. Silent without a terminal."""

    def __init__(self, out: Console, title: str) -> None:
        self._progress: Progress | None = None
        self._began = time.monotonic()
        self._spinner = Spinner("dots", styled(title), style="cyan")
        self._live = Live(console=out, get_renderable=self._render, transient=True, refresh_per_second=8)
        self._shown = out.is_terminal

    def update(self, progress: Progress) -> None:
        """Show the progress of a load."""
        self._progress = progress

    def _render(self) -> RenderableType:
        if self._progress is None:
            return self._spinner
        rows = Table.grid(padding=(0, 2))
        rows.add_column(min_width=20)
        rows.add_column(justify="right", min_width=8)
        for name, count in tuple(self._progress.rows.items()):
            rows.add_row(f"  {name}", f"{count:,}")
        elapsed = _span(time.monotonic() - self._began)
        return Group(self._spinner, rows, styled((f"  {news(self._progress)} · {elapsed}", "dim")))

    def __enter__(self) -> Self:
        if self._shown:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()


def _span(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes}:{rest:02}"
