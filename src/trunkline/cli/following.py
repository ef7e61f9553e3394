"""Following a server after it was loaded, with a line of progress."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from trunkline.cli.output.terminal import one_line, styled
from trunkline.clients.client import AsyncMastodon

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.dlt_settings import LoadTarget
    from trunkline.pipeline.options import SourceOptions
    from trunkline.pipeline.upkeep.writer import Following

_STATES = {
    "connecting": "connecting",
    "loading": "loading what happened meanwhile",
    "writing": "writing",
    "repeating": "could not write, trying again",
    "stopped": "stopped",
}


def follow_server(out: Console, options: SourceOptions, target: LoadTarget, every: float) -> None:
    """Follow until Ctrl-C or SIGTERM, and print in the end what was written.

    Args:
        out: console.
        options: options of the load that has loaded the server.
        target: where the load has written.
        every: seconds between writes.
    """
    following = asyncio.run(_follow(out, options, target, every))
    out.print(styled((f"  Followed {options.api_base_url}: {_written(following)}", "dim")))
    out.print()


async def _follow(out: Console, options: SourceOptions, target: LoadTarget, every: float) -> Following:
    from trunkline.pipeline.crawling.fleet import introduction
    from trunkline.pipeline.follow import follow, stopped_by_signals
    from trunkline.pipeline.load import load
    from trunkline.pipeline.opening import open_pipeline

    pipeline = partial(open_pipeline, **target._asdict())
    load_new = partial(load, options, **target._asdict())
    client = AsyncMastodon(
        api_base_url=options.api_base_url,
        access_token=options.access_token,
        user_agent=introduction(contact=options.contact),
    )
    with stopped_by_signals() as stop, _Line(out, str(options.api_base_url)) as line:
        async with client:
            return await follow(client, pipeline, load_new, options, every=every, stop=stop, on_change=line.update)


class _Line:
    """Progress in a line that changes; without a terminal, a line for each batch."""

    def __init__(self, out: Console, address: str) -> None:
        self._out, self._address = out, address
        self._spinner = Spinner("dots", styled(f"Following {address}"), style="cyan")
        self._live = Live(self._spinner, console=out, transient=True, refresh_per_second=4)
        self._written_at: float | None = None

    def update(self, news: Following) -> None:
        """Show the state of following."""
        self._spinner.update(text=_line(self._address, news))
        if news.written_at != self._written_at and not self._out.is_terminal:
            self._written_at = news.written_at
            self._out.print(f"{_time(news.written_at)}: {_written(news)}")

    def __enter__(self) -> Self:
        if self._out.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()


def _line(address: str, news: Following) -> Text:
    """Return the state of following, in one line."""
    parts = [f"{', '.join(news.streams)} of {address}", _written(news)]
    if news.state in _STATES:
        parts.append(_STATES[news.state] + (f" ({one_line(news.error)[:100]})" if news.error else ""))
    elif news.written_at is not None:
        parts.append(f"last at {_time(news.written_at)}")
    return styled("Following ", (" · ".join(parts), "dim"), (" · Ctrl-C stops", "dim"))


def _written(news: Following) -> str:
    new = ", ".join(f"{count:,} {table}" for table, count in news.rows.items()) or "nothing new"
    rest = [f"{count:,} {name}" for name, count in (("edited", news.edited), ("deleted", news.deleted)) if count]
    left_out = news.left_out.total()
    return ", ".join([new, *rest, *([f"{left_out:,} left out"] if left_out else [])])


def _time(seconds: float | None) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))
