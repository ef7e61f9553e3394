"""Cursors: the progress of a program in its streams, as text that outlives the process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.repeats import Repeats

Positions = Mapping[str, Mapping[str, str]]
"""The progress of the program, as `Track.to_text` writes it, by stream and list."""


_POSTS = ("", "taken")
"""Place, where streams have their name and lists theirs, of what the program has taken last, of posts."""


def to_text(channels: Iterable[Channel], repeats: Repeats) -> str:
    """Write the progress in *channels* as text."""
    found = {channel.name: channel.positions() for channel in channels}
    if posts := repeats.to_text():
        found[_POSTS[0]] = {_POSTS[1]: posts}
    return json.dumps(found)


def posts_of(positions: Positions) -> str:
    """Return the posts that the program had taken last, for `Repeats`."""
    return positions.get(_POSTS[0], {}).get(_POSTS[1], "")


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
