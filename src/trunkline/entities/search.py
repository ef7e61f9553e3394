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
    """Results of a search. Since 2.4.1."""

    accounts: list[Account]
    """Accounts."""

    statuses: list[Status]
    """Statuses."""

    hashtags: list[Tag]
    """Hashtags."""

    collections: list[Collection]
    """Collections (since 4.6.0)."""


class Search(Entity):
    """Results of a search, API version 1."""

    accounts: list[Account]
    """Accounts."""

    statuses: list[Status]
    """Statuses."""

    hashtags: list[str]
    """Names of hashtags, without ``#``."""
