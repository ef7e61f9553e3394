"""Endpoints for grouped notifications."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Literal

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, queried_id, text_list
from trunkline.entities import Account, GroupedNotificationsResults, NotificationType, UnreadNotificationsCount
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send

_PATH = "/api/v2/notifications"


class GroupedNotifications:
    """Notifications in groups; their accounts and statuses are listed once each beside the groups."""

    @endpoint(since="4.3.0", changed="4.6.0", scopes="read:notifications", params_since={"supported_types": "4.6.0"})
    def grouped_notifications(
        self,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        limit: int | None = None,
        types: Iterable[NotificationType | str] | None = None,
        exclude_types: Iterable[NotificationType | str] | None = None,
        account_id: IdLike | None = None,
        expand_accounts: Literal["full", "partial_avatars"] | None = "partial_avatars",
        grouped_types: Iterable[NotificationType | str] | None = None,
        include_filtered: bool | None = None,
        supported_types: Iterable[NotificationType | str] | None = None,
    ) -> Request[GroupedNotificationsResults]:
        """Return your notifications in groups, newest first. Pass the result to ``fetch_next`` for older ones.

        Args:
            max_id: only notifications older than this one (an id or a time).
            since_id: only notifications newer than this one, the newest of them first.
            min_id: the page of notifications immediately newer than this one.
            limit: groups a page, 40 unless given, at most 80.
            types: only notifications of these types.
            exclude_types: leave out notifications of these types.
            account_id: only notifications caused by this account; Mastodon ignores this here.
            expand_accounts: ``"full"`` returns all accounts whole, ``"partial_avatars"`` the first of each group
                whole and the others reduced to a `PartialAccountWithAvatar`.
            grouped_types: the types to group; favourites, follows and boosts unless given.
            include_filtered: include notifications filtered by your policy.
            supported_types: the types that your program knows; others come with a ``fallback`` to show.
        """
        params = {
            **cursors(max_id, min_id, since_id, limit, "objects"),
            "types": text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": queried_id(account_id),
            "expand_accounts": expand_accounts,
            "grouped_types": text_list(grouped_types),
            "include_filtered": include_filtered,
            "supported_types": text_list(supported_types),
        }
        return Request("GET", _PATH, GroupedNotificationsResults, params, pagination="link")

    @endpoint(since="4.3.0", changed="4.6.0", scopes="read:notifications", params_since={"supported_types": "4.6.0"})
    def grouped_notification(
        self, group_key: str, supported_types: Iterable[NotificationType | str] | None = None
    ) -> Request[GroupedNotificationsResults]:
        """Return a group of notifications.

        Args:
            group_key: the ``group_key`` of the group or of a notification in it.
            supported_types: the types that your program knows; others come with a ``fallback`` to show.
        """
        params = {"supported_types": text_list(supported_types)}
        return Request("GET", f"{_PATH}/{segment(group_key)}", GroupedNotificationsResults, params)

    @endpoint(since="4.3.0", scopes="write:notifications")
    def dismiss_grouped_notification(self, group_key: str) -> Request[None]:
        """Dismiss a group of notifications.

        Args:
            group_key: the ``group_key`` of the group or of a notification in it.
        """
        return Request("POST", f"{_PATH}/{segment(group_key)}/dismiss", NoneType)

    @endpoint(since="4.3.0", scopes="read:notifications")
    def grouped_notification_accounts(
        self,
        group_key: str,
        *,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that caused the notifications of a group.

        Args:
            group_key: the ``group_key`` of the group or of a notification in it.
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(f"{_PATH}/{segment(group_key)}/accounts", Account, cursors(max_id, None, since_id, limit))

    @endpoint(since="4.3.0", scopes="read:notifications")
    def unread_grouped_notifications_count(
        self,
        limit: int | None = None,
        types: Iterable[NotificationType | str] | None = None,
        exclude_types: Iterable[NotificationType | str] | None = None,
        account_id: IdLike | None = None,
        grouped_types: Iterable[NotificationType | str] | None = None,
        *,
        include_filtered: bool | None = None,
    ) -> Flow[int]:
        """Return the number of groups newer than the ``notifications`` marker.

        Args:
            limit: highest number to count to, 100 unless given, at most 1000.
            types: only notifications of these types.
            exclude_types: leave out notifications of these types.
            account_id: only notifications caused by this account; Mastodon ignores this here.
            grouped_types: the types to group; favourites, follows and boosts unless given.
            include_filtered: include notifications filtered by your policy.
        """
        params = {
            "limit": limit,
            "types": text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": queried_id(account_id),
            "grouped_types": text_list(grouped_types),
            "include_filtered": include_filtered,
        }
        answer = yield from send(Request("GET", f"{_PATH}/unread_count", UnreadNotificationsCount, params))
        return answer.count

    @endpoint(since="4.3.0", scopes="write:notifications")
    def grouped_notifications_clear(self) -> Request[None]:
        """Delete all of your notifications, API version 2."""
        return Request("POST", f"{_PATH}/clear", NoneType)
