"""Tables and columns that the questions need: posts, accounts, their lists and deletions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trunkline.pipeline.upkeep.history import DELETIONS
from trunkline.pipeline.upkeep.places import ACCOUNTS, POSTS

Columns = Mapping[str, str]

_ROW = {"_instance": "VARCHAR", "_dlt_id": "VARCHAR", "_dlt_load_id": "VARCHAR"}
_POST = {
    "id": "VARCHAR",
    "uri": "VARCHAR",
    "url": "VARCHAR",
    "created_at": "TIMESTAMPTZ",
    "edited_at": "TIMESTAMPTZ",
    "visibility": "VARCHAR",
    "language": "VARCHAR",
    "spoiler_text": "VARCHAR",
    "content": "VARCHAR",
    "in_reply_to_id": "VARCHAR",
    "in_reply_to_account_id": "VARCHAR",
    "replies_count": "BIGINT",
    "reblogs_count": "BIGINT",
    "favourites_count": "BIGINT",
}
_ACCOUNT = {
    "id": "VARCHAR",
    "acct": "VARCHAR",
    "bot": "BOOLEAN",
    "created_at": "TIMESTAMPTZ",
    "followers_count": "BIGINT",
}
CHILDREN: Mapping[str, Columns] = {
    "tags": {"_dlt_parent_id": "VARCHAR", "name": "VARCHAR"},
    "media_attachments": {"_dlt_parent_id": "VARCHAR", "type": "VARCHAR", "description": "VARCHAR"},
    "mentions": {"_dlt_parent_id": "VARCHAR", "id": "VARCHAR", "acct": "VARCHAR"},
}
"""Columns of the needed child tables of posts, by the name of the list."""


def needed_tables() -> dict[str, dict[str, str]]:
    """Return the tables to copy, with the names and DuckDB types of their columns."""
    tables: dict[str, dict[str, str]] = {
        "instances": {**_ROW, "domain": "VARCHAR", "title": "VARCHAR"},
        DELETIONS.name: {**_ROW, "id": "VARCHAR", "noticed_at": "TIMESTAMPTZ", "returned_at": "TIMESTAMPTZ"},
    }
    for table, columns in _needed_columns():
        tables.setdefault(table, dict(_ROW)).update(columns)
    for post in POSTS:
        tables.update({post.child(name): dict(columns) for name, columns in CHILDREN.items()})
    return tables


def _needed_columns() -> Iterator[tuple[str, Columns]]:
    for source, columns in [(post, _POST) for post in POSTS] + [(account, _ACCOUNT) for account in ACCOUNTS]:
        yield source.table, {source.prefix + name: kind for name, kind in columns.items()}
