"""The page of a hashtag, its feed, and the collection behind it."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.context import base_of, store_of, title_of
from trunkline.sandbox.http.formats import HTML, JSON, RSS, chosen
from trunkline.sandbox.rules.visibility import UNRESTRICTED
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.web.documents import AT_ONCE, document
from trunkline.sandbox.web.feeds import LENGTH, feed
from trunkline.sandbox.web.layout import STALE_AN_HOUR, page
from trunkline.sandbox.web.markup import posts
from trunkline.sandbox.web.people import split_format
from trunkline.sandbox.web.vocabulary import collection
from trunkline.text.hashtags import normalise_tag

_STATUSES = f"""
SELECT s.id FROM statuses s JOIN statuses_tags st ON st.status_id = s.id
WHERE st.tag_id = ? AND s.visibility = 'public' AND s.reblog_of_id IS NULL AND {UNRESTRICTED}
ORDER BY s.id DESC LIMIT ?
"""


async def _show(request: Request) -> Response:
    name, ending = split_format(request.path_params["tag"])
    if ending is not None:
        request.path_params["format"] = ending
    tag = store_of(request).row("SELECT * FROM tags WHERE name = ?", (normalise_tag(name),))
    if tag is None:
        raise HTTPException(404)
    wanted = chosen(request, (HTML, RSS, JSON))
    address = f"{base_of(request)}/tags/{quote(tag['name'])}"
    if wanted is None:
        raise HTTPException(406)
    if wanted == JSON:
        return document(collection(address))
    shown = tag["display_name"] or tag["name"]
    ids = store_of(request).column(_STATUSES, (tag["id"], LENGTH))
    statuses = Serializer(store_of(request), base_of(request)).statuses(ids)
    if wanted == RSS:
        return feed(f"#{shown}", f"Public posts tagged #{shown}", address, statuses, cache=AT_ONCE)
    alternate = f'<link rel="alternate" type="application/rss+xml" href="{escape(address)}.rss">'
    body = f"<h1>#{escape(shown)}</h1>{posts(statuses)}"
    return page(request, title_of(request), body, cache=STALE_AN_HOUR, head=alternate)


routes = [Route("/tags/{tag}", _show, methods=["GET"])]
