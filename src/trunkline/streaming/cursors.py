"""Where a program is in its streams, as text that outlives the process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.streaming.recovery.channel import Channel

Positions = Mapping[str, Mapping[str, str]]
"""For each stream, by list, the id of the newest object that the program has taken."""


def to_text(channels: Iterable[Channel]) -> str:
    """The positions of *channels* as text that `from_text` reads."""
    return json.dumps({channel.name: channel.positions() for channel in channels})


def from_text(cursor: str | None) -> Positions:
    """The positions in a cursor; none for ``None``.

    Raises:
        MastodonIllegalArgumentError: the text is no cursor.
    """
    if cursor is None:
        return {}
    try:
        positions = json.loads(cursor)
        if all(isinstance(i, str) and i for lists in positions.values() for i in lists.values()):
            return positions  # type: ignore[no-any-return]
    except (ValueError, AttributeError, TypeError):
        pass
    raise MastodonIllegalArgumentError("This is not a cursor: pass the text that stream.cursor() returned, unchanged.")
