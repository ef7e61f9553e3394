"""Endpoints for notifications, their policy and their requests."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, id_list, queried_id, text_list
from trunkline.entities import (
    Notification,
    NotificationPolicy,
    NotificationPolicyAction,
    NotificationRequest,
    NotificationRequestsMerged,
    NotificationType,
    UnreadNotificationsCount,
    V1NotificationPolicy,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send

Types = Iterable[NotificationType | str]
"""Types of notifications, one or several."""


class Notifications:
    """Notifications, the policy that filters them, and requests for filtered ones."""

    @endpoint(
        changed="4.6.0",
        scopes="read:notifications",
        params_since={
            "min_id": "2.6.0",
            "account_id": "2.9.0",
            "types": "3.5.0",
            "include_filtered": "4.3.0",
            "supported_types": "4.6.0",
        },
    )
    def notifications(
        self,
        id: IdLike | None = None,
        account_id: IdLike | None = None,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        exclude_types: Types | None = None,
        types: Types | None = None,
        mentions_only: bool | None = None,
        supported_types: Types | None = None,
        *,
        include_filtered: bool | None = None,
    ) -> Request[Page[Notification] | Notification]:
        """Return your notifications, newest first; or one of them.

        Args:
            id: return only this notification.
            account_id: only notifications caused by this account.
            max_id: only notifications older than this one (an id, a notification, or a time).
            min_id: the page of notifications immediately newer than this one.
            since_id: only notifications newer than this one, the newest of them first.
            limit: notifications a page, 40 unless given, at most 80.
            exclude_types: leave out notifications of these types.
            types: only notifications of these types.
            mentions_only: only mentions; the same as ``types=["mention"]``.
            supported_types: the types that your program knows; others come with a ``fallback`` to show.
            include_filtered: include notifications filtered by your policy.

        Returns:
            A page of notifications, or with ``id`` the notification.

        Raises:
            MastodonIllegalArgumentError: ``mentions_only`` together with ``types`` or ``exclude_types``.
        """
        known = text_list(supported_types)
        if id is not None:
            path = f"/api/v1/notifications/{segment(id)}"
            one: type[Any] = Notification
            return Request("GET", path, one, {"supported_types": known})
        if mentions_only is not None and (types is not None or exclude_types is not None):
            raise MastodonIllegalArgumentError("mentions_only excludes types and exclude_types; pass types alone.")
        params = {
            **cursors(max_id, min_id, since_id, limit, "objects"),
            "types": ["mention"] if mentions_only else text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": queried_id(account_id),
            "include_filtered": include_filtered,
            "supported_types": known,
        }
        many: type[Any] = Page[Notification]
        return Request("GET", "/api/v1/notifications", many, params, pagination="id")

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notifications_unread_count(
        self,
        *,
        limit: int | None = None,
        types: Types | None = None,
        exclude_types: Types | None = None,
        account_id: IdLike | None = None,
        include_filtered: bool | None = None,
    ) -> Request[UnreadNotificationsCount]:
        """Return the number of notifications newer than the ``notifications`` marker.

        Args:
            limit: highest number to count to, 100 unless given, at most 1000.
            types: only notifications of these types.
            exclude_types: leave out notifications of these types.
            account_id: only notifications caused by this account.
            include_filtered: include notifications filtered by your policy.
        """
        params = {
            "limit": limit,
            "types": text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": queried_id(account_id),
            "include_filtered": include_filtered,
        }
        return Request("GET", "/api/v1/notifications/unread_count", UnreadNotificationsCount, params)

    @endpoint(scopes="write:notifications")
    def notifications_clear(self) -> Request[None]:
        """Delete all of your notifications."""
        return Request("POST", "/api/v1/notifications/clear", NoneType)

    @endpoint(since="1.3.0", scopes="write:notifications")
    def notifications_dismiss(self, id: IdLike) -> Request[None]:
        """Dismiss a notification.

        Args:
            id: the notification.
        """
        return Request("POST", f"/api/v1/notifications/{segment(id)}/dismiss", NoneType)

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notifications_policy(self) -> Request[NotificationPolicy]:
        """Return the policy that accepts, filters or drops notifications."""
        return Request("GET", "/api/v2/notifications/policy", NotificationPolicy)

    @endpoint(since="4.3.0", scopes="write:notifications", params_since={"for_bots": "4.7.0"})
    def update_notifications_policy(
        self,
        for_not_following: NotificationPolicyAction | None = None,
        for_not_followers: NotificationPolicyAction | None = None,
        for_new_accounts: NotificationPolicyAction | None = None,
        for_private_mentions: NotificationPolicyAction | None = None,
        for_limited_accounts: NotificationPolicyAction | None = None,
        *,
        for_bots: NotificationPolicyAction | None = None,
    ) -> Request[NotificationPolicy]:
        """Change the policy on notifications; each is ``"accept"``, ``"filter"`` or ``"drop"``.

        Args:
            for_not_following: notifications of accounts that you do not follow.
            for_not_followers: notifications of accounts that do not follow you.
            for_new_accounts: notifications of accounts younger than 30 days.
            for_private_mentions: unsolicited direct statuses of accounts that you do not follow.
            for_limited_accounts: notifications of limited accounts.
            for_bots: notifications of bots.
        """
        form = {
            "for_not_following": for_not_following,
            "for_not_followers": for_not_followers,
            "for_new_accounts": for_new_accounts,
            "for_private_mentions": for_private_mentions,
            "for_limited_accounts": for_limited_accounts,
            "for_bots": for_bots,
        }
        return Request("PATCH", "/api/v2/notifications/policy", NotificationPolicy, form=form)

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notifications_policy_v1(self) -> Request[V1NotificationPolicy]:
        """Return the policy on notifications, API version 1, which can filter but not drop."""
        return Request("GET", "/api/v1/notifications/policy", V1NotificationPolicy)

    @endpoint(since="4.3.0", scopes="write:notifications", params_since={"filter_bots": "4.7.0"})
    def update_notifications_policy_v1(
        self,
        *,
        filter_not_following: bool | None = None,
        filter_not_followers: bool | None = None,
        filter_new_accounts: bool | None = None,
        filter_private_mentions: bool | None = None,
        filter_bots: bool | None = None,
    ) -> Request[V1NotificationPolicy]:
        """Change the policy on notifications, API version 1.

        Args:
            filter_not_following: filter notifications of accounts that you do not follow.
            filter_not_followers: filter notifications of accounts that do not follow you.
            filter_new_accounts: filter notifications of accounts younger than 30 days.
            filter_private_mentions: filter unsolicited direct statuses of accounts that you do not follow.
            filter_bots: filter notifications of bots.
        """
        form = {
            "filter_not_following": filter_not_following,
            "filter_not_followers": filter_not_followers,
            "filter_new_accounts": filter_new_accounts,
            "filter_private_mentions": filter_private_mentions,
            "filter_bots": filter_bots,
        }
        # Mastodon takes every text in a form for true, "false" too.
        return Request("PATCH", "/api/v1/notifications/policy", V1NotificationPolicy, form=form, exact=tuple(form))

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notification_requests(
        self,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[NotificationRequest]]:
        """Return the requests of accounts whose notifications your policy filters.

        Args:
            max_id: only requests older than this one.
            since_id: only requests newer than this one, the newest of them first.
            min_id: the page of requests immediately newer than this one.
            limit: requests a page, 40 unless given, at most 80.
        """
        return paged(
            "/api/v1/notifications/requests", NotificationRequest, cursors(max_id, min_id, since_id, limit, "both")
        )

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notification_request(self, id: IdLike) -> Request[NotificationRequest]:
        """Return a notification request.

        Args:
            id: the request.
        """
        return Request("GET", f"/api/v1/notifications/requests/{segment(id)}", NotificationRequest)

    @endpoint(since="4.3.0", scopes="write:notifications")
    def accept_notification_request(self, id: IdLike) -> Request[None]:
        """Accept the filtered and all later notifications of an account.

        Args:
            id: the request.
        """
        return Request("POST", f"/api/v1/notifications/requests/{segment(id)}/accept", NoneType)

    @endpoint(since="4.3.0", scopes="write:notifications")
    def dismiss_notification_request(self, id: IdLike) -> Request[None]:
        """Dismiss the filtered notifications of an account.

        Args:
            id: the request.
        """
        return Request("POST", f"/api/v1/notifications/requests/{segment(id)}/dismiss", NoneType)

    @endpoint(since="4.3.0", scopes="write:notifications")
    def accept_multiple_notification_requests(self, ids: Iterable[IdLike]) -> Request[None]:
        """Accept the notifications of several accounts.

        Args:
            ids: the requests.
        """
        return Request("POST", "/api/v1/notifications/requests/accept", NoneType, form={"id": id_list(ids)})

    @endpoint(since="4.3.0", scopes="write:notifications")
    def dismiss_multiple_notification_requests(self, ids: Iterable[IdLike]) -> Request[None]:
        """Dismiss the filtered notifications of several accounts.

        Args:
            ids: the requests.
        """
        return Request("POST", "/api/v1/notifications/requests/dismiss", NoneType, form={"id": id_list(ids)})

    @endpoint(since="4.3.0", scopes="read:notifications")
    def notifications_merged(self) -> Flow[bool]:
        """Return True if all accepted notifications are merged into the others."""
        path = "/api/v1/notifications/requests/merged"
        answer = yield from send(Request("GET", path, NotificationRequestsMerged))
        return answer.merged
