"""`/robots.txt`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_COLLECTORS = (
    "GPTBot", "ChatGPT-User", "OAI-SearchBot", "Amazonbot", "Applebot", "Applebot-Extended", "CCBot", "FacebookBot",
    "Meta-ExternalAgent", "Google-Extended", "anthropic-ai", "ClaudeBot", "Claude-Web",
)  # fmt: skip
_TEXT = "\n".join(
    [
        "# The same rules as on a server of Mastodon 4.4 and later",
        "User-agent: *",
        "Disallow: /media_proxy/",
        "Disallow: /interact/",
        "",
        "# Collectors of texts for language models",
        *(f"User-agent: {name}" for name in _COLLECTORS),
        "Disallow: /",
        "",
    ]
)


async def _robots(_request: Request) -> Response:
    return PlainTextResponse(_TEXT)


routes = [Route("/robots.txt", _robots, methods=["GET"])]
