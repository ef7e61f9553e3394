"""Values of wrong types: one place of every answer at a time."""

from __future__ import annotations

from itertools import islice

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.mutations import mutations


@trick("/")
async def one_wrong_value(asked: Asked, reply: Reply) -> None:
    """Change one value of each answer, another with each request; the server counts them."""
    turn = len(reply.server.seen)
    change = next(islice(mutations(reply.honest.value()), turn * 13 % 500, None), None) if _is_json(reply) else None
    await reply.send(reply.honest if change is None else reply.honest.changed(change.value))


@trick("/api/")
async def lists_of_everything(asked: Asked, reply: Reply) -> None:
    """Send lists of values that are no objects, and objects that are no entities."""
    items: list[object] = [None, 1, "x", [], {}, [[]], True, 1.5, {"id": None}, {"id": {}}, {"account": []}, {"": ""}]
    await reply.send(Answer.of(items))


@trick("/api/")
async def objects_for_lists(asked: Asked, reply: Reply) -> None:
    """Send an object where a list belongs, and a list where an object does."""
    value = reply.honest.value()
    await reply.send(Answer.of({"items": value} if isinstance(value, list) else [value]))


@trick("/api/")
async def bare_values(asked: Asked, reply: Reply) -> None:
    """Send one bare value, another with each answer."""
    bare: list[object] = [None, True, 0, 1.5, "", "x", 10**40]
    await reply.send(Answer.of(bare[len(reply.server.seen) % len(bare)]))


@trick("/api/")
async def numbers_beyond_json(asked: Asked, reply: Reply) -> None:
    """Send numbers that are none: NaN, Infinity, a thousand digits, an exponent of a thousand."""
    body = reply.honest.body
    for text in (b'"favourites_count": ', b'"statuses_count": ', b'"followers_count": '):
        body = body.replace(text, text + (b"1" * 1_000 if len(reply.server.seen) % 2 else b'1e1000 ,"x": '))
    await reply.send(reply.honest.changed(body))


@trick("/api/")
async def not_a_number(asked: Asked, reply: Reply) -> None:
    """Send NaN, which is no JSON."""
    await reply.send(reply.honest.changed(b'[{"id": NaN, "x": Infinity}]'))


def _is_json(reply: Reply) -> bool:
    return any(value == "application/json" for _, value in reply.honest.headers)
