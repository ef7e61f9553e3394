"""NodeInfo and the health check."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.moderation.statistics import active_users, local_statuses, users
from trunkline.sandbox.store.settings import VERSION, setting


async def _nodeinfo_links(request: Request) -> Response:
    href = f"{base_of(request)}/nodeinfo/2.0"
    links = [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": href}]
    return answer({"links": links}, headers={"Cache-Control": "max-age=259200, public"})


async def _nodeinfo(request: Request) -> Response:
    store = store_of(request)
    people = {
        "total": users(store),
        "activeMonth": active_users(store, 30),
        "activeHalfyear": active_users(store, 180),
    }
    return answer(
        {
            "version": "2.0",
            "software": {"name": "mastodon", "version": VERSION},
            "protocols": ["activitypub"],
            "services": {"outbound": [], "inbound": []},
            "usage": {"users": people, "localPosts": local_statuses(store)},
            "openRegistrations": True,
            "metadata": {
                "nodeName": setting(store, "title"),
                "nodeDescription": setting(store, "description"),
            },
        },
        headers={"Cache-Control": "max-age=1800, public", "Vary": "Accept"},
    )


async def _health(_request: Request) -> Response:
    return PlainTextResponse("OK")


routes = [
    Route("/.well-known/nodeinfo", _nodeinfo_links, methods=["GET"]),
    Route("/nodeinfo/2.0", _nodeinfo, methods=["GET"]),
    Route("/health", _health, methods=["GET"]),
]
