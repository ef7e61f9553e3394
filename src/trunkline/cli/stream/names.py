"""Names of events for the option ``--event``: a copy, since the help of the command imports no event."""

from __future__ import annotations

NAMES = (
    "update",
    "status.update",
    "delete",
    "notification",
    "notifications_merged",
    "conversation",
    "filters_changed",
    "announcement",
    "announcement.reaction",
    "announcement.delete",
)
