"""SQL that derives the tables of the questions from the tidy layer over the copied tables.

======== ===================================================================================================
table    one row for each
======== ===================================================================================================
posts    post that is not a boost
boosts   boost of one of these posts
tags     hashtag of a post, in lower case
media    attachment of a post
accounts account
seen     post or boost and loaded table in which it is
asked    server from which posts were loaded
======== ===================================================================================================

`trunkline.pipeline.tidy` defines what one post or account is, and which of several rows about it counts. Posts and
boosts that were deleted are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trunkline.explore.columns import COPIED, CopiedTables
from trunkline.pipeline.tidy.tables import TEXT, union
from trunkline.pipeline.tidy.views import queries
from trunkline.pipeline.upkeep.places import POSTS
from trunkline.text.stripping import strip_tags

if TYPE_CHECKING:
    import duckdb


def tidy(connection: duckdb.DuckDBPyConnection, tables: CopiedTables) -> None:
    """Create the tables above from those of `trunkline.explore.copying.copy_tables`, and drop the latter."""
    connection.create_function("strip_tags", strip_tags, ["VARCHAR"], "VARCHAR")
    for statement in _statements(tables):
        connection.execute(statement)


def _statements(tables: CopiedTables) -> Iterator[str]:
    for name, query in queries(tables).items():
        # each view is read several times
        yield f"CREATE TABLE {tables.name(name)} AS {query}"
    yield _POSTS
    yield _BOOSTS
    yield _TAGS
    yield _MEDIA
    yield _ACCOUNTS
    yield f"CREATE TABLE seen AS {_seen(tables)}"
    yield _ASKED
    yield f"DROP SCHEMA {COPIED} CASCADE"


_POSTS = f"""
CREATE TABLE posts AS
SELECT uri, url, posts.created_at, posts.account, server, coalesce(language, '') AS language, visibility,
    replies.post IS NOT NULL AS is_reply, in_reply_to_account AS reply_to, coalesce(spoiler_text, '') AS spoiler_text,
    strip_tags(coalesce(content, '')) AS text, replies_count AS replies, reblogs_count AS boosts,
    favourites_count AS favourites
FROM {COPIED}.posts LEFT JOIN {COPIED}.replies ON replies.post = uri WHERE deleted_at IS NULL
"""
_BOOSTS = f"""
CREATE TABLE boosts AS
SELECT boost.uri, boost.created_at, boost.account, boost.server, boost.visibility, posts.language, posts.uri AS post,
    posts.account AS author
FROM {COPIED}.boosts AS boost JOIN posts ON posts.uri = boost.post WHERE deleted_at IS NULL
"""
_TAGS = f"""
CREATE TABLE tags AS
SELECT post AS uri, hashtag AS tag FROM {COPIED}.hashtags_used SEMI JOIN posts ON posts.uri = post
"""
_MEDIA = f"""
CREATE TABLE media AS
SELECT post AS uri, type, description FROM {COPIED}.media SEMI JOIN posts ON posts.uri = post
"""
_ACCOUNTS = f"""
CREATE TABLE accounts AS
SELECT account, server, bot, created_at, followers_count AS followers FROM {COPIED}.people
"""
_ASKED = f"""
CREATE TABLE asked AS SELECT DISTINCT coalesce(known.server, asked) AS server
FROM (SELECT DISTINCT unnest(servers) AS asked FROM {COPIED}.posts WHERE deleted_at IS NULL)
LEFT JOIN {COPIED}.servers AS known ON known._instance = asked
"""


def _seen(tables: CopiedTables) -> str:
    """Return a query for the loaded tables in which posts and boosts are."""
    sightings = union(
        (
            f"SELECT {place.column('uri')} AS uri, '{place.table}' AS source FROM {tables.name(place.table)}"
            for place in POSTS
            if tables.has(place.table, place.column("uri"))
        ),
        {"uri": TEXT, "source": TEXT},
    )
    shown = "SELECT uri FROM posts UNION ALL SELECT uri FROM boosts"
    return f"SELECT DISTINCT uri, source FROM ({sightings}) WHERE uri IN ({shown})"
