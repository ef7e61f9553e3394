"""The middleware that damages answers and streams."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from importlib import import_module
from random import Random

from starlette.datastructures import URL
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.http.failures import HangUp, until_gone
from trunkline.sandbox.likes.hostile.damages import ANSWERS, STREAMS, Piece, TrueAnswer

for _subject in ("bodies", "listings", "refusals", "streams", "values"):
    import_module(f"trunkline.sandbox.likes.hostile.{_subject}")

DAMAGES: Mapping[str, str] = {one.name: one.does for group in (ANSWERS, STREAMS) for one in group.values()}
"""All damages: their names, each with a sentence."""

_SHARE = 0.5
"""Part of the answers that are damaged."""
_SHARE_OF_EVENTS = 0.2
_MOST_KEPT = 10_000
_STREAMING = "/api/v1/streaming"
_HEALTH = f"{_STREAMING}/health"
_UNSENDABLE = re.compile(rb"[^\t\x20-\xff]+")
_WITHOUT_BODY = frozenset({204, 304})
_OPENED = frozenset({"websocket.accept", "http.response.start"})
_SENT = frozenset({"websocket.send", "http.response.body"})


class HostileServer:
    """Middleware that damages answers.

    Args:
        app: the application.
        seed: seed of the random generator that draws the damages. The same requests in the same order meet the same.
        hang_up: ends a connection.
    """

    def __init__(self, app: ASGIApp, seed: int, hang_up: HangUp) -> None:
        self._app = app
        self._seed = seed
        self._hang_up = hang_up
        self._met: deque[tuple[str, str, str]] = deque(maxlen=_MOST_KEPT)
        self.damage()

    def damages(self) -> list[tuple[str, str, str]]:
        """Return method and path of the requests whose answer was damaged, with the damage's name, oldest first.

        Of more than 10 000 they are the last ones.
        """
        return list(self._met)

    def damage(self, seed: int | None = None, only: list[str] | None = None) -> None:
        """Forget what was damaged, and draw by a seed, from these damages; by default by the first seed, from all.

        Raises:
            ValueError: there is no damage of a name.
        """
        names = set(DAMAGES if only is None else only)
        if unknown := sorted(names - DAMAGES.keys()):
            raise ValueError(f"there is no damage {unknown[0]!r}; the damages are {', '.join(DAMAGES)}")
        self._dice = Random(self._seed if seed is None else seed)  # noqa: S311  (reproducible, and no secret)
        self._answers = [one for name, one in ANSWERS.items() if name in names]
        self._streams = [one for name, one in STREAMS.items() if name in names]
        self._met.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket" or _is_stream(scope):
            await self._stream(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Kept()
        await self._app(scope, receive, answer.keep)
        told = TrueAnswer(answer.status, answer.headers, bytes(answer.body), str(URL(scope=scope)), self._dice)
        if self._dice.random() < _SHARE:
            fitting = [one for one in self._answers if one.shape <= told.shape]
            if fitting:
                damage = self._dice.choice(fitting)
                damage.harm(told)
                self._note(scope, damage.name)
        await self._send(told, scope, receive, send)

    async def _send(self, told: TrueAnswer, scope: Scope, receive: Receive, send: Send) -> None:
        if told.ends in {"reset", "lost"}:
            self._hang_up(scope, told.ends == "reset")
            await until_gone(receive)
            return
        prefix = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        body = b"" if told.status in _WITHOUT_BODY or scope.get("method") == "HEAD" else told.body
        headers = [
            (_sendable(name), _sendable(value)) for name, value in told.headers if name.lower() != "content-length"
        ]
        if told.status not in _WITHOUT_BODY:
            headers.append((b"content-length", str(len(told.body)).encode()))
        await send({"type": f"{prefix}.start", "status": _status(told, scope), "headers": headers})
        if told.ends == "cut" and body:
            await send({"type": f"{prefix}.body", "body": body[: len(body) // 2], "more_body": True})
            self._hang_up(scope, False)
            await until_gone(receive)
        else:
            await send({"type": f"{prefix}.body", "body": body})

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusals = [one for one in self._answers if one.refuses]
        if refusals and self._dice.random() < _SHARE / 2:
            damage = self._dice.choice(refusals)
            told = TrueAnswer(200, [], b"", str(URL(scope=scope)), self._dice)
            damage.harm(told)
            self._note(scope, damage.name)
            if scope["type"] == "websocket":
                await receive()
            await self._send(told, scope, receive, send)
            return
        await self._app(scope, receive, self._damaging(scope, send))

    def _damaging(self, scope: Scope, send: Send) -> Send:
        """Return a `send` with damages at the start of a stream and between its events."""
        is_over = False

        async def damage(message: Message) -> None:
            nonlocal is_over
            if is_over:
                return
            kind = message["type"]
            if kind in _OPENED:
                await send(message)
            if kind in _OPENED or kind in _SENT:
                for piece in self._draw_for_stream(scope, _SHARE if kind in _OPENED else _SHARE_OF_EVENTS):
                    is_over = is_over or isinstance(piece, int)
                    await self._send_piece(piece, scope, send)
                    await asyncio.sleep(0)  # whoever has gone is noticed meanwhile
            if not is_over and kind not in _OPENED:
                await send(message)

        return damage

    async def _send_piece(self, piece: Piece, scope: Scope, send: Send) -> None:
        if scope["type"] == "websocket":
            if isinstance(piece, int):
                await send({"type": "websocket.close", "code": piece})
            else:
                await send({"type": "websocket.send", "text" if isinstance(piece, str) else "bytes": piece})
        elif isinstance(piece, int):
            self._hang_up(scope, False)
        else:
            body = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
            await send({"type": "http.response.body", "body": body, "more_body": True})

    def _draw_for_stream(self, scope: Scope, share: float) -> list[Piece]:
        """Return what a damage of a stream sends; mostly nothing."""
        if not self._streams or self._dice.random() >= share:
            return []
        damage = self._dice.choice(self._streams)
        self._note(scope, damage.name)
        return list(damage.pieces(self._dice, scope["type"] == "websocket"))

    def _note(self, scope: Scope, name: str) -> None:
        self._met.append((scope.get("method", "GET"), scope["path"], name))


class _Kept:
    """An answer that is kept until it is whole."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()

    async def keep(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def _is_stream(scope: Scope) -> bool:
    path = scope["path"]
    return bool(path.startswith(_STREAMING) and path != _HEALTH)


def _sendable(text: str) -> bytes:
    """Return a part of a header without what the web server refuses to send."""
    return _UNSENDABLE.sub(b"", text.encode()).strip()


def _status(told: TrueAnswer, scope: Scope) -> int:
    """Return the status; in place of a WebSocket the web server sends known ones only."""
    known = scope["type"] != "websocket" or told.status in set(HTTPStatus)
    return told.status if known else HTTPStatus.INTERNAL_SERVER_ERROR
