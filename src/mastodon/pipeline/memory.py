"""What a run leaves for the next one: cursors and fingerprints, by server and subject, in dlt's state.

dlt keeps the state of a resource with the data it belongs to: it is written when a run has been extracted, travels to
the destination in the same package as the rows, and is dropped with the resource. A run that fails leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from mastodon.ids import Id
from mastodon.pipeline.server import Row
from mastodon.pipeline.walks import newest_id

KNOWN = 80
"""How many of the first objects of a list are remembered to recognise where the known part begins."""


class Memory:
    """The part of a resource's state that belongs to one server.

    Args:
        state: the state of the resource.
        instance: the server.
    """

    def __init__(self, state: MutableMapping[str, Any], instance: str) -> None:
        self._state = state.setdefault(instance, {})

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self._state.setdefault(name, {})
        return part

    @property
    def accounts(self) -> dict[str, str]:
        """Ids of accounts that were given by name."""
        return self._part("accounts")

    def newest(self, subject: str) -> str | None:
        """The newest id that was read of *subject* (an account, a hashtag, ...)."""
        return self._part("newest").get(subject)

    def reached(self, subject: str, items: Sequence[Row]) -> None:
        """Objects of *subject* were read."""
        before, now = self.newest(subject), newest_id(items)
        if now is not None and (before is None or Id(now) > before):
            self._part("newest")[subject] = now

    def top(self, subject: str) -> list[str]:
        """The ids at the beginning of *subject*'s list when it was last read."""
        return list(self._part("top").get(subject, ()))

    def found_on_top(self, subject: str, ids: Iterable[str]) -> None:
        """The list of *subject* begins with these ids, then goes on as before."""
        self._part("top")[subject] = list(dict.fromkeys([*ids, *self.top(subject)]))[:KNOWN]

    def changed(self, rows: Iterable[Row], key: Sequence[str]) -> list[Row]:
        """Those *rows* that are new or differ from when they were last read, which is remembered."""
        prints = self._part("prints")
        wanted = []
        for row in rows:
            name = " ".join(str(row.get(part)) for part in key)
            now = blake2b(msgspec.json.encode(row), digest_size=8).hexdigest()
            if prints.get(name) != now:
                prints[name] = now
                wanted.append(row)
        return wanted
