"""`/robots.txt`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# The rules of a server of Mastodon 4.7.
_TEXT = b"""\
# See http://www.robotstxt.org/robotstxt.html for documentation on how to use the robots.txt file

User-agent: GPTBot
Disallow: /

User-agent: *
Disallow: /media_proxy/
Disallow: /interact/
Disallow: /api/v1/instance/domain_blocks
"""


async def _robots(_request: Request) -> Response:
    return Response(_TEXT, headers={"Content-Type": "text/plain"})


routes = [Route("/robots.txt", _robots, methods=["GET"])]
