"""Tools that load Mastodon into the database, and read loaded posts again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Generic, TypeVar

import anyio
from anyio.to_thread import run_sync
from mcp.server.mcpserver import Context
from pydantic import Field

from trunkline.assistants.foreign import LONGEST_NAME, cleaned
from trunkline.assistants.reach import Reach
from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.shapes import LoadDone, LoadStatus, RefreshDone
from trunkline.assistants.sql.loaded import LoadedData
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.names import RESOURCES
from trunkline.pipeline.times import point_of

T = TypeVar("T")

Resources = Annotated[list[str] | None, Field(description=f"tables, of {', '.join(RESOURCES)}; all that fit if absent")]
Names = Annotated[list[str] | None, Field(description="several are allowed")]
Age = Annotated[str | None, Field(description="2026-01-31, 7d, 12h, yesterday or all")]

_REPORT_EVERY = 0.5
_COUNTS = (
    "SELECT (SELECT count(*) FROM posts) AS posts, (SELECT count(*) FROM people) AS people, "
    "(SELECT max(created_at) FROM posts) AS newest, (SELECT max(last_loaded_at) FROM posts) AS seen"
)


class Latest(Generic[T]):
    """The last value that a function was called with."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __call__(self, value: T) -> None:
        """Keep a value."""
        self.value = value


class PipelineTools:
    """Tools over the pipeline; one load or refresh runs at a time."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._busy = anyio.Lock()

    @property
    def tools(self) -> list[Callable[..., Any]]:
        """The tools, in the order in which they are listed."""
        return [self.load_data, self.refresh_data, self.load_status]

    async def load_data(
        self,
        ctx: Context[Any, Any],
        resources: Resources = None,
        accounts: Names = None,
        hashtags: Names = None,
        search: Names = None,
        since: Age = None,
        limit: Annotated[int | None, Field(ge=1, description="rows of each timeline, account and hashtag")] = None,
    ) -> LoadDone:
        """Load posts, accounts and more into the database for query_data; the next time, only what is new.

        It can take minutes. `accounts` are for the resources account_statuses, following and followers, `hashtags` and
        `search` for those of that name.
        """
        from trunkline.pipeline import SourceOptions
        from trunkline.pipeline.load import IncompleteLoadError, Summary, load
        from trunkline.pipeline.progress import Progress

        options = SourceOptions(
            **self._server(),
            resources=resources,
            accounts=accounts,
            hashtags=hashtags,
            search=search,
            since=since,
            limit=limit,
            private=self._reach.private,
        )
        latest = Latest(Progress())

        def run() -> Summary:
            try:
                return load(options, **self._target(), on_progress=latest)
            except IncompleteLoadError as error:
                return error.summary

        summary = await self._watched(
            ctx, run, lambda: (latest.value.rows.total(), f"{latest.value.step}: {latest.value.requests} requests")
        )
        return LoadDone(
            outcome=summary.outcome,
            rows={table.name: table.loaded for table in summary.tables if table.loaded},
            requests=summary.requests,
            seconds=round(summary.seconds),
            left_out=dict(summary.left_out),
            untrusted_notes=[cleaned(note, LONGEST_NAME) for note in summary.notes],
        )

    async def refresh_data(
        self,
        ctx: Context[Any, Any],
        since: Annotated[str, Field(description="only posts younger than this: 12h, 7d, 2026-01-31, all")] = "7d",
        limit: Annotated[int | None, Field(ge=1, description="posts, newest first")] = None,
    ) -> RefreshDone:
        """Read loaded posts again for edits, changed counts and deletions. It can take minutes."""
        from trunkline.pipeline.refresh import Refreshed, refresh

        if not self._reach.database.is_file():
            raise AssistantError("Nothing is loaded yet. Load something first.")
        point = point_of("since", since)
        if isinstance(point, str) and point:
            raise MastodonIllegalArgumentError("Posts are refreshed by their time; pass a time or an age, not an id.")
        latest = Latest(Refreshed())

        def run() -> Refreshed:
            return refresh(
                **self._server(),
                **self._target(),
                since=None if isinstance(point, str) else point,
                limit=limit,
                private=self._reach.private,
                on_progress=latest,
            )

        done = await self._watched(ctx, run, lambda: (latest.value.read, f"{latest.value.requests} requests"))
        return RefreshDone(
            read=done.read, edited=done.edited, recounted=done.recounted, gone=done.gone, requests=done.requests
        )

    def load_status(self) -> LoadStatus:
        """Tell what is loaded: how many posts and people, the newest post, the last load."""
        reach = self._reach
        status = LoadStatus(database=reach.database.name, exists=reach.database.is_file())
        if not status.exists:
            return status
        data = LoadedData(reach.database, reach.dataset, private=reach.private)
        (values,) = data.ask(_COUNTS).rows
        return status.model_copy(update=dict(zip(("posts", "people", "newest_post", "last_load"), values, strict=True)))

    def _server(self) -> dict[str, Any]:
        return {"api_base_url": self._reach.client.api_base_url, "access_token": self._reach.token}

    def _target(self) -> dict[str, Any]:
        from dlt.destinations import duckdb

        return {
            "destination": duckdb(str(self._reach.database.absolute())),
            "pipeline_name": self._reach.pipeline_name,
            "dataset_name": self._reach.dataset,
        }

    async def _watched(self, ctx: Context[Any, Any], run: Callable[[], T], seen: Callable[[], tuple[int, str]]) -> T:
        """Run a function in a thread, and report what *seen* returns, each time that it has changed."""
        if self._busy.locked():
            raise AssistantError("A load or a refresh is running. Wait until it is done.")
        results: list[T] = []
        async with self._busy, anyio.create_task_group() as group:
            group.start_soon(_report, ctx.report_progress, seen)
            results.append(await run_sync(run))
            group.cancel_scope.cancel()
        await ctx.report_progress(seen()[0], None, "done")
        return results[0]


async def _report(report: Callable[..., Awaitable[None]], seen: Callable[[], tuple[int, str]]) -> None:
    last: tuple[int, str] | None = None
    while True:
        now = seen()
        if now != last:
            await report(now[0], None, now[1])
            last = now
        await anyio.sleep(_REPORT_EVERY)
