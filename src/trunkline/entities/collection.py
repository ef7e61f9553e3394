"""Collections: lists of accounts that somebody recommends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import CollectionItemState
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.tags import ShallowTag


class Collection(Entity):
    """A public list of recommended accounts. Since 4.6.0."""

    json_names: ClassVar[Mapping[str, str]] = {"collection_items": "items"}

    id: Id
    """Id on this server."""

    account_id: Id
    """Account that made it."""

    uri: str
    """ActivityPub identifier."""

    url: str | None
    """Web page; ``None`` where there is none."""

    name: str
    """Title."""

    description: str | None
    """What it is about, as HTML; ``None`` where nothing is said."""

    language: str | None
    """Language of title and description (ISO 639-1)."""

    local: bool
    """Whether it was made on this server."""

    sensitive: bool
    """Whether it is marked sensitive."""

    discoverable: bool
    """Whether it may be recommended."""

    tag: ShallowTag | None
    """Hashtag that it belongs to."""

    created_at: datetime
    """When it was made."""

    updated_at: datetime
    """When it last changed."""

    item_count: int
    """Number of accounts in it."""

    collection_items: list[CollectionItem]
    """Its accounts (JSON key ``items``)."""


class CollectionItem(Entity):
    """An account's place in a collection. Since 4.6.0."""

    id: Id
    """Id of the place, not of the account."""

    account_id: Id | None
    """The account; ``None`` while it has not agreed."""

    state: CollectionItemState | str
    """Whether the account has agreed."""

    created_at: datetime
    """When it was added."""


class Collections(Entity):
    """The answer that lists collections. Since 4.6.0."""

    collections: list[Collection]
    """The collections."""


class WrappedCollection(Entity):
    """The answer that holds one collection. Since 4.6.0."""

    collection: Collection
    """The collection."""


class WrappedCollectionItem(Entity):
    """The answer that holds one place of a collection. Since 4.6.0."""

    collection_item: CollectionItem
    """The place."""


class CollectionWithAccounts(Entity):
    """A collection together with its accounts. Since 4.6.0."""

    accounts: list[Account]
    """The accounts that it names, and its maker."""

    collection: Collection
    """The collection."""
