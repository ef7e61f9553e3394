"""ActivityPub collections of an account, and the pages of those who follow and are followed."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import redirect
from trunkline.sandbox.http.context import base_of, store_of, title_of
from trunkline.sandbox.http.formats import HTML, JSON, chosen, formats_of
from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.rules.accounts import account_uri, acct
from trunkline.sandbox.rules.visibility import PUBLIC
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.web.documents import AT_ONCE, document
from trunkline.sandbox.web.layout import STALE_AN_HOUR, page
from trunkline.sandbox.web.markup import people
from trunkline.sandbox.web.notes import Notes
from trunkline.sandbox.web.people import account_links, account_of, local_account_of
from trunkline.sandbox.web.vocabulary import ACTIVITYSTREAMS, collection

_ON_A_PAGE = 20
_FOLLOWS_ON_A_PAGE = 12
_OUTBOX = f"""
SELECT s.id FROM statuses s WHERE s.account_id = :account AND {PUBLIC}
AND (s.reblog_of_id IS NULL OR EXISTS (
    SELECT 1 FROM statuses b WHERE b.id = s.reblog_of_id AND b.visibility IN ('public', 'unlisted')))
AND {{side}} ORDER BY s.id {{order}} LIMIT :limit
"""
_FOLLOWERS = """
SELECT a.* FROM follows f JOIN accounts a ON a.id = f.account_id
WHERE f.target_account_id = ? AND NOT a.suspended ORDER BY f.id DESC LIMIT ? OFFSET ?
"""
_FOLLOWING = """
SELECT a.* FROM follows f JOIN accounts a ON a.id = f.target_account_id
WHERE f.account_id = ? AND NOT a.suspended ORDER BY f.id DESC LIMIT ? OFFSET ?
"""
_PINNED = f"""
SELECT s.id FROM status_pins p JOIN statuses s ON s.id = p.status_id
WHERE p.account_id = ? AND {PUBLIC} ORDER BY p.id DESC
"""
_FEATURED_TAGS = "SELECT name FROM featured_tags WHERE account_id = ? ORDER BY id"


async def _outbox(request: Request) -> Response:
    row = local_account_of(request)
    address = f"{account_uri(row, base_of(request))}/outbox"
    if request.query_params.get("page") == "true":
        return _outbox_page(request, row, address)
    return document(
        collection(
            address,
            totalItems=row["statuses_count"],
            first=f"{address}?page=true",
            last=f"{address}?min_id=0&page=true",
        ),
        vary="Accept",
    )


def _outbox_page(request: Request, row: Row, address: str) -> Response:
    """Show a page of the outbox: below `max_id`, or the oldest above `min_id`."""
    query = request.query_params
    min_id, max_id = (to_id(query.get(name, "")) for name in ("min_id", "max_id"))
    ascending = "min_id" in query
    side = "s.id > :min_id" if ascending else "(:max_id = 0 OR s.id < :max_id)"
    ids = store_of(request).column(
        _OUTBOX.format(side=side, order="ASC" if ascending else "DESC"),
        {"account": row["id"], "min_id": min_id, "max_id": max_id, "limit": _ON_A_PAGE},
    )
    ids.sort(reverse=True)
    notes = Notes(store_of(request), base_of(request), ids)
    asked = "".join(f"{name}={to_id(query[name])}&" for name in ("max_id", "min_id") if name in query)
    content: dict[str, Any] = {
        "@context": notes.context(),
        "id": f"{address}?{asked}page=true",
        "type": "OrderedCollectionPage",
    }
    if len(ids) == _ON_A_PAGE:
        content["next"] = f"{address}?max_id={ids[-1]}&page=true"
    if ids:
        content["prev"] = f"{address}?min_id={ids[0]}&page=true"
    content |= {"partOf": address, "orderedItems": notes.activities()}
    return document(content, cache="max-age=60, public", vary="Signature")


async def _followers(request: Request) -> Response:
    return _follows(request, "followers", _FOLLOWERS, "followers_count")


async def _following(request: Request) -> Response:
    return _follows(request, "following", _FOLLOWING, "following_count")


def _follows(request: Request, name: str, sql: str, column: str) -> Response:
    row = account_of(request)
    wanted = chosen(request, (HTML, JSON))
    if wanted is None:
        raise HTTPException(406)
    if wanted == HTML:
        return _follows_page(request, row, name, sql)
    row = local_account_of(request)
    address = f"{account_uri(row, base_of(request))}/{name}"
    if "page" not in request.query_params:
        first = None if row["hide_collections"] else f"{address}?page=1"
        return document(collection(address, totalItems=row[column], first=first))
    if row["hide_collections"]:
        raise HTTPException(403)
    number = max(1, to_id(request.query_params["page"]))
    offset = min((number - 1) * _FOLLOWS_ON_A_PAGE, 2**53)
    found = store_of(request).rows(sql, (row["id"], _FOLLOWS_ON_A_PAGE + 1, offset))
    more = len(found) > _FOLLOWS_ON_A_PAGE
    content = collection(
        f"{address}?page={number}",
        "OrderedCollectionPage",
        totalItems=row[column],
        next=f"{address}?page={number + 1}" if more else None,
        prev=f"{address}?page={number - 1}" if number > 1 else None,
        partOf=address,
        orderedItems=[account_uri(one, base_of(request)) for one in found[:_FOLLOWS_ON_A_PAGE]],
    )
    return document(content, cache=AT_ONCE)


def _follows_page(request: Request, row: Row, name: str, sql: str) -> Response:
    """Show those who follow, or are followed, unless the account hides them."""
    found = [] if row["hide_collections"] else store_of(request).rows(sql, (row["id"], 100, 0))
    accounts = Serializer(store_of(request), base_of(request)).accounts(one["id"] for one in found)
    text = "Followers of" if name == "followers" else "Followed by"
    hidden = '<p class="card quiet">This list is hidden.</p>' if row["hide_collections"] else people(accounts)
    body = f"<h1>{text} @{acct(row)}</h1>{hidden}"
    return page(request, title_of(request), body, cache=STALE_AN_HOUR, links=account_links(request, row))


async def _featured(request: Request) -> Response:
    row = local_account_of(request)
    ids = store_of(request).column(_PINNED, (row["id"],))
    address = f"{account_uri(row, base_of(request))}/collections/featured"
    notes = Notes(store_of(request), base_of(request), ids)
    content = collection(address, totalItems=len(ids), orderedItems=[notes.note(one) for one in ids])
    return document(content | ({"@context": notes.context()} if ids else {}), vary="Accept")


async def _featured_tags(request: Request) -> Response:
    row = local_account_of(request)
    base = base_of(request)
    items = [
        {"type": "Hashtag", "href": f"{base}/@{row['username']}/tagged/{name}", "name": f"#{name}"}
        for name in store_of(request).column(_FEATURED_TAGS, (row["id"],))
    ]
    address = f"{account_uri(row, base)}/collections/tags"
    content = collection(address, "Collection", totalItems=len(items), items=items)
    context = [ACTIVITYSTREAMS, {"Hashtag": "as:Hashtag"}] if items else ACTIVITYSTREAMS
    return document(content | {"@context": context}, vary="Accept")


async def _followers_by_user(request: Request) -> Response:
    return _page_of_user(request, "followers") or await _followers(request)


async def _following_by_user(request: Request) -> Response:
    return _page_of_user(request, "following") or await _following(request)


def _page_of_user(request: Request, name: str) -> Response | None:
    """Send browsers to the address of the page; `None` for all others."""
    if (formats_of(request.headers) or [HTML])[0] != HTML:
        return None
    return redirect(f"{base_of(request)}/@{request.path_params['name']}/{name}", 301, {"Vary": "Accept, Origin"})


routes = [
    Route("/@{name}/followers", _followers, methods=["GET"]),
    Route("/@{name}/following", _following, methods=["GET"]),
    Route("/users/{name}/followers", _followers_by_user, methods=["GET"]),
    Route("/users/{name}/following", _following_by_user, methods=["GET"]),
    Route("/ap/users/{id_of_account}/followers", _followers, methods=["GET"]),
    Route("/ap/users/{id_of_account}/following", _following, methods=["GET"]),
    *(
        Route(f"{base}/{part}", handler, methods=["GET"])
        for base in ("/users/{name}", "/ap/users/{id_of_account}")
        for part, handler in (
            ("outbox", _outbox),
            ("collections/featured", _featured),
            ("collections/tags", _featured_tags),
        )
    ),
]
