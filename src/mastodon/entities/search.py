"""Results of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mastodon.entity import Entity

if TYPE_CHECKING:
    from mastodon.entities.accounts import Account
    from mastodon.entities.collection import Collection
    from mastodon.entities.statuses import Status
    from mastodon.entities.tags import Tag


class SearchV2(Entity):
    """What a search found. Since 2.4.1."""

    accounts: list[Account]
    """Accounts."""

    statuses: list[Status]
    """Posts."""

    hashtags: list[Tag]
    """Hashtags."""

    collections: list[Collection]
    """Collections (since 4.6.0)."""


class Search(Entity):
    """What a search found, in the first form."""

    accounts: list[Account]
    """Accounts."""

    statuses: list[Status]
    """Posts."""

    hashtags: list[str]
    """Names of hashtags, without ``#``."""
