"""Answers to a refresh: forged edits, deletions, and posts that nobody has asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.hostile.server.asked import Asked
from tests.hostile.server.recorded import answer
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick

_STATUSES = "/api/v1/statuses"


def _known(reply: Reply) -> list[dict[str, Any]]:
    _, posts, _ = answer("GET", "/api/v1/timelines/home", {}, reply.server.victim)
    return list(posts)


@trick(_STATUSES)
async def forges_edits(asked: Asked, reply: Reply) -> None:
    """Send edits of the honest server's posts, in that server's name."""
    host = urlsplit(reply.server.victim).netloc
    forged = {"_instance": host, "content": "forged", "edited_at": "2030-01-01T00:00:00.000Z"}
    await reply.send(Answer.of([{**one, **forged} for one in _known(reply)]))


@trick(_STATUSES)
async def shows_nothing_any_more(asked: Asked, reply: Reply) -> None:
    """Show none of the posts that are asked for, as if all were deleted."""
    await reply.send(Answer.of([]))


@trick(_STATUSES)
async def boosts_of_itself(asked: Asked, reply: Reply) -> None:
    """Send posts that boost and quote each other, twenty deep."""
    posts = _known(reply)
    for post in posts:
        inner = dict(post)
        for _ in range(20):
            inner = {
                **post,
                "reblog": inner,
                "quote": {"state": "accepted", "quoted_status": inner if _ == 0 else None},
            }
        post["reblog"] = inner
    await reply.send(Answer.of(posts))


@trick(_STATUSES)
async def other_posts_than_asked(asked: Asked, reply: Reply) -> None:
    """Send other posts than were asked for."""
    posts = _known(reply)
    await reply.send(Answer.of([{**one, "id": str(10**16 + n)} for n, one in enumerate(posts)]))


@trick(_STATUSES)
async def nonsense_for_posts(asked: Asked, reply: Reply) -> None:
    """Send posts of which every second value is of another type."""
    posts = [{key: [value] if n % 2 else value for n, (key, value) in enumerate(one.items())} for one in _known(reply)]
    await reply.send(Answer.of(posts))
