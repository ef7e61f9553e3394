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
span     snapshot: ``loaded_at``, ``until`` (the time up to which it tells), and the ``first`` and ``last`` day
remarks  sentence about what loads have left out
======== ===================================================================================================

``dated`` in posts, boosts and accounts is true if ``created_at`` is between ``first`` and ``last`` of ``span``. Servers
send dates in the year 0 and in the distant future.

`trunkline.pipeline.tidy` defines what one post or account is, and which of several rows about it counts. Posts and
boosts that were deleted are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trunkline.explore.columns import COPIED, CopiedTables
from trunkline.explore.copying import drop_copied
from trunkline.explore.records import LoadRecords
from trunkline.explore.remarks import loaded_remarks
from trunkline.pipeline.tidy.tables import TEXT, union
from trunkline.pipeline.tidy.views import queries
from trunkline.pipeline.upkeep.places import POSTS
from trunkline.text.stripping import strip_tags

if TYPE_CHECKING:
    import duckdb


def tidy(connection: duckdb.DuckDBPyConnection, tables: CopiedTables, records: LoadRecords) -> None:
    """Create the tables above from those of `trunkline.explore.copying.copy_tables`, and drop the latter.

    Args:
        connection: the database.
        tables: the copied tables.
        records: what dlt has written down about the loads.
    """
    connection.create_function("strip_tags", strip_tags, ["VARCHAR"], "VARCHAR")
    for statement in _statements(tables):
        connection.execute(statement)
    connection.execute("CREATE TABLE remarks (place INTEGER, sentence VARCHAR)")
    for place, sentence in enumerate(loaded_remarks(connection, tables, records)):
        connection.execute("INSERT INTO remarks VALUES (?, ?)", [place, sentence])
    drop_copied(connection)


def _statements(tables: CopiedTables) -> Iterator[str]:
    for name, query in queries(tables).items():
        # each view is read several times
        yield f"CREATE TABLE {tables.name(name)} AS {query}"
    yield _SPAN
    yield _POSTS
    yield _BOOSTS
    yield _TAGS
    yield _MEDIA
    yield _ACCOUNTS
    yield f"CREATE TABLE seen AS {_seen(tables)}"
    yield _ASKED


# The first server of the kind opened in July 2008 (identi.ca). A server whose clock is ahead, such as a sandbox, is
# right about most of its posts.
_SPAN = f"""
CREATE TABLE span AS
SELECT *, TIMESTAMPTZ '2008-01-01 00:00:00+00' AS first, until + INTERVAL 1 DAY AS last FROM (
    SELECT loaded_at, CASE WHEN middle > loaded_at
        THEN (SELECT max(created_at) FROM {COPIED}.posts WHERE created_at < middle + INTERVAL 1 YEAR)
        ELSE loaded_at END AS until
    FROM (
        SELECT greatest(
            (SELECT max(last_loaded_at) FROM {COPIED}.posts), (SELECT max(last_loaded_at) FROM {COPIED}.boosts),
            (SELECT max(last_loaded_at) FROM {COPIED}.people)
        ) AS loaded_at, (SELECT quantile_disc(created_at, 0.5) FROM {COPIED}.posts) AS middle
    )
)
"""
_DATED = "coalesce({}created_at BETWEEN (SELECT first FROM span) AND (SELECT last FROM span), false) AS dated"
_POSTS = f"""
CREATE TABLE posts AS
SELECT uri, url, posts.created_at, posts.account, server, coalesce(language, '') AS language, visibility,
    {_DATED.format("posts.")}, replies.post IS NOT NULL AS is_reply, quotes.post IS NOT NULL AS is_quote,
    in_reply_to_account AS reply_to, coalesce(spoiler_text, '') AS spoiler_text,
    strip_tags(coalesce(content, '')) AS text, replies_count AS replies, reblogs_count AS boosts,
    favourites_count AS favourites
FROM {COPIED}.posts LEFT JOIN {COPIED}.replies ON replies.post = uri
LEFT JOIN {COPIED}.quotes ON quotes.post = uri WHERE deleted_at IS NULL
"""
_BOOSTS = f"""
CREATE TABLE boosts AS
SELECT boost.uri, boost.created_at, boost.account, boost.server, boost.visibility, posts.language, posts.uri AS post,
    posts.account AS author, {_DATED.format("boost.")}
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
SELECT account, server, bot, created_at, {_DATED.format("")}, followers_count AS followers
FROM {COPIED}.people
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
