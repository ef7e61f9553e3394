"""Archive your account in a DuckDB file: posts, media descriptions, favourites, bookmarks, people.

    python archive_my_account.py user.secret
    python archive_my_account.py user.secret --database archive.duckdb --describe

`user.secret` is a token file written by `Mastodon.log_in(to_file=...)` or `trunkline login`. Later runs load only new
objects. Your own posts are archived whatever their visibility, favourited and bookmarked posts of others only if their
authors have not opted out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from trunkline import Mastodon
from trunkline.pipeline import SourceOptions
from trunkline.pipeline.load import Summary, load
from trunkline.text import html_to_text

RESOURCES = ["accounts", "account_statuses", "favourites", "bookmarks", "following", "followers"]

OVERVIEW = """
    SELECT count(*) FILTER (reblog__id IS NULL) AS posts, count(reblog__id) AS boosts,
        min(created_at)::DATE AS first, max(created_at)::DATE AS last,
        coalesce(sum(favourites_count) FILTER (reblog__id IS NULL), 0) AS favourites
    FROM account_statuses
"""
MEDIA = """
    SELECT p.created_at::DATE, p.url, m.type, m.description
    FROM account_statuses p JOIN account_statuses__media_attachments m ON m._dlt_parent_id = p._dlt_id
    ORDER BY p.created_at, m._dlt_list_idx
"""
HASHTAGS = """
    SELECT lower(t.name) AS name, count(*) AS posts
    FROM account_statuses p JOIN account_statuses__tags t ON t._dlt_parent_id = p._dlt_id
    GROUP BY ALL ORDER BY posts DESC, name LIMIT 10
"""
MOST_LIKED = """
    SELECT favourites_count, content FROM account_statuses
    WHERE reblog__id IS NULL ORDER BY favourites_count DESC, id DESC LIMIT 3
"""


def archive(token_file: Path, database: Path) -> Summary:
    """Load the new objects of the account into the database."""
    with Mastodon(access_token=token_file) as mastodon:
        return load(
            SourceOptions(api_base_url=mastodon.api_base_url, access_token=mastodon.access_token, resources=RESOURCES),
            destination=str(database),
            pipeline_name="mastodon_archive",
            pipelines_dir=str(database.with_suffix(".pipeline").absolute()),
        )


def describe(database: Path, with_media: bool) -> None:
    """Print an overview of the archive."""
    with duckdb.connect(str(database), read_only=True) as archived:
        archived.execute("SET schema = 'mastodon_data'")
        posts, boosts, first, last, favourites = archived.execute(OVERVIEW).fetchall()[0]
        print(f"{posts} posts and {boosts} boosts from {first} to {last}, favourited {favourites} times.")
        media = _rows(archived, MEDIA, "account_statuses__media_attachments")
        print(f"{len(media)} attachments, {sum(not text for *_, text in media)} of them without a description.")
        for table in ("favourites", "bookmarks", "following", "followers"):
            print(f"{archived.table(table).count('*').fetchall()[0][0]} {table}.")
        hashtags = _rows(archived, HASHTAGS, "account_statuses__tags")
        print("Hashtags:", ", ".join(f"#{name} ({n})" for name, n in hashtags) or "none")
        print("Most liked:")
        for count, content in archived.execute(MOST_LIKED).fetchall():
            print(f"  {count:>4}  {' '.join(html_to_text(content).split())[:80]}")
        for day, url, kind, description in media if with_media else ():
            print(f"{day}  {url}  {kind}: {description or '(no description)'}")


def _rows(archived: duckdb.DuckDBPyConnection, query: str, child_table: str) -> list[Any]:
    """Run a query; a child table exists only after a row was loaded into it."""
    found = archived.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [child_table]).fetchall()
    return archived.execute(query).fetchall() if found else []


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the account, then print an overview."""
    parser = argparse.ArgumentParser(description="Archive your account in a DuckDB file.")
    parser.add_argument("token_file", type=Path, help="a token file, such as user.secret")
    parser.add_argument("--database", type=Path, default=Path("archive.duckdb"))
    parser.add_argument("--describe", action="store_true", help="list every attachment with its description")
    options = parser.parse_args(arguments)
    summary = archive(options.token_file, options.database)
    print(f"{summary.loaded} new rows in {options.database}, {summary.requests} requests.")
    describe(options.database, options.describe)


if __name__ == "__main__":
    main()
