"""Endpoints that read accounts and their statuses, followers, lists and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, given, hashtag_name, id_list
from trunkline.entities import (
    Account,
    CredentialAccount,
    FamiliarFollowers,
    FeaturedTag,
    IdentityProof,
    Relationship,
    Status,
    UserList,
)
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import OtherCall, call, endpoint
from trunkline.protocol.request import Request


class Accounts:
    """Reading accounts. `Relationships` follows, blocks and mutes them; `Profiles` edits your own."""

    @endpoint(changed="3.3.0")
    def account(self, id: IdLike) -> Request[Account]:
        """Return an account by its id on this server.

        Args:
            id: the account.
        """
        return Request("GET", f"/api/v1/accounts/{segment(id)}", Account)

    @endpoint(since="4.3.0")
    def accounts(self, ids: Iterable[IdLike]) -> Request[list[Account]]:
        """Return several accounts by their ids, without those that do not exist.

        Args:
            ids: the accounts.
        """
        return Request("GET", "/api/v1/accounts", list[Account], {"id": id_list(ids)})

    @endpoint(changed="4.3.0", scopes="profile read:accounts")
    def account_verify_credentials(self) -> Request[CredentialAccount]:
        """Return the account of the token, with the fields that only its owner sees.

        Raises:
            MastodonUnauthorizedError: the token is invalid, or belongs to an application without an account.
        """
        return Request("GET", "/api/v1/accounts/verify_credentials", CredentialAccount)

    @endpoint(changed="4.3.0", scopes="profile read:accounts")
    def me(self) -> OtherCall[CredentialAccount]:
        """Return the account of the token; short for `account_verify_credentials`."""
        return call(Accounts.account_verify_credentials)

    @endpoint(
        changed="3.3.0",
        scopes="read:statuses",
        params_since={
            "only_media": "1.4.2",
            "exclude_replies": "1.4.2",
            "pinned": "1.6.0",
            "min_id": "2.6.0",
            "exclude_reblogs": "2.7.0",
            "tagged": "2.8.0",
        },
    )
    def account_statuses(
        self,
        id: IdLike,
        only_media: bool = False,
        pinned: bool = False,
        exclude_replies: bool = False,
        exclude_reblogs: bool = False,
        tagged: str | Mapping[str, Any] | None = None,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        exclude_direct: bool = False,
    ) -> Request[Page[Status]]:
        """Return the statuses of an account that you may see, newest first.

        Args:
            id: the account.
            only_media: only statuses with media.
            pinned: only statuses that the account has pinned to its profile.
            exclude_replies: leave out replies to others.
            exclude_reblogs: leave out boosts.
            tagged: only statuses with this hashtag.
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            exclude_direct: leave out direct statuses.
        """
        params = {
            **cursors(max_id, min_id, since_id, limit, "both"),
            "only_media": given(only_media),
            "pinned": given(pinned),
            "exclude_replies": given(exclude_replies),
            "exclude_reblogs": given(exclude_reblogs),
            "tagged": None if tagged is None else hashtag_name(tagged),
            "exclude_direct": given(exclude_direct),
        }
        return paged(f"/api/v1/accounts/{segment(id)}/statuses", Status, params, pagination="link" if pinned else "id")

    @endpoint(changed="4.0.0")
    def account_following(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that an account follows, unless it hides them.

        Cursors are ids of follows, not of accounts: continue with the page's own ``next``.

        Args:
            id: the account.
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(f"/api/v1/accounts/{segment(id)}/following", Account, cursors(max_id, min_id, since_id, limit))

    @endpoint(changed="4.0.0")
    def account_followers(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the followers of an account, unless it hides them.

        Cursors are ids of follows, not of accounts: continue with the page's own ``next``.

        Args:
            id: the account.
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(f"/api/v1/accounts/{segment(id)}/followers", Account, cursors(max_id, min_id, since_id, limit))

    @endpoint(changed="4.6.0", scopes="read:follows", params_since={"with_suspended": "4.3.0"})
    def account_relationships(
        self, id: IdLike | Iterable[IdLike], with_suspended: bool | None = None
    ) -> Request[list[Relationship]]:
        """Return the relationships between your account and others.

        Args:
            id: one account or several.
            with_suspended: include suspended accounts.
        """
        params = {"id": id_list(id), "with_suspended": with_suspended}
        return Request("GET", "/api/v1/accounts/relationships", list[Relationship], params)

    @endpoint(
        changed="2.8.0",
        scopes="read:accounts",
        params_since={"limit": "2.8.0", "offset": "2.8.0", "following": "2.8.0"},
    )
    def account_search(
        self,
        q: str,
        limit: int | None = None,
        following: bool = False,
        resolve: bool = False,
        offset: int | None = None,
    ) -> Request[Page[Account]]:
        """Find accounts by name.

        Args:
            q: a part of a name, or ``user@domain``.
            limit: accounts a page, 40 unless given, at most 80.
            following: only accounts that you follow.
            resolve: look ``user@domain`` up on its own server if this one does not know it.
            offset: number of results to skip.
        """
        params = {
            "q": q,
            "limit": limit,
            "following": following,
            "resolve": resolve,
            "offset": offset,
        }
        return paged("/api/v1/accounts/search", Account, params, pagination="offset")

    @endpoint(since="2.1.0", scopes="read:lists")
    def account_lists(self, id: IdLike) -> Request[list[UserList]]:
        """Return those of your lists that contain an account.

        Args:
            id: the account.
        """
        return Request("GET", f"/api/v1/accounts/{segment(id)}/lists", list[UserList])

    @endpoint(since="3.4.0", scopes="read:accounts")
    def account_lookup(self, acct: str) -> Request[Account]:
        """Return an account by its name, if this server knows it; no other server is asked.

        Args:
            acct: ``user`` of this server, or ``user@domain``, with or without a leading ``@``.

        Raises:
            MastodonNotFoundError: the server does not know the account; `account_search` with ``resolve`` asks others.
        """
        return Request("GET", "/api/v1/accounts/lookup", Account, {"acct": acct.removeprefix("@")})

    @endpoint(since="3.5.0", scopes="read:follows")
    def account_familiar_followers(self, id: IdLike | Iterable[IdLike]) -> Request[list[FamiliarFollowers]]:
        """Return the followers of accounts that you follow yourself.

        Args:
            id: one account or several.
        """
        return Request("GET", "/api/v1/accounts/familiar_followers", list[FamiliarFollowers], {"id": id_list(id)})

    @endpoint(since="3.3.0")
    def account_featured_tags(self, id: IdLike) -> Request[list[FeaturedTag]]:
        """Return the hashtags featured on the profile of an account.

        Args:
            id: the account.
        """
        return Request("GET", f"/api/v1/accounts/{segment(id)}/featured_tags", list[FeaturedTag])

    @endpoint(since="4.4.0")
    def account_endorsements(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts featured on the profile of an account.

        Args:
            id: the account.
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(f"/api/v1/accounts/{segment(id)}/endorsements", Account, cursors(max_id, None, since_id, limit))

    @endpoint(since="2.8.0", changed="3.5.0", deprecated="servers since 3.5.0 have no such proofs any more")
    def account_identity_proofs(self, id: IdLike) -> Request[list[IdentityProof]]:
        """Return the proofs of identity by other services; none since Mastodon 3.5.

        Args:
            id: the account.
        """
        return Request("GET", f"/api/v1/accounts/{segment(id)}/identity_proofs", list[IdentityProof])

    @endpoint(since="4.7.0")
    def account_email_subscribe(self, id: IdLike, email: str) -> Request[None]:
        """Subscribe an e-mail address to the statuses of an account that offers this.

        Args:
            id: the account.
            email: the address; the subscription begins once the mail sent to it is confirmed.
        """
        return Request("POST", f"/api/v1/accounts/{segment(id)}/email_subscriptions", NoneType, form={"email": email})
