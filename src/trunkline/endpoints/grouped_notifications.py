"""Grouped notifications: "three people have favourited your status" as one."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Literal

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, optional_id, text_list
from trunkline.entities import Account, GroupedNotificationsResults, NotificationType, UnreadNotificationsCount
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send

_PATH = "/api/v2/notifications"


class GroupedNotifications:
    """Calls for notifications in groups. Accounts and statuses come once each, beside the groups."""

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
        """Your notifications in groups, newest first. ``fetch_next`` takes the result and gives older ones.

        Args:
            max_id: only notifications older than this one (an id or a time).
            since_id: only notifications newer than this one, the newest of them first.
            min_id: the page of notifications immediately newer than this one.
            limit: groups a page, 40 unless given, at most 80.
            types: only notifications of these kinds.
            exclude_types: no notifications of these kinds.
            account_id: only notifications that this account has caused.
            expand_accounts: ``"full"`` gives all accounts whole, ``"partial_avatars"`` the first of each group
                whole and of the others little more than the avatar.
            grouped_types: the kinds to put into groups; favourites, follows and boosts unless given.
            include_filtered: also those that your policy keeps apart.
            supported_types: the kinds that your program knows; others come with a ``fallback`` to show.
        """
        params = {
            **cursors(max_id, min_id, since_id, limit),
            "types": text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": optional_id(account_id),
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
        """One group of notifications.

        Args:
            group_key: the ``group_key`` of the group or of a notification in it.
            supported_types: the kinds that your program knows; others come with a ``fallback`` to show.
        """
        params = {"supported_types": text_list(supported_types)}
        return Request("GET", f"{_PATH}/{segment(group_key)}", GroupedNotificationsResults, params)

    @endpoint(since="4.3.0", scopes="write:notifications")
    def dismiss_grouped_notification(self, group_key: str) -> Request[None]:
        """Remove a group of notifications.

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
        """The accounts that have caused the notifications of a group.

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
        """How many groups of notifications are newer than the ``notifications`` marker.

        Args:
            limit: count no further than this, 100 unless given, at most 1000.
            types: only notifications of these kinds.
            exclude_types: no notifications of these kinds.
            account_id: only notifications that this account has caused.
            grouped_types: the kinds to put into groups; favourites, follows and boosts unless given.
            include_filtered: also those that your policy keeps apart.
        """
        params = {
            "limit": limit,
            "types": text_list(types),
            "exclude_types": text_list(exclude_types),
            "account_id": optional_id(account_id),
            "grouped_types": text_list(grouped_types),
            "include_filtered": include_filtered,
        }
        answer = yield from send(Request("GET", f"{_PATH}/unread_count", UnreadNotificationsCount, params))
        return answer.count

    @endpoint(since="4.3.0", scopes="write:notifications")
    def grouped_notifications_clear(self) -> Request[None]:
        """Remove all of your notifications, by the second version of the call."""
        return Request("POST", f"{_PATH}/clear", NoneType)
