"""Compare servers: size, activity, languages, software, rules.

    python compare_servers.py mastodon.social fosstodon.org hachyderm.io
    python compare_servers.py --posts 400 --database servers.duckdb mastodon.social fosstodon.org

No token is needed for servers with a public timeline open to everybody; of other servers only the description is
compared. Servers that do not respond are listed and do not delay the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from trunkline.pipeline import SourceOptions
from trunkline.pipeline.load import load

CHILD_TABLES = ("instances__rules", "timelines_public__media_attachments")
SERVERS = """
    SELECT i._instance AS server, i.title, i.version, i.usage__users__active_month AS active,
        (SELECT count(*) FROM {instances__rules} r WHERE r._dlt_parent_id = i._dlt_id) AS rules,
        i.registrations__enabled AS open
    FROM instances i ORDER BY active DESC NULLS LAST, server
"""
ACTIVITY = """
    SELECT _instance AS server, count(*) AS posts, count(DISTINCT account__id) AS authors,
        count(*) / greatest(date_diff('second', min(created_at), max(created_at)) / 3600, 1 / 60) AS an_hour,
        avg((in_reply_to_id IS NOT NULL)::INT) AS replies, avg((media.attached IS NOT NULL)::INT) AS media
    FROM timelines_public p LEFT JOIN (
        SELECT _dlt_parent_id, count(*) AS attached FROM {timelines_public__media_attachments} GROUP BY 1
    ) media ON media._dlt_parent_id = p._dlt_id
    GROUP BY server ORDER BY an_hour DESC, server
"""
LANGUAGES = """
    SELECT server, string_agg(language || ' ' || share || '%', ', ' ORDER BY share DESC, language)
    FROM (
        SELECT _instance AS server, coalesce(language, '?') AS language,
            round(100 * count(*) / sum(count(*)) OVER (PARTITION BY _instance))::INT AS share,
            row_number() OVER (PARTITION BY _instance ORDER BY count(*) DESC, language) AS place
        FROM timelines_public GROUP BY _instance, language
    ) WHERE place <= 3 GROUP BY server ORDER BY server
"""
NO_ROWS = "(SELECT NULL::VARCHAR AS _dlt_parent_id WHERE false)"
"""Takes the place of a child table, which exists only after a row was loaded into it."""
MISSING = "SELECT DISTINCT _instance, outcome, error FROM _servers WHERE outcome IN ('failed', 'resting', 'refused')"


def collect(servers: Sequence[str], posts: int, database: Path) -> None:
    """Load the descriptions and the newest local posts of all servers concurrently."""
    load(
        SourceOptions(instances=servers, resources=["instances", "timelines_public"], local=True, limit=posts),
        destination=str(database),
        pipeline_name="compare_servers",
        pipelines_dir=str(database.with_suffix(".pipeline").absolute()),
    )


def compare(database: Path) -> None:
    """Print the comparison."""
    with duckdb.connect(str(database), read_only=True) as compared:
        compared.execute("SET schema = 'mastodon_data'")
        names = {name for (name,) in compared.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        children = {name: name if name in names else NO_ROWS for name in CHILD_TABLES}
        servers, activity = SERVERS.format_map(children), ACTIVITY.format_map(children)
        _print("Servers", ("server", "title", "version", "active/month", "rules", "open"), compared, servers)
        _print("Newest local posts", ("server", "posts", "authors", "an hour", "replies", "media"), compared, activity)
        _print("Languages", ("server", "of the newest local posts"), compared, LANGUAGES)
        _print("Not compared", ("server", "outcome", "error"), compared, MISSING)


def _print(title: str, columns: Sequence[str], compared: duckdb.DuckDBPyConnection, query: str) -> None:
    """Print the result of a query as a table, if it has rows."""
    rows = [tuple(_shown(value) for value in row) for row in compared.execute(query).fetchall()]
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    print(f"\n{title}")
    for row in (columns, *rows):
        print("  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else str("" if value is None else value)[:60]


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the servers, then print the comparison."""
    parser = argparse.ArgumentParser(description="Compare servers.")
    parser.add_argument("servers", nargs="+", help="such as mastodon.social")
    parser.add_argument("--posts", type=int, default=200, help="number of newest local posts to load")
    parser.add_argument("--database", type=Path, default=Path("servers.duckdb"))
    options = parser.parse_args(arguments)
    collect(options.servers, options.posts, options.database)
    compare(options.database)


if __name__ == "__main__":
    main()
