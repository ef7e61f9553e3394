from __future__ import annotations

from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline.answers.page import Page
from trunkline.endpoints.grouped_notifications import GroupedNotifications
from trunkline.endpoints.notifications import Notifications
from trunkline.entities import (
    Account,
    GroupedNotificationsResults,
    Notification,
    NotificationPolicy,
    NotificationRequest,
    NotificationRequestsMerged,
    UnreadNotificationsCount,
    V1NotificationPolicy,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.client import NO_CLIENT

N, G = Notifications, GroupedNotifications
V1, V2 = "/api/v1/notifications", "/api/v2/notifications"
KEY = "favourite-12-482000"


def many(args: tuple[Any, ...], kwargs: dict[str, Any], query: str) -> Case:
    return Case(N.notifications, args, kwargs, "GET", V1, Page[Notification], query, pagination="id")


CASES = [
    many((), {}, ""),
    many((None, 12, 9, 7, 8, 80, ["follow"], ["poll", "mention"], None, ["poll"]), {"include_filtered": True},
         "max_id=9&min_id=7&since_id=8&limit=80&types[]=poll&types[]=mention&exclude_types[]=follow&account_id=12"
         "&include_filtered=1&supported_types[]=poll"),
    many((), {"mentions_only": True}, "types[]=mention"),
    many((), {"types": "poll"}, "types[]=poll"),
    Case(N.notifications, (34,), {"supported_types": ["poll"]}, "GET", f"{V1}/34", Notification,
         "supported_types[]=poll"),
    Case(N.notifications_unread_count, (), {"limit": 5, "types": ["poll"], "exclude_types": ["follow"],
         "account_id": 12, "include_filtered": False}, "GET", f"{V1}/unread_count", UnreadNotificationsCount,
         "limit=5&types[]=poll&exclude_types[]=follow&account_id=12&include_filtered=0"),
    Case(N.notifications_clear, (), {}, "POST", f"{V1}/clear"),
    Case(N.notifications_dismiss, (34,), {}, "POST", f"{V1}/34/dismiss"),
    Case(N.notifications_policy, (), {}, "GET", f"{V2}/policy", NotificationPolicy),
    Case(N.update_notifications_policy, ("accept", "filter", "drop", "accept", "filter"), {"for_bots": "drop"},
         "PATCH", f"{V2}/policy", NotificationPolicy, form="for_not_following=accept&for_not_followers=filter"
         "&for_new_accounts=drop&for_private_mentions=accept&for_limited_accounts=filter&for_bots=drop"),
    Case(N.notifications_policy_v1, (), {}, "GET", f"{V1}/policy", V1NotificationPolicy),
    Case(N.update_notifications_policy_v1, (), {"filter_bots": True, "filter_not_following": False}, "PATCH",
         f"{V1}/policy", V1NotificationPolicy, json={"filter_not_following": False, "filter_bots": True}),
    Case(N.notification_requests, (9, 8, 7, 80), {}, "GET", f"{V1}/requests", Page[NotificationRequest],
         "max_id=9&min_id=7&since_id=8&limit=80", pagination="link"),
    Case(N.notification_request, (5,), {}, "GET", f"{V1}/requests/5", NotificationRequest),
    Case(N.accept_notification_request, (5,), {}, "POST", f"{V1}/requests/5/accept"),
    Case(N.dismiss_notification_request, (5,), {}, "POST", f"{V1}/requests/5/dismiss"),
    Case(N.accept_multiple_notification_requests, ([5, "6"],), {}, "POST", f"{V1}/requests/accept",
         form="id[]=5&id[]=6"),
    Case(N.dismiss_multiple_notification_requests, ([5, "6"],), {}, "POST", f"{V1}/requests/dismiss",
         form="id[]=5&id[]=6"),
    Case(G.grouped_notifications, (), {}, "GET", V2, GroupedNotificationsResults, "expand_accounts=partial_avatars",
         pagination="link"),
    Case(G.grouped_notifications, (9, 8, 7, 80, ["poll"], ["follow"], 12, "full", ["reblog"], True, ["poll"]), {},
         "GET", V2, GroupedNotificationsResults, "max_id=9&min_id=7&since_id=8&limit=80&types[]=poll"
         "&exclude_types[]=follow&account_id=12&expand_accounts=full&grouped_types[]=reblog&include_filtered=1"
         "&supported_types[]=poll", pagination="link"),
    Case(G.grouped_notification, (KEY, ["poll"]), {}, "GET", f"{V2}/{KEY}", GroupedNotificationsResults,
         "supported_types[]=poll"),
    Case(G.grouped_notification, ("a/b",), {}, "GET", f"{V2}/a%2Fb", GroupedNotificationsResults),
    Case(G.dismiss_grouped_notification, (KEY,), {}, "POST", f"{V2}/{KEY}/dismiss"),
    Case(G.grouped_notification_accounts, (KEY,), {"max_id": 9, "since_id": 8, "limit": 80}, "GET",
         f"{V2}/{KEY}/accounts", Page[Account], "max_id=9&since_id=8&limit=80", pagination="link"),
    Case(G.grouped_notifications_clear, (), {}, "POST", f"{V2}/clear"),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def test_mentions_only_and_types_exclude_each_other() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="pass types alone"):
        N.notifications.request(mentions_only=True, types=["poll"])


def test_merged_is_a_bool() -> None:
    answer = NotificationRequestsMerged({"merged": True})
    steps, result = finish(N.notifications_merged.flow(NO_CLIENT), [answer])
    assert [(step.path, step.result) for step in steps] == [(f"{V1}/requests/merged", NotificationRequestsMerged)]
    assert result is True


def test_unread_groups_are_a_number() -> None:
    flow = G.unread_grouped_notifications_count.flow(NO_CLIENT, 5, ["poll"], include_filtered=True)
    steps, result = finish(flow, [UnreadNotificationsCount({"count": 3})])
    sent = {name: value for name, value in steps[0].params.items() if value is not None}
    assert (steps[0].path, sent) == (f"{V2}/unread_count", {"limit": 5, "types": ["poll"], "include_filtered": True})
    assert result == 3
