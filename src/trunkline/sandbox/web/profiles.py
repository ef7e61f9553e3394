"""The page of a profile, its feeds, and the actor behind it."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import redirect
from trunkline.sandbox.http.context import base_of, domain_of, store_of, title_of
from trunkline.sandbox.http.formats import HTML, JSON, RSS, chosen, formats_of
from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.rules.accounts import acct
from trunkline.sandbox.rules.visibility import PUBLIC
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.web.actors import actor
from trunkline.sandbox.web.documents import THREE_MINUTES, document
from trunkline.sandbox.web.feeds import LENGTH, feed
from trunkline.sandbox.web.layout import PRIVATE, STALE_AN_HOUR, page, page_headers
from trunkline.sandbox.web.markup import name_of, posts, profile
from trunkline.sandbox.web.people import account_links, account_of, local_account_of, split_format
from trunkline.text.hashtags import normalise_tag

_NO_BOOSTS = "s.reblog_of_id IS NULL"
_NO_REPLIES = "(s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)"
_TAGGED = """
EXISTS (SELECT 1 FROM statuses_tags st JOIN tags t ON t.id = st.tag_id WHERE st.status_id = s.id AND t.name = :tag)
"""
_CONDITIONS = {
    "": f"{_NO_REPLIES} AND {_NO_BOOSTS}",
    "with_replies": _NO_BOOSTS,
    "media": f"s.has_media AND {_NO_BOOSTS}",
    "tagged": f"{_TAGGED} AND {_NO_BOOSTS}",
}
_STATUSES = f"""
SELECT s.id FROM statuses s WHERE s.account_id = :account AND {PUBLIC} AND {{chosen}}
AND (:max_id = 0 OR s.id < :max_id) ORDER BY s.id DESC LIMIT :limit
"""
_TABS = (("", "Posts"), ("with_replies", "Posts and replies"), ("media", "Media"))
_FEED = "max-age=60, public"


async def _show(request: Request) -> Response:
    return _section(request, "")


async def _with_replies(request: Request) -> Response:
    return _section(request, "with_replies")


async def _media(request: Request) -> Response:
    return _section(request, "media")


async def _tagged(request: Request) -> Response:
    tag, ending = split_format(request.path_params["tag"])
    if ending is not None:
        request.path_params["format"] = ending
    return _section(request, "tagged", tag)


def _section(request: Request, part: str, tag: str = "") -> Response:
    """Show the posts of a profile, or those of a part of it, in the format that is asked for."""
    row = account_of(request, even_suspended=True)
    wanted = chosen(request, (HTML, RSS, JSON))
    if wanted is None:
        raise HTTPException(406)
    if wanted == JSON:
        return _actor(request, local_account_of(request, even_suspended=True))
    account_of(request)
    if wanted == RSS:
        return _feed(request, row, part, tag)
    if "id_of_account" in request.path_params:
        headers = page_headers(STALE_AN_HOUR, account_links(request, row))
        return redirect(f"{base_of(request)}/@{row['username']}", 302, headers)
    return _page(request, row, part, tag)


def _statuses(request: Request, row: Row, part: str, tag: str) -> list[int]:
    return store_of(request).column(
        _STATUSES.format(chosen=_CONDITIONS[part]),
        {
            "account": row["id"],
            "tag": normalise_tag(tag),
            "max_id": to_id(request.query_params.get("max_id", "")),
            "limit": LENGTH,
        },
    )


def _page(request: Request, row: Row, part: str, tag: str) -> Response:
    serializer = Serializer(store_of(request), base_of(request))
    account = serializer.account(row["id"])
    ids = _statuses(request, row, part, tag)
    path = quote(f"/@{acct(row)}", safe="/@")
    own = f"{path}/{part}" if part in {"with_replies", "media"} else f"{path}/tagged/{quote(tag)}" if tag else path
    tabs = "".join(
        f'<a href="{path}{f"/{name}" if name else ""}"{" aria-current=page" if name == part else ""}>{text}</a>'
        for name, text in _TABS
    )
    older = f'<p><a href="{own}?{urlencode({"max_id": ids[-1]})}">Older posts</a></p>' if len(ids) == LENGTH else ""
    body = f'{profile(account)}<nav class="tabs">{tabs}</nav>{posts(serializer.statuses(ids))}{older}'
    host = "" if row["domain"] else f"@{domain_of(request)}"
    title = title_of(request, f"{name_of(account)} (@{acct(row)}{host})")
    alternate = f'<link rel="alternate" type="application/rss+xml" href="{escape(own)}.rss">'
    robots = '<meta name="robots" content="noindex">' if row["noindex"] else ""
    return page(
        request, title, body, cache=STALE_AN_HOUR, links=account_links(request, row), head=f"{alternate}{robots}"
    )


def _feed(request: Request, row: Row, part: str, tag: str) -> Response:
    serializer = Serializer(store_of(request), base_of(request))
    account = serializer.account(row["id"])
    statuses = serializer.statuses(_statuses(request, row, part, tag))
    description = f"Public posts from @{row['username']}@{row['domain'] or domain_of(request)}"
    return feed(name_of(account), description, account["url"], statuses, cache=_FEED, image=account["avatar_static"])


def _actor(request: Request, row: Row) -> Response:
    content = actor(store_of(request), base_of(request), domain_of(request), row)
    return document(content, cache=PRIVATE if row["suspended"] else THREE_MINUTES)


async def _by_user(request: Request) -> Response:
    """Send browsers to the address of the page; document and feed are also at the old one."""
    name = request.path_params["name"]
    if split_format(name)[1] is None and (formats_of(request.headers) or [HTML])[0] == HTML:
        return redirect(f"{base_of(request)}/@{quote(name)}", 301, {"Vary": "Accept, Origin"})
    return await _show(request)


routes = [
    Route("/@{name}", _show, methods=["GET"]),
    Route("/@{name}/with_replies", _with_replies, methods=["GET"]),
    Route("/@{name}/with_replies.{format}", _with_replies, methods=["GET"]),
    Route("/@{name}/media", _media, methods=["GET"]),
    Route("/@{name}/media.{format}", _media, methods=["GET"]),
    Route("/@{name}/tagged/{tag}", _tagged, methods=["GET"]),
    Route("/users/{name}", _by_user, methods=["GET"]),
    Route("/ap/users/{id_of_account}", _show, methods=["GET"]),
]
