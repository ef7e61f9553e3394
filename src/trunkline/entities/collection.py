"""Collections: public lists of recommended accounts."""

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
    """Id of the owner."""

    uri: str
    """ActivityPub identifier."""

    url: str | None
    """Web page; ``None`` without one."""

    name: str
    """Title."""

    description: str | None
    """Description as HTML; ``None`` without one."""

    language: str | None
    """Language of title and description (ISO 639-1)."""

    local: bool
    """True if the collection is of this server."""

    sensitive: bool
    """True if the collection is marked sensitive."""

    discoverable: bool
    """True if recommendations may include the collection."""

    tag: ShallowTag | None
    """Hashtag of the subject."""

    created_at: datetime
    """Time of creation."""

    updated_at: datetime
    """Time of the last change."""

    item_count: int
    """Number of accounts."""

    collection_items: list[CollectionItem]
    """Entries of the accounts (JSON key ``items``)."""


class CollectionItem(Entity):
    """Entry of an account in a collection. Since 4.6.0."""

    id: Id
    """Id of the entry, not of the account."""

    account_id: Id | None
    """Id of the account; ``None`` until it has agreed."""

    state: CollectionItemState | str
    """State of the account's approval."""

    created_at: datetime
    """Time of addition."""


class Collections(Entity):
    """Response with a list of collections. Since 4.6.0."""

    collections: list[Collection]
    """The collections."""


class WrappedCollection(Entity):
    """Response with one collection. Since 4.6.0."""

    collection: Collection
    """The collection."""


class WrappedCollectionItem(Entity):
    """Response with one entry of a collection. Since 4.6.0."""

    collection_item: CollectionItem
    """The entry."""


class CollectionWithAccounts(Entity):
    """A collection together with its accounts. Since 4.6.0."""

    accounts: list[Account]
    """Accounts of the collection, and its owner."""

    collection: Collection
    """The collection."""
