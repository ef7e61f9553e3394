"""The client, with the types and errors of its calls for collections."""

from mastodon.types_base import EmptyResponse, IdType
from trunkline.clients.client import Mastodon
from trunkline.entities import (
    Account,
    Collection,
    CollectionItem,
    Collections,
    CollectionWithAccounts,
    WrappedCollection,
    WrappedCollectionItem,
)
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "Collection",
    "CollectionItem",
    "CollectionWithAccounts",
    "Collections",
    "EmptyResponse",
    "IdType",
    "Mastodon",
    "WrappedCollection",
    "WrappedCollectionItem",
    "api_version",
]
