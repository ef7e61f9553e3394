"""Load a server every day with Dagster.

    dagster dev -f dagster_assets.py

The server, the token and the destination are dlt's settings, in the environment:

    SOURCES__MASTODON_SOURCE__API_BASE_URL=mastodon.social
    SOURCES__MASTODON_SOURCE__ACCESS_TOKEN=...
    MASTODON_DESTINATION=mastodon.duckdb
"""

from __future__ import annotations

import os
from typing import Any

import dagster

RESOURCES = ["timelines_home", "account_statuses", "notifications", "followers"]


def destination() -> str:
    """Return the name of a dlt destination, or the path of a DuckDB file."""
    return os.environ.get("MASTODON_DESTINATION", "mastodon.duckdb")


def load_new() -> dict[str, int]:
    """Load new objects, and return the number of written rows by table."""
    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.load import load

    done = load(SourceOptions(resources=RESOURCES), destination=destination())
    return {table.name: table.loaded for table in done.tables if table.loaded}


def read_again() -> dict[str, int]:
    """Read the posts of the last week again for edits, changed counts and deletions."""
    from trunkline.pipeline.refresh import refresh

    done = refresh(destination=destination())
    return {"edited": done.edited, "recounted": done.recounted, "gone": done.gone}


@dagster.asset(group_name="mastodon", retry_policy=dagster.RetryPolicy(max_retries=3, delay=600))
def mastodon_posts() -> Any:
    """The tables of the server, with the new rows."""
    return dagster.MaterializeResult(metadata=load_new())


@dagster.asset(group_name="mastodon", deps=[mastodon_posts], retry_policy=dagster.RetryPolicy(max_retries=3, delay=600))
def mastodon_history() -> Any:
    """The posts of the last week, with edits, changed counts and deletions."""
    return dagster.MaterializeResult(metadata=read_again())


daily = dagster.define_asset_job("mastodon_daily", selection=dagster.AssetSelection.groups("mastodon"))

definitions = dagster.Definitions(
    assets=[mastodon_posts, mastodon_history],
    schedules=[dagster.ScheduleDefinition(job=daily, cron_schedule="0 4 * * *")],
)
