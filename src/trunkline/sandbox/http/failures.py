"""Failures that a test asks for: error answers, slow answers and broken connections at chosen paths."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal, get_args

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from trunkline.sandbox.http.answers import answer

Fault = Literal["reset", "lost", "cut"]
"""A broken connection:

- `reset`: it is reset, and the request is not served.
- `lost`: the request is served, and the connection ends without an answer.
- `cut`: the request is served, and the connection ends in the middle of the answer's body.
"""
HangUp = Callable[[Scope, bool], None]
"""Ends the connection of a request, with a reset if the second argument is True."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_WITHOUT_BODY = frozenset({204, 205, 304})
_LONGEST_DELAY = 3600.0


@dataclass(slots=True)
class Failure:
    """Requests that fail, and how.

    Attributes:
        path: the path, in which a part that begins with a colon stands for any one part, and `*` at the end for any
            further parts.
        status: an HTTP status, a broken connection, or `None` to serve the request after the delay.
        method: the method of the requests; `None` for any.
        times: the number of requests that fail; `None` for all until the failure is removed.
        body: body of the answer: a text is sent as it is, anything else as JSON. By default as Mastodon's errors.
        headers: headers of the answer.
        delay: seconds before the answer.
        used: the number of requests that have failed.
    """

    path: str
    status: int | Fault | None = None
    method: str | None = None
    times: int | None = 1
    body: str | list[Any] | dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    used: int = 0

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem is not None:
            raise ValueError(problem)

    def _problem(self) -> str | None:
        if not self.path.startswith("/") or "?" in self.path or "#" in self.path:
            return f"a path begins with / and has no query, as /api/v1/statuses/:id, not {self.path!r}"
        if "*" in self.path.removesuffix("/*"):
            return f"* stands at the end of a path, behind a slash, not as in {self.path!r}; one part is written :id"
        if self.method is not None and self.method not in _METHODS:
            return f"method is one of {', '.join(sorted(_METHODS))}, not {self.method!r}"
        if self.times is not None and self.times < 1:
            return f"times is a number above 0, or None for all, not {self.times}"
        if not 0 <= self.delay <= _LONGEST_DELAY:
            return f"delay is a number of seconds from 0 to {_LONGEST_DELAY:.0f}, not {self.delay}"
        return self._problem_of_answer()

    def _problem_of_answer(self) -> str | None:
        if self.status is None and not self.delay:
            return "say how the request fails: by a status, by 'reset', 'lost' or 'cut', or by a delay"
        if isinstance(self.status, int):
            if not 200 <= self.status <= 599:
                return f"status is a number from 200 to 599, not {self.status}"
            if self.status in _WITHOUT_BODY and self.body is not None:
                return f"an answer with status {self.status} has no body"
        elif self.status is not None and self.status not in get_args(Fault):
            return f"status is a number, or one of {', '.join(get_args(Fault))}, not {self.status!r}"
        elif self.body is not None or self.headers:
            return "body and headers need a status that is a number"
        try:
            self.answer()
        except UnicodeEncodeError:
            return "headers have names and values of Latin-1"
        return None

    @property
    def left(self) -> int | None:
        """The number of requests that will fail; `None` without an end."""
        return None if self.times is None else self.times - self.used

    def concerns(self, method: str, path: str) -> bool:
        """Return True if a request fails."""
        if self.left == 0 or self.method not in {None, method}:
            return False
        wanted, parts = self.path.split("/"), path.split("/")
        if wanted[-1] == "*":
            del wanted[-1], parts[len(wanted) :]
        return len(wanted) == len(parts) and all(
            one == other or (one.startswith(":") and other) for one, other in zip(wanted, parts, strict=True)
        )

    def answer(self) -> Response:
        """Build the answer of a failure whose status is a number."""
        status = self.status if isinstance(self.status, int) else 500
        if status in _WITHOUT_BODY:
            return Response(status_code=status, headers=self.headers)
        if isinstance(self.body, str):
            return HTMLResponse(self.body, status, self.headers)
        return answer({"error": _phrase(status)} if self.body is None else self.body, status, self.headers)

    def to_json(self) -> dict[str, Any]:
        """Return the failure as a JSON object."""
        return {name: getattr(self, name) for name in ("path", "status", "method", "times", "used")}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return str(status)


class Failures:
    """The failures that were asked for, in this order."""

    def __init__(self) -> None:
        self.all: list[Failure] = []
        self._delayed: set[asyncio.Future[None]] = set()

    def take(self, scope: Scope) -> Failure | None:
        """Return the first failure that concerns a request, and count its use."""
        method = scope.get("method", "GET")
        found = next((one for one in self.all if one.concerns(method, scope["path"])), None)
        if found is not None:
            found.used += 1
        return found

    def clear(self) -> None:
        """Forget all failures, and end all delays. Call it in the event loop."""
        self.all.clear()
        for delayed in self._delayed:
            delayed.cancel()

    async def delay(self, seconds: float) -> bool:
        """Wait; return False if the delay was ended by `clear`."""
        delayed = asyncio.get_running_loop().create_future()
        self._delayed.add(delayed)
        done, _ = await asyncio.wait([delayed], timeout=seconds)
        self._delayed.discard(delayed)
        return not done


class FailureMiddleware:
    """ASGI middleware that lets requests fail.

    Args:
        app: the application.
        failures: the failures, which may change.
        hang_up: ends a connection.
    """

    def __init__(self, app: ASGIApp, failures: Failures, hang_up: HangUp) -> None:
        self._app = app
        self._failures = failures
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        failure = self._failures.take(scope)
        if failure is None:
            await self._app(scope, receive, send)
            return
        if not await self._failures.delay(failure.delay):
            self._hang_up(scope, True)
            await until_gone(receive)
        elif failure.status is None:
            await self._app(scope, receive, send)
        elif isinstance(failure.status, int):
            await _refuse(failure.answer(), scope, receive, send)
        elif failure.status == "reset" or scope["type"] == "websocket":
            self._hang_up(scope, True)
            await until_gone(receive)
        else:
            keep = failure.status == "cut"
            await self._app(scope, receive, self._interrupted(scope, receive, send, half=keep))

    def _interrupted(self, scope: Scope, receive: Receive, send: Send, *, half: bool) -> Send:
        """Return a `send` that ends the connection at the answer's body, after the first half of it or before all."""
        is_over = False

        async def interrupt(message: Message) -> None:
            nonlocal is_over
            if is_over or (message["type"] == "http.response.start" and not half):
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            is_over = True
            if half:
                body = message.get("body", b"")
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
            self._hang_up(scope, False)
            await until_gone(receive)

        return interrupt


async def _refuse(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await response(scope, receive, send)


async def until_gone(receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
    """Wait until the client has gone."""
    while not (await receive())["type"].endswith("disconnect"):
        pass
