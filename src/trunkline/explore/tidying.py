"""SQL that derives tables with one row for each post, boost and account from the copied tables.

======== ===================================================================================================
table    one row for each
======== ===================================================================================================
posts    post that is not a boost, as of its newest load on its own server
boosts   boost
tags     hashtag of a post, in lower case
media    attachment of a post
accounts account, as of its newest load
seen     post or boost and loaded table in which it is
asked    server from which posts were loaded
======== ===================================================================================================

Posts are identified by ``uri`` and accounts by ``name@domain``, since ids differ between servers. Of several rows the
one from the post's own server is used, which has all counts and cannot be forged by others. Posts and boosts that
``status_deletions`` lists as deleted are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trunkline.explore.columns import CHILDREN
from trunkline.pipeline.people import domains_sql
from trunkline.pipeline.upkeep.history import DELETIONS
from trunkline.pipeline.upkeep.identity import DELETED, DELETED_AT, NEWEST
from trunkline.pipeline.upkeep.places import ACCOUNTS, POSTS, Place
from trunkline.text.stripping import strip_tags

if TYPE_CHECKING:
    import duckdb


def tidy(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables above from those of `trunkline.explore.copying.copy_tables`, and drop the latter."""
    connection.create_function("strip_tags", strip_tags, ["VARCHAR"], "VARCHAR")
    for statement in _statements():
        connection.execute(statement)


def _statements() -> Iterator[str]:
    yield _DOMAINS
    yield f"CREATE TABLE known AS {_union(_account(source) for source in ACCOUNTS)}"
    yield f"CREATE TABLE mentioned AS {_union(_mention(source) for source in POSTS)}"
    yield _PEOPLE
    yield _ACCOUNTS
    yield f"CREATE TABLE sightings AS {_union(_post(source) for source in POSTS)}"
    yield _WITHOUT_DELETED
    yield "CREATE TABLE seen AS SELECT DISTINCT uri, source FROM sightings"
    yield _ASKED
    yield f"CREATE TABLE newest AS SELECT * FROM sightings {_NEWEST.format(key='uri', changed='edited_at')}"
    yield _POSTS
    yield _BOOSTS
    yield f"CREATE TABLE tags AS SELECT DISTINCT uri, lower(name) AS tag FROM ({_children('tags')})"
    yield f"CREATE TABLE media AS {_children('media_attachments')}"
    for table in ("domains", "known", "mentioned", "people", "sightings", "newest"):
        yield f"DROP TABLE {table}"
    yield "DROP SCHEMA loaded CASCADE"


def _union(selects: Iterator[str]) -> str:
    return "\nUNION ALL\n".join(selects)


_SERVER = "CASE WHEN contains({acct}, '@') THEN split_part({acct}, '@', 2) ELSE coalesce(domain, _instance) END"
_NEWEST = f"""
QUALIFY row_number() OVER (PARTITION BY {{key}} ORDER BY {NEWEST}) = 1
"""
_DOMAINS = f"CREATE TABLE domains AS {domains_sql('loaded.instances')}"


def _account(source: Place) -> str:
    """Return a query for the accounts of a source; local accounts get their domain, too."""
    p, server = source.prefix, _SERVER.format(acct=f'"{source.prefix}acct"')
    return f"""
    SELECT _instance, _dlt_load_id, "{p}id" AS id, split_part("{p}acct", '@', 1) || '@' || lower({server}) AS account,
        lower({server}) AS server, NOT contains("{p}acct", '@') AS own, "{p}bot" AS bot, "{p}created_at" AS created_at,
        "{p}followers_count" AS followers, "{p}followers_count" AS popularity
    FROM loaded."{source.table}" LEFT JOIN domains USING (_instance) WHERE "{p}acct" IS NOT NULL"""


def _mention(source: Place) -> str:
    server = _SERVER.format(acct="child.acct")
    return f"""
    SELECT _instance, child.id, split_part(child.acct, '@', 1) || '@' || lower({server}) AS account
    FROM loaded."{source.child("mentions")}" AS child
    JOIN loaded."{source.table}" AS parent ON parent._dlt_id = child._dlt_parent_id
    LEFT JOIN domains USING (_instance)"""


_PEOPLE = """
CREATE TABLE people AS SELECT _instance, id, min(account) AS account
FROM (SELECT _instance, id, account FROM known UNION ALL FROM mentioned) GROUP BY _instance, id
"""
_ACCOUNTS = f"""
CREATE TABLE accounts AS SELECT account, server, bot, created_at, followers
FROM known {_NEWEST.format(key="account", changed="followers")}
"""


def _post(source: Place) -> str:
    """Return a query for the posts and boosts of a source; ``place`` is the prefix of the child tables of the row."""
    p = source.prefix
    boosted = f'"{p}reblog__uri"' if Place(source.table, f"{p}reblog__") in POSTS else "NULL::VARCHAR"
    return f"""
    SELECT _instance, _dlt_load_id, _dlt_id, '{source.table}' AS source, '{source.child("")}' AS place,
        "{p}id" AS id, "{p}uri" AS uri, "{p}url" AS url, "{p}created_at" AS created_at, "{p}edited_at" AS edited_at,
        "{p}visibility" AS visibility, coalesce("{p}language", '') AS language,
        "{p}account__id" AS account_id, "{p}in_reply_to_account_id" AS reply_to_id,
        coalesce("{p}in_reply_to_id", "{p}in_reply_to_account_id") IS NOT NULL AS is_reply, {boosted} AS boosted_uri,
        coalesce("{p}spoiler_text", '') AS spoiler_text, coalesce("{p}content", '') AS content,
        "{p}replies_count" AS replies, "{p}reblogs_count" AS boosts, "{p}favourites_count" AS favourites,
        NOT contains("{p}account__acct", '@') AND lower(split_part("{p}uri", '/', 3)) = _instance AS own,
        "{p}reblogs_count" + "{p}favourites_count" AS popularity
    FROM loaded."{source.table}" WHERE "{p}uri" IS NOT NULL"""


_WITHOUT_DELETED = f"""
DELETE FROM sightings WHERE uri IN (
    SELECT uri FROM sightings AS seen LEFT JOIN loaded.{DELETIONS.name} AS gone ON {DELETED}
    GROUP BY uri HAVING {DELETED_AT} IS NOT NULL
)
"""
_ASKED = """
CREATE TABLE asked AS SELECT DISTINCT coalesce(domain, _instance) AS server
FROM sightings LEFT JOIN domains USING (_instance)
"""
_POSTS = """
CREATE TABLE posts AS
SELECT uri, url, created_at, author.account, split_part(author.account, '@', 2) AS server, language, visibility,
    is_reply, target.account AS reply_to, spoiler_text, strip_tags(content) AS text, replies, boosts, favourites,
    place, _dlt_id
FROM newest
JOIN people AS author ON author._instance = newest._instance AND author.id = account_id
LEFT JOIN people AS target ON target._instance = newest._instance AND target.id = reply_to_id
WHERE boosted_uri IS NULL
"""
_BOOSTS = """
CREATE TABLE boosts AS
SELECT newest.uri, newest.created_at, booster.account, split_part(booster.account, '@', 2) AS server,
    newest.visibility, posts.language, posts.uri AS post, posts.account AS author
FROM newest
JOIN people AS booster ON booster._instance = newest._instance AND booster.id = account_id
JOIN posts ON posts.uri = boosted_uri
"""


def _children(name: str) -> str:
    """Return a query for the rows of a child table that belong to the rows in ``posts``."""
    columns = ", ".join(column for column in CHILDREN[name] if not column.startswith("_"))
    return _union(
        f"""
    SELECT uri, {columns} FROM loaded."{source.child(name)}"
    JOIN posts ON place = '{source.child("")}' AND posts._dlt_id = _dlt_parent_id"""
        for source in POSTS
    )
