"""Lists that never end, or that go back and forth."""

from __future__ import annotations

from typing import Any

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick


def _items(reply: Reply) -> list[dict[str, Any]]:
    """The first honest page, whichever page was asked for."""
    from tests.hostile.server.recorded import answer

    _, value, _ = answer(reply.asked.method, reply.asked.path, {}, reply.server.url)
    return value if isinstance(value, list) else []


def _next(reply: Reply, query: str) -> tuple[str, str]:
    return "Link", f'<{reply.server.url}{reply.asked.path}?{query}>; rel="next"'


@trick()
async def same_page_for_ever(asked: Asked, reply: Reply) -> None:
    """Send the same page again and again, each with the same link to the next."""
    items = _items(reply)
    await reply.send(Answer.of(items, _next(reply, "max_id=1")))


@trick()
async def same_page_by_other_links(asked: Asked, reply: Reply) -> None:
    """Send the same page again and again, each with another link to the next."""
    await reply.send(Answer.of(_items(reply), _next(reply, f"max_id={len(reply.server.seen)}")))


@trick()
async def never_ends(asked: Asked, reply: Reply) -> None:
    """Send pages of posts that go on without end, newer ones if newer ones are asked for."""
    turn = len(reply.server.seen)
    base = 10**18 + turn * 100 * (1 if "min_id" in asked.query else -1)
    items = [
        {**one, "id": str(base - n), "uri": f"{reply.server.url}/{base - n}"} for n, one in enumerate(_items(reply))
    ]
    await reply.send(Answer.of(items, _next(reply, f"max_id={base - len(items)}")))


@trick()
async def always_newer(asked: Asked, reply: Reply) -> None:
    """Send ids that grow by a digit with each page."""
    items = _items(reply)[:1]
    digits = 20 + len(reply.server.seen)
    await reply.send(Answer.of([{**one, "id": "9" * digits} for one in items], _next(reply, f"max_id={digits}")))


@trick()
async def empty_pages_for_ever(asked: Asked, reply: Reply) -> None:
    """Send empty pages, each with a link to the next."""
    await reply.send(Answer.of([], _next(reply, f"max_id={len(reply.server.seen)}")))


@trick()
async def pages_of_nothing(asked: Asked, reply: Reply) -> None:
    """Send pages of ``null``, each with a link to the next."""
    await reply.send(Answer.of([None] * 40, _next(reply, f"max_id={len(reply.server.seen)}")))


@trick()
async def pages_without_ids(asked: Asked, reply: Reply) -> None:
    """Send objects without ids, each page with a link to the next."""
    items = [{k: v for k, v in one.items() if k != "id"} for one in _items(reply)]
    await reply.send(Answer.of(items, _next(reply, f"max_id={len(reply.server.seen)}")))


@trick()
async def one_page_of_everything(asked: Asked, reply: Reply) -> None:
    """Send 3 000 posts, though 40 were asked for."""
    first = _items(reply)[:1]
    await reply.send(Answer.of([{**one, "id": str(10**17 + n)} for n in range(3_000) for one in first]))


@trick()
async def other_ids_than_asked(asked: Asked, reply: Reply) -> None:
    """Send ids on the wrong side of the cursor: old ones for new, new ones for old."""
    wrong = "1" if "min_id" in asked.query else "9" * 19
    await reply.send(Answer.of([{**one, "id": wrong} for one in _items(reply)[:3]], _next(reply, "max_id=5")))


@trick()
async def a_post_of_the_year_9999(asked: Asked, reply: Reply) -> None:
    """Send one post with an id of the far future, after which nothing would be newer."""
    items = _items(reply)
    items[:1] = [{**one, "id": "9" * 30, "created_at": "9999-12-31T23:59:59.999Z"} for one in items[:1]]
    await reply.send(Answer.of(items))
