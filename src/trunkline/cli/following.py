"""Following a server after it was loaded, with a line that says how it goes."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from trunkline.cli.output.terminal import one_line, styled
from trunkline.clients.client import AsyncMastodon

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.pipeline.upkeep.writer import Following

_STATES = {
    "connecting": "connecting",
    "loading": "loading what happened meanwhile",
    "writing": "writing",
    "repeating": "could not write, trying again",
    "stopped": "stopped",
}


def follow_server(out: Console, address: str, token: str | None, arguments: dict[str, Any], every: float) -> None:
    """Follow until Ctrl-C or SIGTERM, and say in the end what was written.

    Args:
        out: where that is shown.
        address: the server.
        token: whose view of it is followed.
        arguments: those of `trunkline.pipeline.load.load`, which has loaded the server.
        every: seconds that events are collected.
    """
    following = asyncio.run(_follow(out, address, token, arguments, every))
    out.print(styled((f"  Followed {address}: {_written(following)}", "dim")))
    out.print()


async def _follow(out: Console, address: str, token: str | None, arguments: dict[str, Any], every: float) -> Following:
    from trunkline.pipeline.consent import Consent
    from trunkline.pipeline.crawling.fleet import introduction
    from trunkline.pipeline.follow import follow, stopped_by_signals
    from trunkline.pipeline.load import load
    from trunkline.pipeline.opening import open_pipeline

    pipeline = partial(
        open_pipeline,
        arguments["destination"],
        pipeline_name=arguments["pipeline_name"],
        dataset_name=arguments["dataset_name"],
    )
    shown = _Line(out, address)
    with stopped_by_signals() as stop, shown:
        async with AsyncMastodon(
            api_base_url=address, access_token=token, user_agent=introduction(contact=arguments["contact"])
        ) as client:
            return await follow(
                client,
                pipeline,
                partial(load, **arguments),
                resources=arguments["resources"],
                hashtags=arguments["hashtags"] or (),
                local=bool(arguments["local"]),
                consent=Consent.of(arguments["consent"], private=bool(arguments["private"])),
                every=every,
                stop=stop,
                on_change=shown.update,
            )


class _Line:
    """How it goes, in a line that changes; where nobody looks, a line for each batch."""

    def __init__(self, out: Console, address: str) -> None:
        self._out, self._address = out, address
        self._spinner = Spinner("dots", styled(f"Following {address}"), style="cyan")
        self._live = Live(self._spinner, console=out, transient=True, refresh_per_second=4)
        self._written_at: float | None = None

    def update(self, news: Following) -> None:
        """Take what following tells."""
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
    """How it goes, in one line."""
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
