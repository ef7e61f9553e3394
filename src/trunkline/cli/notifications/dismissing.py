"""The commands notifications dismiss and notifications clear."""

from __future__ import annotations

from typing import get_args

from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.each import Subject, on_each
from trunkline.cli.output.terminal import say
from trunkline.cli.references import find_id
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.entities.literals import NotificationType

_NOTIFICATION = Subject("NOTIFICATION", lambda session, given: find_id(session, given, "notification"), str)
_BEGINNINGS = (*get_args(NotificationType), "ungrouped")


@command(
    {
        "trunkline notifications dismiss %2 %3": "the second and third of the last listing",
        "trunkline notifications list --single -t favourite --json | jq -r .id | trunkline notifications dismiss -": (
            "all of one type"
        ),
    }
)
@on_each(_NOTIFICATION, "Dismissed the notification {}.")
def dismiss(session: Session, notification: str) -> None:
    """Dismiss each NOTIFICATION: a number of the last listing, an id, or the key of a group; - reads them."""
    if notification.partition("-")[0] in _BEGINNINGS:
        session.client.dismiss_grouped_notification(notification)
    else:
        session.client.notifications_dismiss(notification)


@command({"trunkline notifications clear": "dismiss them all"})
@yes_option
@with_session()
def clear(session: Session, yes: bool) -> None:
    """Dismiss all notifications."""
    require_yes(yes, "Dismiss all of your notifications?")
    session.client.notifications_clear()
    say("Dismissed all notifications.")
