"""Notifications, single and in groups, as styled text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from trunkline.cli.output.statuses import account_line, behind_line, html_lines, status_text
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import View, mark
from trunkline.text import html_to_text

if TYPE_CHECKING:
    from datetime import datetime

    from trunkline.entities import Account, Notification, NotificationGroup, Status

_DEEDS = {
    "mention": "mentioned you",
    "status": "posted",
    "reblog": "boosted your post",
    "follow": "followed you",
    "follow_request": "asks to follow you",
    "favourite": "favourited your post",
    "poll": "ran a poll that has ended",
    "update": "edited a post",
    "quote": "quoted your post",
    "quoted_update": "edited a post that you quoted",
    "severed_relationships": "severed relationships of yours",
    "moderation_warning": "sent you a warning",
    "admin.sign_up": "signed up",
    "admin.report": "reported an account",
    "added_to_collection": "added you to a collection",
    "collection_update": "changed a collection that you are in",
}
_OF_OTHERS = {"mention", "status", "quote", "update", "quoted_update"}
_LONGEST_EXCERPT = 200


class Notice(NamedTuple):
    """A group of notifications with its accounts and its post, or a single notification.

    Attributes:
        about: what the server has sent.
        accounts: some of the accounts that caused it, the newest first.
        total: the number of notifications.
        status: the post that it is about.
    """

    about: Notification | NotificationGroup
    accounts: list[Account]
    total: int
    status: Status | None


def notice_text(notice: Notice, view: View) -> Text:
    """Return who has done what when, and the post below: the whole one of others, and the beginning of an own one."""
    about, status = notice.about, notice.status
    head = _people(notice) + styled((f" {one_line(_DEEDS.get(about.type, about.type))}", "yellow"))
    when = _time(about)
    if when:
        head += styled((f"{mark('between')}{view.time(when)}", "dim"))
    if status is None:
        return lines((head, _further(about)))
    shown = status_text(status, view) if about.type in _OF_OTHERS else _excerpt(status, view)
    return lines((head, behind_line(shown)))


def notification_text(notification: Notification, view: View) -> Text:
    """Return a single notification."""
    return notice_text(Notice(notification, [notification.account], 1, notification.status), view)


def _people(notice: Notice) -> Text:
    if not notice.accounts:
        return styled((f"{notice.total} people" if notice.total > 1 else "Your server", "bold"))
    text, others = account_line(notice.accounts[0]), notice.total - 1
    if others == 1 and len(notice.accounts) > 1:
        return text + styled(" and ") + account_line(notice.accounts[1])
    return text + styled(f" and {others} {'other' if others == 1 else 'others'}") if others > 0 else text


def _time(about: Notification | NotificationGroup) -> datetime | None:
    return getattr(about, "created_at", None) or getattr(about, "latest_page_notification_at", None)


def _excerpt(status: Status, view: View) -> Text:
    warning = one_line(status.spoiler_text or "")
    text = warning if warning and not view.sensitive else one_line(html_to_text(status.content or ""))
    short = text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}..."
    return styled((short or "a post without text", "yellow" if warning and not view.sensitive else "italic"))


def _further(about: Notification | NotificationGroup) -> Text | None:
    """Return what notifications without a post are about."""
    if about.report:
        return behind_line(
            styled(f"@{one_line(about.report.target_account.acct)}: {one_line(about.report.category or '')} ")
            + styled((one_line(about.report.comment or ""), "italic"))
        )
    if about.event:
        return behind_line(styled(one_line(f"{about.event.type} of {about.event.target_name}")))
    if about.moderation_warning:
        warning = about.moderation_warning
        return behind_line(styled((one_line(warning.action), "red"), f" {one_line(warning.text or '')}"))
    return behind_line(html_lines(about.fallback.title)) if about.fallback else None
