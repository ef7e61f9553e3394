"""Results of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.collection import Collection
    from trunkline.entities.statuses import Status
    from trunkline.entities.tags import Tag


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
