"""Redirects: broken, in circles, to files, to other hosts and back."""

from __future__ import annotations

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.nonsense import NOWHERE


async def _to(reply: Reply, target: str, status: int = 302) -> None:
    await reply.send(Answer(status, b"", (("Location", target),)))


@trick()
async def redirects_nowhere(asked: Asked, reply: Reply) -> None:
    """Redirect to addresses that are none, another with each request."""
    await _to(reply, NOWHERE[len(reply.server.seen) % len(NOWHERE)])


@trick()
async def redirects_to_a_bracket(asked: Asked, reply: Reply) -> None:
    """Redirect to ``https://[``."""
    await _to(reply, "https://[")


@trick("/")
async def redirects_in_circles(asked: Asked, reply: Reply) -> None:
    """Redirect everything to the same address with one more parameter."""
    await _to(reply, f"{asked.path}?turn={len(reply.server.seen)}", 307)


@trick("/")
async def redirects_to_another_server(asked: Asked, reply: Reply) -> None:
    """Redirect everything to the same path of another server."""
    await _to(reply, f"{reply.server.elsewhere}{asked.target}", 301)


@trick("/")
async def redirects_to_another_server_over_tls(asked: Asked, reply: Reply) -> None:
    """Redirect everything to the same path of another server, by https."""
    await _to(reply, f"{reply.server.elsewhere.replace('http:', 'https:')}{asked.target}", 308)


@trick("/")
async def redirects_to_a_victim(asked: Asked, reply: Reply) -> None:
    """Redirect everything to an honest server, whose rows would become this one's."""
    await _to(reply, f"{reply.server.victim}{asked.target}", 308)


@trick()
async def redirects_to_its_password(asked: Asked, reply: Reply) -> None:
    """Redirect to the token endpoint of the same server."""
    await _to(reply, "/oauth/token?grant_type=password", 307)


@trick("/robots.txt")
async def robots_redirect_in_circles(asked: Asked, reply: Reply) -> None:
    """Redirect the rules for crawlers to themselves."""
    await _to(reply, "/robots.txt")
