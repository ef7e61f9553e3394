"""Study hashtags on several servers: related hashtags, languages, posts per day.

    python hashtag_study.py --tag caturday --tag dogsofmastodon mastodon.social fosstodon.org
    python hashtag_study.py --tag caturday --since 2026-11-01 --contact you@example.org mastodon.social

Each server knows only some of the posts and gives them its own ids, so posts are identified by their `uri`. Posts of
people who have opted out of indexing are left out by default; the program prints their number.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import duckdb

from trunkline.pipeline import SourceOptions
from trunkline.pipeline.load import Summary, load

POSTS = """
    CREATE TEMP TABLE posts AS
    SELECT uri, any_value(language) AS language, min(created_at) AS created_at,
        list(DISTINCT _instance) AS seen_on, arg_max(_dlt_id, favourites_count) AS shown_by
    FROM hashtags GROUP BY uri
"""
TAGS = """
    CREATE TEMP TABLE tags AS
    SELECT DISTINCT p.uri, lower(t.name) AS name FROM posts p JOIN hashtags__tags t ON t._dlt_parent_id = p.shown_by
"""
SERVERS = """
    SELECT server, count(*) AS posts
    FROM (SELECT unnest(seen_on) AS server FROM posts) GROUP BY server ORDER BY posts DESC, server
"""
LANGUAGES = """
    SELECT coalesce(language, 'not said') AS language, count(*) AS posts
    FROM posts GROUP BY 1 ORDER BY posts DESC, language LIMIT 10
"""
DAYS = "SELECT created_at::DATE AS day, count(*) AS posts FROM posts GROUP BY day ORDER BY day DESC LIMIT 14"
TOGETHER = """
    SELECT one.name AS hashtag, other.name AS "with", count(*) AS posts
    FROM tags one JOIN tags other ON other.uri = one.uri AND other.name > one.name
    GROUP BY hashtag, "with" ORDER BY posts DESC, hashtag, "with" LIMIT 10
"""


def collect(servers: Sequence[str], tags: Sequence[str], database: Path, since: str | None, contact: str) -> Summary:
    """Load new posts with the hashtags from all servers concurrently."""
    return load(
        SourceOptions(instances=servers, resources=["hashtags"], hashtags=tags, since=since, contact=contact),
        destination=str(database),
        pipeline_name="hashtag_study",
        pipelines_dir=str(database.with_suffix(".pipeline").absolute()),
    )


def analyse(database: Path) -> None:
    """Print the analysis."""
    with duckdb.connect(str(database)) as study:
        study.execute("SET schema = 'mastodon_data'")
        study.execute(POSTS)
        study.execute(TAGS)
        for title, query in (
            ("Seen on", SERVERS),
            ("Languages", LANGUAGES),
            ("Days", DAYS),
            ("Used together", TOGETHER),
        ):
            print(f"\n{title}")
            for *names, posts in study.execute(query).fetchall():
                print(f"{posts:>7}  {' + '.join(str(name) for name in names)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the posts, then print the analysis."""
    parser = argparse.ArgumentParser(description="Study hashtags on several servers.")
    parser.add_argument("servers", nargs="+", help="such as mastodon.social")
    parser.add_argument("--tag", action="append", required=True, help="a hashtag; may be repeated")
    parser.add_argument(
        "--since", help="oldest date to load in the first run, such as 2026-11-01; unlimited by default"
    )
    parser.add_argument(
        "--contact", default="", help="an address for the servers' administrators, sent in the User-Agent"
    )
    parser.add_argument("--database", type=Path, default=Path("hashtags.duckdb"))
    options = parser.parse_args(arguments)
    summary = collect(options.servers, options.tag, options.database, options.since, options.contact)
    left_out = ", ".join(f"{rule} {count}" for rule, count in summary.left_out.items()) or "none"
    new = sum(table.loaded for table in summary.tables if table.name == "hashtags")
    print(f"{new} new posts in {options.database}; left out: {left_out}.")
    for outcome, count in summary.servers.items():
        print(f"{count} of {len(options.servers)} servers: {outcome}")
    analyse(options.database)


if __name__ == "__main__":
    main()
