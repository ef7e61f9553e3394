"""Notifications of local accounts, and the requests of filtered ones."""

from __future__ import annotations

from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.store.times import HOUR

_GROUPED = ("favourite", "reblog", "follow", "admin.sign_up")
_NEVER_FILTERED = ("poll", "update", "quoted_update")
_LONGEST_GROUP = 12 * HOUR
_DELETED_SHARE = 0.01


class NotificationWriter:
    """Writes notifications in the order of time."""

    def __init__(self, dice: Dice, rows: Rows, hidden: set[tuple[int, int]]) -> None:
        self._dice = dice
        self._rows = rows
        self._hidden = hidden
        self._last_id = 0
        self._groups: dict[tuple[int, str], int] = {}
        self._requests: dict[tuple[int, int], list[int | None]] = {}
        self._follows: set[tuple[int, int]] = set()

    def remember_follow(self, follower: Person, followed: Person) -> None:
        """Record a follow, which policies take into account."""
        self._follows.add((follower.id, followed.id))

    def tell(
        self, at: int, recipient: Person, kind: str, sender: Person, status_id: int | None, *, private: bool = False
    ) -> None:
        """Notify `recipient` of an action of `sender`.

        Nothing happens if the recipient is remote, or blocks or mutes the sender. `private` marks a direct message
        that is no reply.
        """
        pair = (recipient.id, sender.id)
        is_own_poll = recipient is sender and kind == "poll"
        if (
            not recipient.local
            or recipient.suspended
            or pair in self._hidden
            or (recipient is sender and not is_own_poll)
        ):
            return
        self._last_id += 2 if self._dice.chance(_DELETED_SHARE) else 1
        unfamiliar = pair not in self._follows and kind not in _NEVER_FILTERED
        filtered = unfamiliar and (private or sender.limited)
        if filtered:
            self._hold_back(at, pair, status_id)
        group = f"ungrouped-{self._last_id}" if filtered else self._group(at, recipient, kind, status_id)
        self._rows.add("notifications", self._last_id, *pair, kind, status_id, group, int(filtered), at)

    def finish(self) -> None:
        """Write the notification requests."""
        for (recipient, sender), (request_id, status_id, count, first, last) in self._requests.items():
            self._rows.add("notification_requests", request_id, recipient, sender, status_id, count, first, last)

    def _group(self, at: int, recipient: Person, kind: str, status_id: int | None) -> str:
        if kind not in _GROUPED:
            return f"ungrouped-{self._last_id}"
        prefix = kind if status_id is None else f"{kind}-{status_id}"
        begun = self._groups.get((recipient.id, prefix))
        if begun is None or at >= begun + _LONGEST_GROUP:
            begun = self._groups[recipient.id, prefix] = at
        return f"{prefix}-{begun // HOUR}"

    def _hold_back(self, at: int, pair: tuple[int, int], status_id: int | None) -> None:
        request = self._requests.setdefault(pair, [at << 16 | len(self._requests) & 0xFFFF, None, 0, at, at])
        request[1] = status_id if status_id is not None else request[1]
        request[2] = (request[2] or 0) + 1
        request[4] = at
