"""Endpoints for collections: public lists of recommended accounts."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.answers.entity import EmptyResponse
from trunkline.endpoints.parameters import id_list
from trunkline.entities import Collections, CollectionWithAccounts, WrappedCollection, WrappedCollectionItem
from trunkline.ids import IdLike, id_of, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class CollectionEndpoints:
    """Creating, changing and reading collections."""

    @endpoint(since="4.6.0", scopes="read:collections")
    def account_collections(
        self, id: IdLike, limit: int | None = None, offset: int | None = None
    ) -> Request[Collections]:
        """Return the collections of an account.

        Args:
            id: the account.
            limit: collections a page, 40 unless given, at most 100.
            offset: number of results to skip.

        Returns:
            An entity with the list in ``collections``. It is a page: `fetch_next` and `iterate` accept it.
        """
        return _collections(f"/api/v1/accounts/{segment(id)}/collections", limit, offset)

    @endpoint(since="4.6.0", scopes="read:collections")
    def account_in_collections(
        self, id: IdLike, limit: int | None = None, offset: int | None = None
    ) -> Request[Collections]:
        """Return the collections that contain an account; servers answer for your own account only.

        Args:
            id: the account.
            limit: collections a page, 40 unless given, at most 80.
            offset: number of results to skip.
        """
        return _collections(f"/api/v1/accounts/{segment(id)}/in_collections", limit, offset)

    @endpoint(since="4.6.0", scopes="read:collections")
    def collection(self, id: IdLike) -> Request[CollectionWithAccounts]:
        """Return a collection with its accounts.

        Args:
            id: the collection.
        """
        return Request("GET", f"/api/v1/collections/{segment(id)}", CollectionWithAccounts)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_create(
        self,
        name: str,
        description: str | None = None,
        language: str | None = None,
        tag_name: str | None = None,
        sensitive: bool = False,
        discoverable: bool = False,
        account_ids: Iterable[IdLike] | None = None,
    ) -> Request[WrappedCollection]:
        """Create a collection.

        Args:
            name: the title, at most 40 characters.
            description: the description, at most 100 characters.
            language: the language of title and description, as an ISO 639 code.
            tag_name: a hashtag for the subject.
            sensitive: mark title and description as sensitive.
            discoverable: allow the server to recommend the collection.
            account_ids: the first accounts in it.
        """
        form = {
            "name": name,
            "description": description,
            "language": language,
            "tag_name": tag_name,
            "sensitive": sensitive,
            "discoverable": discoverable,
            "account_ids": None if account_ids is None else id_list(account_ids),
        }
        return Request("POST", "/api/v1/collections", WrappedCollection, form=form)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_update(
        self,
        id: IdLike,
        name: str | None = None,
        description: str | None = None,
        language: str | None = None,
        tag_name: str | None = None,
        sensitive: bool | None = None,
        discoverable: bool | None = None,
    ) -> Request[WrappedCollection]:
        """Change a collection; parameters not given keep their values.

        Args:
            id: the collection.
            name: the title, at most 40 characters.
            description: the description, at most 100 characters.
            language: the language of title and description, as an ISO 639 code.
            tag_name: a hashtag for the subject.
            sensitive: mark title and description as sensitive.
            discoverable: allow the server to recommend the collection.
        """
        form = {
            "name": name,
            "description": description,
            "language": language,
            "tag_name": tag_name,
            "sensitive": sensitive,
            "discoverable": discoverable,
        }
        return Request("PATCH", f"/api/v1/collections/{segment(id)}", WrappedCollection, form=form)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_delete(self, id: IdLike) -> Request[EmptyResponse]:
        """Delete a collection.

        Args:
            id: the collection.
        """
        return Request("DELETE", f"/api/v1/collections/{segment(id)}", EmptyResponse)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_item_add(self, id: IdLike, account_id: IdLike) -> Request[WrappedCollectionItem]:
        """Add an account to a collection; it may have to agree first.

        Args:
            id: the collection.
            account_id: the account.
        """
        form = {"account_id": id_of(account_id)}
        return Request("POST", f"/api/v1/collections/{segment(id)}/items", WrappedCollectionItem, form=form)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_item_delete(self, collection_id: IdLike, item_id: IdLike) -> Request[EmptyResponse]:
        """Remove an account from one of your collections.

        Args:
            collection_id: the collection.
            item_id: the entry of the account in the collection.
        """
        path = f"/api/v1/collections/{segment(collection_id)}/items/{segment(item_id)}"
        return Request("DELETE", path, EmptyResponse)

    @endpoint(since="4.6.0", scopes="write:collections")
    def collection_item_revoke(self, collection_id: IdLike, item_id: IdLike) -> Request[EmptyResponse]:
        """Remove yourself from somebody's collection.

        Args:
            collection_id: the collection.
            item_id: the entry of your account in the collection.
        """
        path = f"/api/v1/collections/{segment(collection_id)}/items/{segment(item_id)}/revoke"
        return Request("POST", path, EmptyResponse)


def _collections(path: str, limit: int | None, offset: int | None) -> Request[Collections]:
    return Request("GET", path, Collections, {"limit": limit, "offset": offset}, pagination="link")
