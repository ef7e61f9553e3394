"""Polls of posts that are edited or posted again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from trunkline.cli.exits import CommandFailure
from trunkline.cli.posting.options import poll_of

if TYPE_CHECKING:
    from trunkline.entities import Poll, Status

_SHORTEST = timedelta(minutes=5)
_LONGEST = timedelta(days=30)


def kept_poll(status: Status) -> dict[str, Any] | None:
    """Return the poll of a post as it has to be sent with an edit: what is not sent is removed.

    The server takes no end but one that is counted from now, and resets the votes where the choices differ:
    https://github.com/mastodon/mastodon/blob/main/app/services/update_status_service.rb

    Raises:
        CommandFailure: the poll has ended: an edit would open it again.
    """
    poll = status.poll
    if poll is None:
        return None
    if poll.expired:
        raise CommandFailure("The poll of this post has ended, and an edit would open it again. See: trunkline redraft")
    left = poll.expires_at - datetime.now(UTC) if poll.expires_at else _LONGEST
    return _sent_again(poll, left)


def same_poll(status: Status) -> dict[str, Any] | None:
    """Return the poll of a post for a new one, which runs as long."""
    poll = status.poll
    return _sent_again(poll, poll.expires_at - status.created_at if poll.expires_at else _LONGEST) if poll else None


def _sent_again(poll: Poll, runs: timedelta) -> dict[str, Any]:
    hidden = any(option.votes_count is None for option in poll.options)
    return poll_of(tuple(option.title for option in poll.options), max(runs, _SHORTEST), bool(poll.multiple), hidden)
