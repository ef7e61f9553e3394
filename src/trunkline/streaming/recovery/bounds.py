"""How much of what was missed is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from trunkline.errors import MastodonIllegalArgumentError


@dataclass(frozen=True, slots=True)
class GapFill:
    """How much of what was missed is fetched after a break.

    Attributes:
        count: objects of each list (the home timeline, the notifications, ...) at most; the newest are taken.
        age: nothing older than this is fetched.
        edits: how many of the statuses that each stream has told of last are read again, 20 a request, to find those
            that were edited or deleted; 0: none. Needs Mastodon 4.3.
    """

    count: int = 1000
    age: timedelta = timedelta(days=1)
    edits: int = 200

    def __post_init__(self) -> None:
        if self.count < 1 or self.age <= timedelta(0):
            raise MastodonIllegalArgumentError("GapFill needs a count of at least 1 and an age above 0; or pass None.")
        if self.edits < 0:
            raise MastodonIllegalArgumentError(f"edits is {self.edits}; it is a number of statuses, or 0 for none.")


DEFAULT_GAP_FILL = GapFill()
"""What is fetched after a break where nothing else is asked for."""
