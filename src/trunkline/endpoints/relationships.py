"""Endpoints for relationships: following, blocking, muting and so on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.parameters import cursors, seconds
from trunkline.entities import Account, DomainBlockPreview, MutedAccount, Relationship
from trunkline.errors import MastodonNotFoundError
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import call, endpoint
from trunkline.protocol.request import Flow, Request


class Relationships(Client):
    """Changing and listing relationships to other accounts. Most calls return the new `Relationship`."""

    @endpoint(changed="4.0.0", scopes="write:follows", params_since={"notify": "3.3.0", "languages": "4.0.0"})
    def account_follow(
        self,
        id: IdLike,
        reblogs: bool = True,
        notify: bool = False,
        *,
        languages: Iterable[str] | None = None,
    ) -> Request[Relationship]:
        """Follow an account, or change the options of a follow.

        Args:
            id: the account.
            reblogs: show its boosts in your home timeline.
            notify: get a notification of each new status.
            languages: show only statuses in these languages (ISO 639-1 codes); all of them with an empty list.

        Returns:
            The relationship; ``requested`` is true if the account has to approve the request.
        """
        form = {"reblogs": reblogs, "notify": notify, "languages": None if languages is None else list(languages)}
        return Request("POST", _path(id, "follow"), Relationship, form=form, exact=("languages",))

    @endpoint(deprecated="use account_search and account_follow")
    def follows(self, uri: str) -> Flow[Relationship]:
        """Follow an account of any server by its name.

        Args:
            uri: the account as ``user@domain``.

        Raises:
            MastodonNotFoundError: there is no such account.
        """
        found = yield from call(Accounts.account_search, uri, limit=1, resolve=True).flow(self)
        if not found:
            raise MastodonNotFoundError(f"There is no account {uri}.")
        return (yield from call(Relationships.account_follow, found[0]).flow(self))

    @endpoint(changed="3.5.0", scopes="write:follows")
    def account_unfollow(self, id: IdLike) -> Request[Relationship]:
        """Unfollow an account, or withdraw a follow request.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "unfollow"), Relationship)

    @endpoint(since="3.5.0", scopes="write:follows")
    def account_remove_from_followers(self, id: IdLike) -> Request[Relationship]:
        """Remove an account from your followers.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "remove_from_followers"), Relationship)

    @endpoint(changed="3.5.0", scopes="write:blocks")
    def account_block(self, id: IdLike) -> Request[Relationship]:
        """Block an account; neither side follows or sees the other any more.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "block"), Relationship)

    @endpoint(changed="3.5.0", scopes="write:blocks")
    def account_unblock(self, id: IdLike) -> Request[Relationship]:
        """Unblock an account.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "unblock"), Relationship)

    @endpoint(changed="3.5.0", scopes="write:mutes", params_since={"duration": "3.3.0"})
    def account_mute(
        self, id: IdLike, notifications: bool = True, duration: float | timedelta | None = None
    ) -> Request[Relationship]:
        """Mute an account: hide its statuses from your timelines without its notice.

        Args:
            id: the account.
            notifications: mute its notifications too.
            duration: seconds (or a ``timedelta``) until the mute ends; permanent unless given.
        """
        form = {"notifications": notifications, "duration": seconds(duration)}
        return Request("POST", _path(id, "mute"), Relationship, form=form)

    @endpoint(changed="3.5.0", scopes="write:mutes")
    def account_unmute(self, id: IdLike) -> Request[Relationship]:
        """Unmute an account.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "unmute"), Relationship)

    @endpoint(since="4.4.0", scopes="write:accounts")
    def account_endorse(self, id: IdLike) -> Request[Relationship]:
        """Feature an account that you follow on your profile.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "endorse"), Relationship)

    @endpoint(since="4.4.0", scopes="write:accounts")
    def account_unendorse(self, id: IdLike) -> Request[Relationship]:
        """Stop featuring an account on your profile.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "unendorse"), Relationship)

    @endpoint(since="2.5.0", changed="4.4.0", scopes="write:accounts", deprecated="use account_endorse")
    def account_pin(self, id: IdLike) -> Request[Relationship]:
        """Feature an account on your profile, for servers before 4.4.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "pin"), Relationship)

    @endpoint(since="2.5.0", changed="4.4.0", scopes="write:accounts", deprecated="use account_unendorse")
    def account_unpin(self, id: IdLike) -> Request[Relationship]:
        """Stop featuring an account on your profile, for servers before 4.4.

        Args:
            id: the account.
        """
        return Request("POST", _path(id, "unpin"), Relationship)

    @endpoint(since="3.2.0", scopes="write:accounts")
    def account_note_set(self, id: IdLike, comment: str) -> Request[Relationship]:
        """Set your private note on an account.

        Args:
            id: the account.
            comment: the note, at most 2000 characters; empty text removes it.
        """
        return Request("POST", _path(id, "note"), Relationship, form={"comment": comment})

    @endpoint(since="2.5.0", scopes="read:accounts")
    def endorsements(
        self,
        *,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts featured on your profile.

        Args:
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged("/api/v1/endorsements", Account, cursors(max_id, None, since_id, limit))

    @endpoint(changed="3.3.0", scopes="read:mutes follow")
    def mutes(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[MutedAccount]]:
        """Return the accounts that you mute.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged("/api/v1/mutes", MutedAccount, cursors(max_id, min_id, since_id, limit))

    @endpoint(changed="3.3.0", scopes="read:blocks follow")
    def blocks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that you block.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged("/api/v1/blocks", Account, cursors(max_id, min_id, since_id, limit))

    @endpoint(since="1.4.0", changed="3.3.0", scopes="read:blocks follow")
    def domain_blocks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[str]]:
        """Return the domains of the servers that you block.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: domains a page, 100 unless given, at most 200.
        """
        return paged("/api/v1/domain_blocks", str, cursors(max_id, min_id, since_id, limit))

    @endpoint(since="1.4.0", scopes="write:blocks follow")
    def domain_block(self, domain: str) -> Request[None]:
        """Block a server: hide all its statuses and remove your followers on it.

        Args:
            domain: the server's domain.
        """
        return Request("POST", "/api/v1/domain_blocks", NoneType, form={"domain": domain})

    @endpoint(since="1.4.0", scopes="write:blocks follow")
    def domain_unblock(self, domain: str) -> Request[None]:
        """Unblock a server.

        Args:
            domain: the server's domain.
        """
        return Request("DELETE", "/api/v1/domain_blocks", NoneType, form={"domain": domain})

    @endpoint(since="4.3.0", scopes="write:blocks follow")
    def domain_block_preview(self, domain: str) -> Request[DomainBlockPreview]:
        """Return the numbers of follows and followers that blocking a server would remove.

        Args:
            domain: the server's domain.
        """
        return Request("GET", "/api/v1/domain_blocks/preview", DomainBlockPreview, {"domain": domain})

    @endpoint(scopes="read:follows follow")
    def follow_requests(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that ask to follow you.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged("/api/v1/follow_requests", Account, cursors(max_id, min_id, since_id, limit))

    @endpoint(changed="3.0.0", scopes="write:follows follow")
    def follow_request_authorize(self, id: IdLike) -> Request[Relationship]:
        """Accept a follow request.

        Args:
            id: the account.
        """
        return Request("POST", f"/api/v1/follow_requests/{segment(id)}/authorize", Relationship)

    @endpoint(changed="3.0.0", scopes="write:follows follow")
    def follow_request_reject(self, id: IdLike) -> Request[Relationship]:
        """Reject a follow request.

        Args:
            id: the account.
        """
        return Request("POST", f"/api/v1/follow_requests/{segment(id)}/reject", Relationship)


def _path(id: IdLike, action: str) -> str:
    return f"/api/v1/accounts/{segment(id)}/{action}"
