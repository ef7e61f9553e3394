"""The quirk `anonymous-cache`: a proxy that keeps answers to requests without a token."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.store.database import Store

LONGEST_AGE = 15_000  # ms
_MOST_ANSWERS = 500
# An answer may depend on these headers of its request.
_VARYING = ("host", "accept", "accept-language", "origin", "if-none-match")
_CREDENTIALS = ("authorization", "cookie")

CacheKey = tuple[str | bytes | None, ...]


@dataclass(slots=True)
class _KeptAnswer:
    """An answer, and the times in milliseconds since 1970 when it was made and when it is no longer given."""

    made: int
    until: int
    messages: list[Message] = field(default_factory=list)


class SharedCache:
    """Middleware that gives answers again that anybody may keep, for at most 15 seconds, while the quirk is on.

    Args:
        app: the application.
        store: the database, whose clock counts.
        quirks: the quirks that are on.
    """

    def __init__(self, app: ASGIApp, store: Store, quirks: AbstractSet[str]) -> None:
        self._app = app
        self._store = store
        self._quirks = quirks
        self._kept: dict[CacheKey, _KeptAnswer] = {}

    def clear(self) -> None:
        """Forget all answers."""
        self._kept.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        key = _key(scope) if "anonymous-cache" in self._quirks else None
        if key is None:
            await self._app(scope, receive, send)
            return
        now = self._store.now()
        kept = self._kept.get(key)
        if kept is not None and now < kept.until:
            for message in kept.messages:
                await send(_with_age(message, (now - kept.made) // 1000))
            return
        await self._app(scope, receive, self._keeping(key, now, send))

    def _keeping(self, key: CacheKey, now: int, send: Send) -> Send:
        """Return a `send` that keeps the answer if it may be kept."""
        answer: _KeptAnswer | None = None

        async def keep(message: Message) -> None:
            nonlocal answer
            if message["type"] == "http.response.start":
                age = _allowed_age(message)
                answer = _KeptAnswer(now, now + age) if age else None
            if answer is not None:
                answer.messages.append(dict(message))
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    if len(self._kept) >= _MOST_ANSWERS:
                        self._kept.clear()
                    self._kept[key] = answer
            await send(message)

        return keep


def _key(scope: Scope) -> CacheKey | None:
    """Return what an answer depends on; `None` for a request whose answer is not kept."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    sent, query = Headers(scope=scope), scope["query_string"]
    if any(name in sent for name in _CREDENTIALS) or b"access_token=" in query or b"bearer_token=" in query:
        return None
    return (scope["path"], query, *(sent.get(name) for name in _VARYING))


def _allowed_age(start: Message) -> int:
    """Return for how many milliseconds an answer may be kept, 0 if not at all."""
    control = Headers(raw=start["headers"]).get("cache-control", "").split(", ")
    ages = [int(part.removeprefix("max-age=")) for part in control if part.startswith("max-age=")]
    return min(LONGEST_AGE, *(1000 * age for age in ages)) if start["status"] == 200 and "public" in control else 0


def _with_age(message: Message, seconds: int) -> Message:
    if message["type"] != "http.response.start":
        return message
    copy = {**message, "headers": list(message["headers"])}
    MutableHeaders(scope=copy)["Age"] = str(seconds)
    return copy
