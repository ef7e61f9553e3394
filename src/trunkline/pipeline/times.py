"""Times in the options of loads."""

from __future__ import annotations

from datetime import datetime

from trunkline.errors import MastodonIllegalArgumentError


def require_aware(when: datetime) -> datetime:
    """Return *when* if it has a timezone.

    Raises:
        MastodonIllegalArgumentError: it has none, so that its meaning depends on the machine.
    """
    if when.tzinfo is None:
        raise MastodonIllegalArgumentError(
            f"The time {when.isoformat()} has no timezone. Add one, as in "
            "datetime.now(timezone.utc) or when.astimezone()."
        )
    return when
