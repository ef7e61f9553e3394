"""Caching: how long an answer may be kept, what it depends on, its ETag, and 304 for those who have it."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STALE = "stale-while-revalidate=30, stale-if-error=86400"
_PRIVATE = "private, no-store"
_AUTHORIZATION = "Authorization"
_STREAM = "text/event-stream"  # begins before there is anything to send
_KNOWN_TAG = re.compile(r'(?:W/)?("[^"]*")')
_REQUEST_ID = re.compile(r"[^\w\-@]", re.ASCII)
_LONGEST_REQUEST_ID = 255


@dataclass(frozen=True, slots=True)
class CacheRule:
    """Paths whose answers anybody may keep for a while.

    Attributes:
        path: a pattern for the whole path.
        control: the `Cache-Control` of an answer.
        shared: with a token, the answer is the same; otherwise only an answer without one may be kept.
        vary: the request headers on which the answer depends.
    """

    path: re.Pattern[str]
    control: str
    shared: bool
    vary: str


# Source: the calls of `cache_if_unauthenticated!` and `cache_even_if_authenticated!`, and `vary_by`, below
# https://github.com/mastodon/mastodon/tree/main/app/controllers/api
RULES = (
    CacheRule(
        re.compile(
            r"/api/(?:v[12]/instance|v1/instance/(?:activity|domain_blocks|extended_description|languages|peers|rules"
            r"|privacy_policy|terms_of_service(?:/[^/]+)?|translation_languages)|v1/custom_emojis|v1/peers/search)"
        ),
        f"max-age=300, public, {_STALE}",
        True,
        "Accept",
    ),
    CacheRule(
        re.compile(r"/api/v1/trends/links"), f"max-age=15, public, {_STALE}", False, "Authorization, Accept-Language"
    ),
    CacheRule(
        re.compile(
            r"/api/v1/(?:accounts/lookup|accounts/\d+(?:/(?:statuses|followers|following|endorsements|collections))?"
            r"|collections/\d+|directory|polls/\d+|tags/[^/]+|timelines/(?:public|link|tag/[^/]+)|trends(?:/(?:tags|statuses))?"
            r"|statuses|statuses/\d+(?:/(?:context|history|favourited_by|reblogged_by|quotes))?)"
        ),
        f"max-age=15, public, {_STALE}",
        False,
        _AUTHORIZATION,
    ),
)


# Sources of the defaults: https://github.com/rack/rack/blob/main/lib/rack/etag.rb and
# https://github.com/mastodon/mastodon/blob/main/app/controllers/api/base_controller.rb
class Caching:
    """Middleware that marks how long answers may be kept, gives them a weak ETag, and answers 304 to it.

    It also numbers the answers (`X-Request-Id`). Answers that come in several pieces, and those that say themselves
    how long they may be kept, are left as they are.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        request_id = _request_id(sent)
        start: Message | None = None

        async def marked(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                _mark(scope, sent, headers, message["status"])
                if headers.get("content-type", "").startswith(_STREAM):
                    await send(message)
                else:
                    start = message
                return
            if start is not None:
                beginning, start = start, None
                if not message.get("more_body") and beginning["status"] in {200, 201}:
                    message = _tagged(scope["method"], sent, beginning, message)
                await send(beginning)
            await send(message)

        await self._app(scope, receive, marked)


def _request_id(sent: Headers) -> str:
    """Return the number that the client gave the request, or a new one."""
    return _REQUEST_ID.sub("", sent.get("x-request-id", ""))[:_LONGEST_REQUEST_ID] or str(uuid.uuid4())


def _mark(scope: Scope, sent: Headers, headers: MutableHeaders, status: int) -> None:
    """Add `Cache-Control` and `Vary` where the handler has not."""
    path: str = scope["path"]
    rule = next((rule for rule in RULES if rule.path.fullmatch(path)), None)
    if path.startswith("/api/") and "vary" not in headers:
        headers["Vary"] = _AUTHORIZATION if rule is None else rule.vary
    if "cache-control" in headers:
        return
    if 300 <= status < 400:
        headers["Cache-Control"] = "no-cache"
    elif path.startswith("/api/"):
        is_public = rule is not None and status == 200 and (rule.shared or not _has_token(scope, sent))
        headers["Cache-Control"] = rule.control if rule is not None and is_public else _PRIVATE
    elif status == 200:
        headers["Cache-Control"] = "max-age=0, private, must-revalidate"
    else:
        headers["Cache-Control"] = _PRIVATE


def _has_token(scope: Scope, sent: Headers) -> bool:
    query: bytes = scope["query_string"]
    return "authorization" in sent or b"access_token=" in query or b"bearer_token=" in query


def _tagged(method: str, sent: Headers, start: Message, body: Message) -> Message:
    """Add an ETag to the beginning of an answer. Return its body, empty if the client has the same already."""
    headers = MutableHeaders(scope=start)
    content: bytes = body.get("body", b"")
    if "etag" not in headers and content:
        headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    tag = headers.get("etag")
    if method not in {"GET", "HEAD"} or start["status"] != 200 or tag is None or not _is_known(tag, sent):
        return body
    start["status"] = 304
    del headers["content-type"]
    del headers["content-length"]
    return {**body, "body": b""}


def _is_known(tag: str, sent: Headers) -> bool:
    known = ", ".join(sent.getlist("if-none-match"))
    return known.strip() == "*" or tag.removeprefix("W/") in _KNOWN_TAG.findall(known)
