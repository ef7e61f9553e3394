"""The page of a status, and the same as an ActivityPub document."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import redirect
from trunkline.sandbox.http.context import base_of, store_of, title_of
from trunkline.sandbox.http.formats import HTML, JSON, chosen, formats_of
from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.rules.threads import ancestors, descendants
from trunkline.sandbox.rules.visibility import PUBLIC, context_statuses
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.web.documents import AT_ONCE, document
from trunkline.sandbox.web.layout import embedded_page, page, page_headers
from trunkline.sandbox.web.markup import name_of, post, posts
from trunkline.sandbox.web.notes import Notes, replies_page, status_uri
from trunkline.sandbox.web.people import account_of, local_account_of, split_format
from trunkline.sandbox.web.vocabulary import ACTIVITYSTREAMS

_FIND = f"SELECT s.* FROM statuses s WHERE s.id = ? AND s.account_id = ? AND {PUBLIC}"
_ANCESTORS, _DESCENDANTS, _DEPTH = 40, 60, 20
_TITLE = 50
_PAGE = "max-age=10, public"
_EMBED = "max-age=180, public"


def _status_of(request: Request, account: Row) -> Row:
    """Return the status in the path, if everybody may read it."""
    text, ending = split_format(request.path_params["id"])
    if ending is not None:
        request.path_params["format"] = ending
    row = store_of(request).row(_FIND, (to_id(text), account["id"]))
    if row is None:
        raise HTTPException(404)
    return row


def _alternate(request: Request, row: Row) -> str:
    return f'<{status_uri(row, base_of(request))}>; rel="alternate"; type="application/activity+json"'


async def _show(request: Request) -> Response:
    account = account_of(request)
    row = _status_of(request, account)
    wanted = chosen(request, (HTML, JSON))
    links = _alternate(request, row)
    if wanted is None:
        raise HTTPException(406)
    if wanted == JSON:
        local_account_of(request)
        return _note(request, row)
    if "id_of_account" in request.path_params:
        return redirect(f"{base_of(request)}/@{account['username']}/{row['id']}", 302, page_headers(_PAGE, links))
    if row["reblog_of_id"] is not None:
        shown = _serializer(request).status(row["id"])["reblog"]
        return redirect(f"{base_of(request)}/@{shown['account']['acct']}/{shown['id']}", 302)
    return _page(request, row, links)


def _page(request: Request, row: Row, links: str) -> Response:
    store, serializer = store_of(request), _serializer(request)
    before = context_statuses(store, ancestors(store, row["id"], _ANCESTORS), None)
    after = context_statuses(store, descendants(store, row["id"], _DESCENDANTS, _DEPTH), None)
    shown = serializer.status(row["id"])
    above = posts(serializer.statuses(before)) if before else ""
    below = f"<h2>Replies</h2>{posts(serializer.statuses(after))}" if after else ""
    title = title_of(request, f'{name_of(shown["account"])}: "{_beginning(row, shown)}"')
    return page(request, title, f"{above}{post(shown, focus=True)}{below}", cache=_PAGE, links=links)


def _beginning(row: Row, shown: Json) -> str:
    """Return the beginning of the text for the title."""
    text = row["spoiler_text"] or row["text"] or f"{len(shown['media_attachments'])} attached"
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1]}…"


async def _embed(request: Request) -> Response:
    row = _status_of(request, account_of(request))
    if row["reblog_of_id"] is not None:
        raise HTTPException(404)
    shown = _serializer(request).status(row["id"])
    return embedded_page(post(shown, focus=True), _EMBED, _alternate(request, row))


def _serializer(request: Request) -> Serializer:
    """Return the serializer for what everybody sees: pages know no viewer."""
    return Serializer(store_of(request), base_of(request))


def _note(request: Request, row: Row) -> Response:
    notes = Notes(store_of(request), base_of(request), [row["id"]])
    content = notes.note(row["id"]) if row["reblog_of_id"] is None else notes.activity(row["id"])
    return document({"@context": notes.context(), **content}, links=_alternate(request, row))


async def _activity(request: Request) -> Response:
    row = _status_of(request, local_account_of(request))
    notes = Notes(store_of(request), base_of(request), [row["id"]])
    content = {"@context": notes.context(), **notes.activity(row["id"])}
    return document(content, links=_alternate(request, row))


async def _replies(request: Request) -> Response:
    account = local_account_of(request)
    row = _status_of(request, account)
    store, base = store_of(request), base_of(request)
    query = request.query_params
    only_others = query.get("only_other_accounts") == "true"
    replies = replies_page(store, base, row, by_others=only_others, min_id=to_id(query.get("min_id", "")))
    # Here, and only here, the server names the collection by the author's name.
    replies["partOf"] = f"{base}/users/{account['username']}/statuses/{row['id']}/replies"
    if query.get("page") == "true":
        content = {"@context": ACTIVITYSTREAMS, **replies}
    else:
        address = f"{status_uri(row, base)}/replies"
        content = {"@context": ACTIVITYSTREAMS, "id": address, "type": "Collection", "first": replies}
    return document(content, cache=AT_ONCE, vary="Accept")


async def _likes(request: Request) -> Response:
    return _counted(request, "likes", "favourites_count")


async def _shares(request: Request) -> Response:
    return _counted(request, "shares", "reblogs_count")


def _counted(request: Request, name: str, column: str) -> Response:
    row = _status_of(request, local_account_of(request))
    notes = Notes(store_of(request), base_of(request), [row["id"]])
    content = {"@context": ACTIVITYSTREAMS, **notes.counted(row, name, column)}
    return document(content, cache=AT_ONCE, vary="Accept")


async def _by_user(request: Request) -> Response:
    """Send browsers to the address of the page; the document is also at the old one."""
    if (formats_of(request.headers) or [HTML])[0] == HTML:
        name, status_id = request.path_params["name"], request.path_params["id"]
        return redirect(f"{base_of(request)}/@{name}/{status_id}", 301, {"Vary": "Accept, Origin"})
    return await _show(request)


_PARTS = (("activity", _activity), ("replies", _replies), ("likes", _likes), ("shares", _shares), ("embed", _embed))
routes = [
    Route("/@{name}/{id}", _show, methods=["GET"]),
    Route("/@{name}/{id}/embed", _embed, methods=["GET"]),
    Route("/users/{name}/statuses/{id}", _by_user, methods=["GET"]),
    Route("/ap/users/{id_of_account}/statuses/{id}", _show, methods=["GET"]),
    *(
        Route(f"{base}/statuses/{{id}}/{part}", handler, methods=["GET"])
        for base in ("/users/{name}", "/ap/users/{id_of_account}")
        for part, handler in _PARTS
    ),
]
