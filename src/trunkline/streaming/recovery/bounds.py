"""Bounds of gap filling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from trunkline.errors import MastodonIllegalArgumentError


@dataclass(frozen=True, slots=True)
class GapFill:
    """Bounds for fetching missed objects after a break.

    Attributes:
        count: most objects of each list (the home timeline, the notifications, ...); the newest are taken.
        age: greatest age of an object.
        edits: number of statuses, of those that each stream has delivered last, to fetch again, 20 a request, in
            search of edits and deletions; 0: none.
        hold: longest time in seconds for which live events wait for the missed ones, so that those come first; then
            live events go on, and the missed ones come when they have been read.
        look: seconds after which the lists are read once more, since a server may confirm a subscription before it
            sends for it, and may show a new object in its stream or in its list first.
    """

    count: int = 1000
    age: timedelta = timedelta(days=1)
    edits: int = 200
    hold: float = 5.0
    look: float = 5.0

    def __post_init__(self) -> None:
        if self.count < 1 or self.age <= timedelta(0):
            raise MastodonIllegalArgumentError("GapFill needs a count of at least 1 and an age above 0; or pass None.")
        if self.edits < 0:
            raise MastodonIllegalArgumentError(f"edits is {self.edits}; it is a number of statuses, or 0 for none.")
        if not (self.hold >= 0 and self.look >= 0):
            raise MastodonIllegalArgumentError("hold and look of GapFill are seconds, 0 or more.")


DEFAULT_GAP_FILL = GapFill()
"""Default bounds."""
