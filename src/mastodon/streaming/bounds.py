"""How much of what was missed is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mastodon.errors import MastodonIllegalArgumentError


@dataclass(frozen=True, slots=True)
class GapFill:
    """How much of what was missed is fetched after a break.

    Attributes:
        count: objects of each list (the home timeline, the notifications, ...) at most; the newest are taken.
        age: nothing older than this is fetched.
    """

    count: int = 1000
    age: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        if self.count < 1 or self.age <= timedelta(0):
            raise MastodonIllegalArgumentError("GapFill needs a count of at least 1 and an age above 0; or pass None.")


DEFAULT_GAP_FILL = GapFill()
"""What is fetched after a break where nothing else is asked for."""
