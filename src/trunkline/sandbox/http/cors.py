"""Cross-origin resource sharing: which answers web pages of other origins may read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MAX_AGE = "7200"
_EXPOSED = (
    "Link", "Mastodon-Async-Refresh", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining",
    "X-Request-Id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CorsRule:
    """Paths that may be read from any origin, always without cookies."""

    path: re.Pattern[str]
    methods: tuple[str, ...]
    exposed: tuple[str, ...] = ()

    def headers(self) -> dict[str, str]:
        """Return the headers of an answer."""
        return {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": ", ".join(self.methods),
            "Access-Control-Expose-Headers": ", ".join(self.exposed),
            "Access-Control-Max-Age": _MAX_AGE,
        }


# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/cors.rb
RULES = (
    CorsRule(re.compile(r"/(\.well-known|nodeinfo)/.*"), ("GET",)),
    CorsRule(re.compile(r"/(@|users/)[^/]+"), ("GET",)),
    CorsRule(re.compile(r"/api/.*"), ("POST", "PUT", "DELETE", "GET", "PATCH", "OPTIONS"), _EXPOSED),
    CorsRule(re.compile(r"/oauth/(token|revoke)"), ("POST",)),
    CorsRule(re.compile(r"/oauth/userinfo"), ("GET", "POST")),
)


def cors_rule(path: str) -> CorsRule | None:
    """Return the rule for a path, `None` if only the server's own pages may read the answer."""
    clean = posixpath.normpath(f"/{path.lstrip('/')}")
    return next((rule for rule in RULES if rule.path.fullmatch(clean)), None)


# Source of the answers: https://github.com/cyu/rack-cors/blob/main/lib/rack/cors.rb
class Cors:
    """Middleware that answers preflight requests, and marks the answers that other origins may read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        rule = cors_rule(scope["path"])
        if scope["method"] == "OPTIONS" and "origin" in sent and "access-control-request-method" in sent:
            await Response(headers=_preflight(rule, sent))(scope, receive, send)
            return
        await self._app(scope, receive, send if rule is None else _marked(rule, "origin" in sent, send))


def _preflight(rule: CorsRule | None, sent: Mapping[str, str]) -> dict[str, str]:
    """Return the headers for a preflight request; none if the request would not be allowed."""
    if rule is None or sent["access-control-request-method"].upper() not in rule.methods:
        return {}
    wanted = sent.get("access-control-request-headers")
    return rule.headers() | ({} if wanted is None else {"Access-Control-Allow-Headers": wanted})


def _marked(rule: CorsRule, is_foreign: bool, send: Send) -> Send:
    """Add the headers of `rule` if the request named its origin, and `Vary: Origin` in any case."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if is_foreign:
                headers.update(rule.headers())
        await send(message)

    return marked
