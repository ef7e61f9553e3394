"""Where the loaded tables have posts and accounts, and which of their columns the questions need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

Columns = Mapping[str, str]

_ROW = {"_instance": "VARCHAR", "_dlt_id": "VARCHAR", "_dlt_load_id": "VARCHAR"}
_POST = {
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
"""The lists of a post that matter here, and their columns."""


class Source(NamedTuple):
    """Columns of a table that together are an object of the API.

    Attributes:
        table: the table.
        prefix: what the names of the columns begin with.
    """

    table: str
    prefix: str

    def child(self, name: str) -> str:
        """The table of one of the object's lists."""
        return f"{self.table}__{self.prefix}{name}"


_STATUS_TABLES = {
    "account_statuses": "",
    "timelines_home": "",
    "timelines_public": "",
    "statuses": "",
    "hashtags": "",
    "search": "status__",
    "notifications": "status__",
}
_ACCOUNT_TABLES = {
    "accounts": "",
    "following": "",
    "followers": "",
    "search": "account__",
    "notifications": "account__",
}
_SHOWN = ("", "reblog__", "quote__quoted_status__")

POSTS = tuple(Source(table, prefix + shown) for table, prefix in _STATUS_TABLES.items() for shown in _SHOWN)
"""Where posts are: in rows of their own, and as what a boost or a quote shows."""

ACCOUNTS = (
    *(Source(table, prefix) for table, prefix in _ACCOUNT_TABLES.items()),
    *(Source(post.table, f"{post.prefix}account__") for post in POSTS),
)
"""Where accounts are: in tables of their own, and as the author of each post."""


def needed_tables() -> dict[str, dict[str, str]]:
    """The tables to copy, with the names and DuckDB types of their columns."""
    tables: dict[str, dict[str, str]] = {"instances": {**_ROW, "domain": "VARCHAR", "title": "VARCHAR"}}
    for table, columns in _needed_columns():
        tables.setdefault(table, dict(_ROW)).update(columns)
    for post in POSTS:
        tables.update({post.child(name): dict(columns) for name, columns in CHILDREN.items()})
    return tables


def _needed_columns() -> Iterator[tuple[str, Columns]]:
    for source, columns in [(post, _POST) for post in POSTS] + [(account, _ACCOUNT) for account in ACCOUNTS]:
        yield source.table, {source.prefix + name: kind for name, kind in columns.items()}
