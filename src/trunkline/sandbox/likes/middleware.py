"""The layer before the application that makes the sandbox answer like other software."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.http.auth import bearer
from trunkline.sandbox.likes.entities import Entities, kind_of
from trunkline.sandbox.likes.family import Family, Reply
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.likes.pages import Pages
from trunkline.sandbox.likes.paging import Paging, cursors
from trunkline.sandbox.likes.replies import WholeAnswer, response_of, to_json
from trunkline.sandbox.likes.requests import Requests
from trunkline.sandbox.likes.sockets import Sockets
from trunkline.sandbox.store.database import Store

_OWN_ACCOUNT = "/api/v1/accounts/verify_credentials"
_STREAMING = "/api/v1/streaming"
_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
_NODEINFOS = "/nodeinfo"
_NODEINFO = "/nodeinfo/2.0"
_WELL_KNOWN = "/.well-known/nodeinfo"
_INSTANCES = {"/api/v1/instance": "instance_v1", "/api/v2/instance": "instance_v2"}
_GOVERNED = ("/api/", "/.well-known/", "/nodeinfo", "/health", "/robots.txt", "/oauth/token", "/oauth/userinfo")
"""Beginnings of the paths that the calls of a family are listed of."""


class LikeMiddleware:
    """ASGI middleware that translates requests and answers.

    Args:
        app: the application.
        family: what it answers like.
        store: the database.
        base: the server's address.
    """

    def __init__(self, app: ASGIApp, family: Family, store: Store, base: str) -> None:
        self._app = app
        self._family = family
        self._base = base
        identity = Identity(family.ids, store)
        self._entities = Entities(family, identity)
        self._pages = Pages(app)
        self._paging = Paging(family, identity, base)
        self._requests = Requests(family, identity, self._paging)
        self._sockets = Sockets(app, family, identity, self._entities)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket":
            await self._sockets.serve(scope, receive, send)
        elif scope["path"].startswith(_GOVERNED) or self._has(scope["path"]):
            await self._serve(scope, receive, self._with_headers(send))
        else:
            await self._app(scope, receive, self._with_headers(send))

    def _has(self, path: str) -> bool:
        return path in self._family.nodeinfo.documents or self._family.calls.find(path) is not None

    def _with_headers(self, send: Send) -> Send:
        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._family.headers.items():
                    if value:
                        headers[name] = value
                    else:
                        del headers[name]
            await send(message)

        return complete

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_NODEINFOS) and (scope.get("raw_path") or b"").endswith(b"/"):
            scope = {**scope, "path": f"{scope['path']}/"}  # which the path was cleaned of
        reply = self._fixed(scope)
        if reply is None and scope["path"] in self._family.nodeinfo.documents:
            inner = {**scope, "path": _NODEINFO, "raw_path": _NODEINFO.encode()}
            await self._app(inner, receive, WholeAnswer(send, self._nodeinfo(scope["path"])))
            return
        translated = reply or await self._translated(scope, receive)
        if isinstance(translated, Reply):
            await response_of(translated)(scope, receive, send)
            return
        asked, receive = translated

        async def finish(start: Message, body: bytes) -> bytes:
            return await self._answer(scope, asked, start, body)

        await self._app(asked, receive, WholeAnswer(send, finish))

    def _fixed(self, scope: Scope) -> Reply | None:
        """Return the answer to what the sandbox is not asked."""
        family, method, path = self._family, scope["method"], scope["path"]
        if path == _WELL_KNOWN:
            listed = family.nodeinfo.documents.items()
            return Reply(200, {"links": [{"rel": _SCHEMA + one, "href": self._base + at} for at, one in listed]})
        if path == _STREAMING and family.streaming is not None:
            return family.streaming
        if path in family.nodeinfo.documents or family.calls.has(method, path):
            is_closed = path.startswith("/api/") and family.open is not None and not family.open.has(method, path)
            if is_closed and not bearer(Headers(scope=scope)):
                return family.error(401, "", method, path)
            return next((reply for calls, reply in family.fixed if calls.has(method, path)), None)
        return family.lacks if family.calls.find(path) is None else family.wrong_method

    async def _translated(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive] | Reply:
        """Return the request as the sandbox takes it, or the answer if it does not come so far."""
        call = self._family.calls.find(scope["path"])
        inner = scope if call is None else self._requests.path(scope, call)
        if isinstance(inner, Reply):
            return inner
        asked = self._requests.query(inner)
        return asked if isinstance(asked, Reply) else await self._requests.body(asked, receive)

    def _nodeinfo(self, path: str) -> Any:
        info = self._family.nodeinfo

        async def finish(start: Message, body: bytes) -> bytes:
            if start["status"] != 200:
                return body
            document = json.loads(body)
            people = document["usage"]["users"]
            document["usage"]["users"] = {name: people[name] for name in info.usage}
            own = {"version": info.documents[path], "software": dict(info.software), "metadata": dict(info.metadata)}
            return to_json(document | own)

        return finish

    async def _answer(self, scope: Scope, asked: Scope, start: Message, body: bytes) -> bytes:
        """Translate an answer: change its beginning in place, and return its body."""
        family = self._family
        headers = MutableHeaders(scope=start)
        is_json = headers.get("content-type", "").startswith("application/json")
        value = json.loads(body) if is_json and body else None
        if start["status"] >= 400:
            return self._refuse(scope, start, value, body)
        if not is_json or not body:
            return body
        headers["content-type"] = family.json_type
        if family.whole.has(asked["method"], asked["path"]):
            value = await self._pages.whole(asked)
            del headers["link"]
        elif "link" in headers:
            await self._link(scope, asked, headers, value)
        if family.kept_back is not None and isinstance(value, dict) and kind_of(value) == "scheduled":
            value = family.kept_back(value, await self._pages.whole({**asked, "method": "GET", "path": _OWN_ACCOUNT}))
        translated = self._entities.translate(value)
        if asked["path"] in _INSTANCES:
            self._entities.finish(_INSTANCES[asked["path"]], translated)
        if translated and isinstance(translated, list) and self._family.numbered.has(asked["method"], asked["path"]):
            translated = {str(3 * place): one for place, one in enumerate(translated)}
        return to_json(translated)

    def _refuse(self, scope: Scope, start: Message, value: Any, body: bytes) -> bytes:
        message = value.get("error") if isinstance(value, dict) else None
        reply = self._family.error(start["status"], str(message or ""), scope["method"], scope["path"])
        response = response_of(reply)
        start["status"] = reply.status
        headers = MutableHeaders(scope=start)
        headers.update({"content-type": response.headers.get("content-type", ""), **reply.headers})
        return bytes(response.body)

    async def _link(self, scope: Scope, asked: Scope, headers: MutableHeaders, page: Any) -> None:
        """Put the `Link` header of the family in the place of that of the sandbox."""
        link, rule = headers["link"], self._paging.rule(asked["path"])
        if rule is not None and isinstance(page, list) and page:
            if rule.next == "always" and "next" not in cursors(link):
                link = await self._pages.link_of(asked, len(page)) or link
            elif rule.skips and "next" in cursors(link):
                link = await self._pages.link_of(asked, len(page) + 1)
        wanted = self._paging.header(scope, asked["path"], link, page)
        if wanted:
            headers["link"] = wanted
        else:
            del headers["link"]
