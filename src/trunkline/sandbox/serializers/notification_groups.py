"""NotificationGroup and GroupedNotificationsResults."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.sandbox.rules.notification_groups import Group
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.times import iso

_PARTIAL = ("id", "acct", "locked", "bot", "url", "avatar", "avatar_static", "avatar_description")


def grouped_results(serializer: Serializer, groups: Sequence[Group], *, partial: bool) -> Json:
    """Build the GroupedNotificationsResults entity.

    With `partial`, only the first account of each group is complete.
    """
    everybody = dict.fromkeys(one for group in groups for one in group.sample_account_ids)
    first = dict.fromkeys(group.sample_account_ids[0] for group in groups)
    full = first if partial else everybody
    statuses = dict.fromkeys(group.latest["status_id"] for group in groups if group.latest["status_id"] is not None)
    shown: Json = {"accounts": serializer.accounts(full)}
    if partial:
        others = serializer.accounts(one for one in everybody if one not in first)
        shown["partial_accounts"] = [{name: account[name] for name in _PARTIAL} for account in others]
    shown["statuses"] = serializer.statuses(statuses)
    shown["notification_groups"] = [
        _notification_group(group) | serializer.subject_of(group.latest) for group in groups
    ]
    return shown


def _notification_group(group: Group) -> Json:
    """Build the NotificationGroup entity."""
    shown: Json = {
        "group_key": group.key,
        "notifications_count": group.count,
        "type": group.latest["type"],
        "most_recent_notification_id": group.latest["id"],
    }
    if group.page is not None:
        lowest, highest, latest_at = group.page
        shown |= {
            "page_min_id": str(lowest),
            "page_max_id": str(highest),
            "latest_page_notification_at": iso(latest_at),
        }
    shown["sample_account_ids"] = [str(account_id) for account_id in group.sample_account_ids]
    if group.latest["status_id"] is not None:
        shown["status_id"] = str(group.latest["status_id"])
    return shown
