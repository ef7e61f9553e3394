"""Requests: what a server of a family reads of them, and their ids."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Receive, Scope

from trunkline.sandbox.likes.bodies import Content, giving, parsed, read_body
from trunkline.sandbox.likes.calls import Call, Calls
from trunkline.sandbox.likes.family import FORM, JSON, MULTIPART, Family, Reply
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.likes.paging import Paging

NOTHING = "\u2063"
"""The text of a post that was made without one: Mastodon refuses an empty one, and this character shows nothing."""
_CONTENT = ("status", "media_ids", "poll", "spoiler_text")
_WRITING = Calls("POST /api/v1/statuses\nPUT /api/v1/statuses/:id")


class Requests:
    """Translation of requests.

    Args:
        family: says what is read.
        identity: gives the ids.
        paging: reads cursors.
    """

    def __init__(self, family: Family, identity: Identity, paging: Paging) -> None:
        self._family = family
        self._paging = paging
        self._identity = identity

    def path(self, scope: Scope, call: Call) -> Scope | Reply:
        """Return the request with the ids in its path as the sandbox has them, or the answer to an odd one."""
        parts = scope["path"].split("/")
        for place, part in enumerate(call.parts):
            if part == ":id":
                if self._family.odd_id is not None and self._identity.is_odd(parts[place]):
                    return self._family.odd_id
                parts[place] = self._identity.in_path(parts[place])
        path = "/".join(parts)
        path = self._family.aliases.get(path, path)
        return scope if path == scope["path"] else {**scope, "path": path, "raw_path": quote(path).encode()}

    def query(self, scope: Scope) -> Scope | Reply:
        """Return the request with the parameters in its address as the sandbox takes them, or their refusal."""
        if not scope["query_string"]:
            return scope
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        refusal = self._family.check and self._family.check(scope["method"], scope["path"], dict(pairs))
        if scope["method"] == "GET" and refusal:
            return refusal
        wanted = self._pairs(scope["method"], scope["path"], pairs)
        if scope["method"] == "GET":
            wanted = self._paging.asked(scope, wanted)
        return scope if wanted == pairs else {**scope, "query_string": urlencode(wanted).encode()}

    async def body(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive] | Reply:
        """Return the request with its body as the sandbox takes it, or the answer to a body that is refused."""
        method, path = scope["method"], scope["path"]
        if method in {"GET", "HEAD"}:
            return scope, receive
        kind = Headers(scope=scope).get("content-type", "")
        reading = next((one for one in self._family.readings if one.calls.has(method, path)), None)
        is_unread = reading is not None and not kind.startswith(reading.kinds)
        if reading is not None and is_unread and reading.refusal is not None:
            return reading.refusal
        is_file = kind.startswith(MULTIPART) and ("/media" in path or method == "PATCH")
        may_be_nothing = self._family.posts_nothing and _WRITING.has(method, path)
        if not is_unread and (is_file or not (kind or may_be_nothing)):
            return scope, receive
        raw = await read_body(receive)
        content = {} if is_unread or not kind else await parsed(scope, kind, raw)
        if content is None:
            return scope, giving(raw, receive)
        refusal = self._family.check and self._family.check(method, path, dict(content))
        return refusal or self._with(scope, receive, self._translated(method, path, content))

    def _translated(self, method: str, path: str, content: Content) -> Content:
        """Return parameters without those that are ignored, and with the ids of the sandbox."""
        if isinstance(content, list):
            return self._pairs(method, path, content)
        ignored = self._ignored(method, path)
        return {name: self._inner(name, one, path) for name, one in content.items() if name not in ignored}

    def _inner(self, name: str, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {inner: self._inner(inner, one, path) for inner, one in value.items()}
        if isinstance(value, list):
            return [self._inner(name, one, path) for one in value]
        return self._identity.parameter(name, value, path) if isinstance(value, str) else value

    def _pairs(self, method: str, path: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        ignored = self._ignored(method, path)
        return [
            (name, self._identity.parameter(name, value, path))
            for name, value in pairs
            if name.partition("[")[0] not in ignored
        ]

    def _ignored(self, method: str, path: str) -> frozenset[str]:
        return next((names for calls, names in self._family.ignores if calls.has(method, path)), frozenset())

    def _with(self, scope: Scope, receive: Receive, content: Content) -> tuple[Scope, Receive]:
        """Return the request with another body."""
        if self._family.posts_nothing and _WRITING.has(scope["method"], scope["path"]) and _is_nothing(content):
            content = [*content, ("status", NOTHING)] if isinstance(content, list) else {**content, "status": NOTHING}
        scope = {**scope, "headers": list(scope["headers"])}
        headers = MutableHeaders(scope=scope)
        del headers["transfer-encoding"]
        is_form = isinstance(content, list)
        data = urlencode(content).encode() if is_form else json.dumps(content).encode()
        headers["content-type"] = FORM if is_form else JSON
        headers["content-length"] = str(len(data))
        return scope, giving(data, receive)


def _is_nothing(content: Content) -> bool:
    return not any(value for name, value in dict(content).items() if name.partition("[")[0] in _CONTENT)
