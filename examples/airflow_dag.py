"""Load a server every day with Apache Airflow: put this file into the folder of your DAGs.

The server, the token and the destination are dlt's settings, in the environment of the workers:

    SOURCES__MASTODON_SOURCE__API_BASE_URL=mastodon.social
    SOURCES__MASTODON_SOURCE__ACCESS_TOKEN=...
    MASTODON_DESTINATION=postgres
    DESTINATION__POSTGRES__CREDENTIALS=postgresql://loader:...@db.example.org/mastodon

Workers need no persistent disk, since the state of the pipeline is also in the destination. Two loads of one pipeline
must not run at the same time, hence `max_active_runs=1`.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

from airflow.decorators import dag, task

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


@dag(schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False, max_active_runs=1, tags=["mastodon"])
def mastodon_daily() -> Any:
    """Load new objects, then read the posts of the last week again."""
    again = {"retries": 3, "retry_delay": timedelta(minutes=10)}
    new = task(load_new, **again)()
    new >> task(read_again, **again)()


mastodon_daily()
