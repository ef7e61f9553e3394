"""Where the loaded tables have posts and accounts."""

from __future__ import annotations

from typing import NamedTuple

STATUS_TABLES = (
    "account_statuses",
    "timelines_home",
    "timelines_public",
    "statuses",
    "hashtags",
    "favourites",
    "bookmarks",
)
"""The tables whose rows are statuses, and nothing else."""


class Place(NamedTuple):
    """Columns of a table that together are an object of the API.

    Attributes:
        table: the table.
        prefix: what the names of the columns begin with.
    """

    table: str
    prefix: str

    def column(self, name: str) -> str:
        """The column of one of the object's fields."""
        return self.prefix + name

    def shown(self) -> tuple[Place, ...]:
        """The status itself, and the posts that it boosts and quotes."""
        return tuple(Place(self.table, self.prefix + inner) for inner in ("", "reblog__", "quote__quoted_status__"))

    def child(self, name: str) -> str:
        """The table of one of the object's lists."""
        return f"{self.table}__{self.prefix}{name}"


STATUSES = (
    *(Place(table, "") for table in STATUS_TABLES),
    Place("search", "status__"),
    Place("notifications", "status__"),
)
"""Where statuses are that rows are about: posts and boosts."""

_ACCOUNTS = (
    Place("accounts", ""),
    Place("following", ""),
    Place("followers", ""),
    Place("search", "account__"),
    Place("notifications", "account__"),
)

POSTS = tuple(place for status in STATUSES for place in status.shown())
"""Where posts are: in rows of their own, and as what a boost or a quote shows."""

ACCOUNTS = (*_ACCOUNTS, *(Place(post.table, f"{post.prefix}account__") for post in POSTS))
"""Where accounts are: in tables of their own, and as the author of each post."""
