"""Posts that are evil to parse, to show or to store."""

from __future__ import annotations

from typing import Any

from tests.hostile.server.asked import Asked
from tests.hostile.server.recorded import answer
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.nonsense import CONTROL, EVIL_HTML

_LINES = f"{CONTROL}\n\nforged @admin · 2026-01-01 00:00\nthis is no post\r"


def _posts(reply: Reply) -> list[dict[str, Any]]:
    _, value, _ = answer("GET", "/api/v1/timelines/home", {}, reply.server.url)
    return list(value)


def _texts(value: Any, text: str) -> Any:
    """Return JSON with *text* put in front of each text that people read."""
    if isinstance(value, dict):
        return {
            k: _texts(v, text) if k not in ("id", "created_at", "type", "visibility") else v for k, v in value.items()
        }
    if isinstance(value, list):
        return [_texts(one, text) for one in value]
    return text + value if isinstance(value, str) else value


@trick()
async def evil_html(asked: Asked, reply: Reply) -> None:
    """Send posts whose HTML was made to be slow or to break what reads it."""
    posts = _posts(reply)
    made = []
    for n, html in enumerate(EVIL_HTML):
        post = posts[n % len(posts)]
        made.append(
            {
                **post,
                "id": str(10**17 + n),
                "reblog": None,
                "content": html,
                "account": {**post["account"], "note": html},
            }
        )
    await reply.send(Answer.of(made))


@trick("/api/")
async def control_characters(asked: Asked, reply: Reply) -> None:
    """Send control characters and line ends in front of every text."""
    await reply.send(reply.honest.changed(_texts(reply.honest.value(), _LINES)))


@trick("/api/", "/oauth/")
async def control_characters_in_errors(asked: Asked, reply: Reply) -> None:
    """Refuse everything with a message full of control characters."""
    await reply.send(Answer.of({"error": _LINES, "error_description": _LINES}, status=422))


@trick()
async def lone_surrogates(asked: Asked, reply: Reply) -> None:
    """Send halves of characters, which no encoder takes."""
    text = reply.honest.body.replace(b'"content": "', b'"content": "\\ud800\\udfff\\udc00 ')
    await reply.send(reply.honest.changed(text))


@trick()
async def long_texts(asked: Asked, reply: Reply) -> None:
    """Send a post of 10 MB."""
    posts = _posts(reply)[:1]
    await reply.send(Answer.of([{**one, "content": "<p>" + "word " * 2_000_000} for one in posts]))


@trick()
async def wide_lists(asked: Asked, reply: Reply) -> None:
    """Send a post with 20 000 mentions, tags, emojis and poll options."""
    posts = _posts(reply)[:1]
    mention = [
        {"id": str(n), "acct": f"a{n}", "username": f"a{n}", "url": f"https://x.example/@a{n}"} for n in range(20_000)
    ]
    tags = [{"name": f"t{n}", "url": ""} for n in range(20_000)]
    poll = {"id": "1", "options": [{"title": str(n), "votes_count": n} for n in range(20_000)], "expired": True}
    await reply.send(Answer.of([{**one, "mentions": mention, "tags": tags, "poll": poll} for one in posts]))
