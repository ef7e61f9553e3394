"""Cursors: the progress of a program in its streams, as text that outlives the process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.streaming.recovery.channel import Channel

Positions = Mapping[str, Mapping[str, str]]
"""The progress of the program, as `Track.to_text` writes it, by stream and list."""


def to_text(channels: Iterable[Channel]) -> str:
    """Write the progress in *channels* as text."""
    return json.dumps({channel.name: channel.positions() for channel in channels})


def from_text(cursor: str | None) -> Positions:
    """Read the text of `to_text`; ``None`` has no positions.

    Raises:
        MastodonIllegalArgumentError: the text is no cursor.
    """
    if cursor is None:
        return {}
    try:
        positions = json.loads(cursor)
        if all(isinstance(i, str) and i for lists in positions.values() for i in lists.values()):
            return positions  # type: ignore[no-any-return]
    except (ValueError, AttributeError, TypeError, RecursionError):
        pass
    raise MastodonIllegalArgumentError("This is not a cursor: pass the text that stream.cursor() returned, unchanged.")
