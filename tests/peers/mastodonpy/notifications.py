"""Notifications, one by one and in groups, requests of strangers, reports."""

from __future__ import annotations

from typing import Any

from .steps import has, nothing, refused, some, step


def notifications(world: Any) -> None:
    """Walk."""
    mia, noah, lena = (world["people"][name]["id"] for name in ("mia", "noah", "lena"))
    own, other, stranger = (world["as"][name] for name in ("mia", "noah", "lena"))
    step("notifications_clear", own.notifications_clear, nothing)
    post = own.status_post("Look at this")
    for person in (other, stranger):
        person.status_favourite(post)
    other.status_post("@mia Hello")
    told = step(
        "notifications",
        own.notifications,
        [
            {"type": "mention"},
            {"type": "favourite", "account": {"id": lena}},
            {"type": "favourite", "account": {"id": noah}},
        ],
    )
    step("one notification", lambda: own.notifications(id=told[0]), {"type": "mention", "account": {"id": noah}})
    step("notifications_unread_count", own.notifications_unread_count, {"count": 3})
    key = told[1].group_key
    step(
        "grouped_notifications",
        lambda: own.grouped_notifications(expand_accounts="full"),
        {"notification_groups": [{"type": "mention"}, {"group_key": key, "notifications_count": 2}]},
    )
    step("grouped_notification", lambda: own.grouped_notification(key), {"notification_groups": [{"group_key": key}]})
    step("grouped_notification_accounts", lambda: own.grouped_notification_accounts(key), [{"id": lena}, {"id": noah}])
    step(
        "unread_grouped_notifications_count",
        own.unread_grouped_notifications_count,
        2,
    )
    step("dismiss_grouped_notification", lambda: own.dismiss_grouped_notification(key), nothing)
    step("notifications_dismiss", lambda: own.notifications_dismiss(told[0]), nothing)
    step("nothing is left", own.notifications, [])
    step(
        "notifications_policy",
        own.notifications_policy,
        {"for_not_following": "accept", "summary": {"pending_requests_count": 0}},
    )
    step(
        "update_notifications_policy",
        lambda: own.update_notifications_policy(for_not_following="filter"),
        {"for_not_following": "filter"},
    )

    def asked() -> Any:
        stranger.status_post("@mia Do you know me?")
        return own.notification_requests()

    request = step("notification_requests", asked, [{"account": {"id": lena}, "last_status": some}])[0]
    step("notification_request", lambda: own.notification_request(request), {"id": request.id})
    step("dismiss_notification_request", lambda: own.dismiss_notification_request(request), nothing)
    accepted = asked()[0]
    step("accept_notification_request", lambda: own.accept_notification_request(accepted), nothing)
    step("notifications_merged", own.notifications_merged, lambda found: found is True or found.merged is True)
    step("what was asked for came", own.notifications, has("type", "mention"))
    step(
        "accept_multiple_notification_requests", lambda: own.accept_multiple_notification_requests([accepted]), nothing
    )
    step(
        "dismiss_multiple_notification_requests",
        lambda: own.dismiss_multiple_notification_requests([accepted]),
        nothing,
    )
    own.update_notifications_policy(for_not_following="accept")
    step(
        "report",
        lambda: own.report(lena, comment="Too loud", category="spam", forward=False),
        {"category": "spam", "comment": "Too loud", "target_account": {"id": lena}},
    )
    refused("a report of nobody", lambda: own.report(1), 404, "Record not found")
    refused("reports", own.reports, "API removed in Mastodon 2.5.0")
    refused("somebody else's notification", lambda: other.notifications(id=told[0]), 404, "Record not found")
    step("who reported", own.me, {"id": mia})
