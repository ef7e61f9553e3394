"""Places of posts and accounts in the loaded tables, derived from the shapes of the resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.people import ACCOUNT_FIELD
from trunkline.pipeline.tabular.shapes import Object


class Place(NamedTuple):
    """Columns of a table that together are an object of the API.

    Attributes:
        table: the table.
        prefix: beginning of the names of the columns.
    """

    table: str
    prefix: str

    def column(self, name: str) -> str:
        """Return the column of one of the object's fields."""
        return self.prefix + name

    def shown(self) -> tuple[Place, ...]:
        """Return the places of a status itself, and of the posts that it boosts and quotes."""
        return tuple(post for post in POSTS if post.table == self.table and post.prefix.startswith(self.prefix))

    def child(self, name: str) -> str:
        """Return the table of one of the object's lists."""
        return f"{self.table}__{self.prefix}{name}"


_NO_AUTHORS = ("contact__account__", "target_account__")
"""Endings of prefixes of the administrators of servers, and of people that reports and warnings are about."""


def _objects(shape: Object, prefix: str = "") -> Iterator[tuple[str, Object]]:
    yield prefix, shape
    for name, inner in shape.fields.items():
        if isinstance(inner, Object):
            yield from _objects(inner, f"{prefix}{name}__")


def _places(*fields: str) -> tuple[Place, ...]:
    """Return the places of objects that have all of *fields*."""
    return tuple(
        Place(resource.name, prefix)
        for resource in CATALOGUE.values()
        for prefix, found in _objects(resource.shape)
        if found.fields.keys() >= set(fields)
    )


POSTS = _places("visibility", "account")
"""Places of posts: in rows of their own, and as the post that a boost or a quote shows."""

STATUSES = tuple(place for place in POSTS if place.prefix in ("", "status__"))
"""Places of statuses that rows are about: posts and boosts."""

STATUS_TABLES = tuple(place.table for place in POSTS if not place.prefix)
"""Tables whose rows are statuses, and nothing else."""

ACCOUNTS = tuple(place for place in _places(ACCOUNT_FIELD) if not place.prefix.endswith(_NO_AUTHORS))
"""Places of accounts: in tables of their own, and as the author of a post or the actor of a notification."""
