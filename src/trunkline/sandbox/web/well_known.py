"""`/.well-known`: webfinger, host-meta, the page to change a password; and the actor and inbox of the server."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, encode, redirect
from trunkline.sandbox.http.context import base_of, site_of, store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.formats import JSON, chosen
from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.rules.accounts import account_uri, find_account
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.web.actors import INSTANCE_ACTOR, instance_actor
from trunkline.sandbox.web.documents import document

_THREE_DAYS = {"Cache-Control": "max-age=259200, public"}
_XRD = """<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="{template}"/>
</XRD>
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/well_known/webfinger_controller.rb
async def _webfinger(request: Request) -> Response:
    resource = request.query_params.get("resource", "")
    status, found = _resolved(request, resource)
    if found is None:
        return Response(b"", status, {"Cache-Control": "max-age=180, public", "Content-Type": "text/html"})
    headers = {**_THREE_DAYS, "Vary": "Accept"}
    return Response(encode(found), 200, headers, "application/jrd+json; charset=utf-8")


def _resolved(request: Request, resource: str) -> tuple[int, Json | None]:
    """Return what is known of a resource, or the status that says why there is nothing."""
    site = site_of(request)
    base, domain = site.url, site.domain
    if resource.startswith(("http://", "https://")):
        name = _name_in(request, resource)
    else:
        name, _, host = resource.removeprefix("acct:").removeprefix("@").partition("@")
        if not name or not host:
            return 400, None
        if host.lower() not in {domain, site.host}:
            return 404, None
    if name in {domain, INSTANCE_ACTOR}:
        page = f"{base}/about/more?instance_actor=true"
        return 200, _descriptor(base, f"{INSTANCE_ACTOR}@{domain}", [f"{base}/actor"], page)
    row = find_account(store_of(request), name, domain)
    if row is None or row["domain"] is not None:
        return 404, None
    if row["suspended"]:
        return 410 if row["purged"] else 404, None
    page = f"{base}/@{row['username']}"
    return 200, _descriptor(base, f"{row['username']}@{domain}", [page, account_uri(row, base)], page)


def _name_in(request: Request, url: str) -> str:
    """Return the name of the account at an address of this server, empty if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.netloc.lower() != site_of(request).host:
        return ""
    steps = unquote(parts.path).strip("/").split("/")
    if steps == ["actor"]:
        return INSTANCE_ACTOR
    if len(steps) == 1 and steps[0].startswith("@"):
        return steps[0][1:]
    if len(steps) == 2 and steps[0] == "users":
        return steps[1]
    if len(steps) == 3 and steps[:2] == ["ap", "users"]:
        found: Row | None = store_of(request).row(
            "SELECT username FROM accounts WHERE id = ? AND domain IS NULL", (to_id(steps[2]),)
        )
        return "" if found is None else str(found["username"])
    return ""


def _descriptor(base: str, handle: str, aliases: list[str], page: str) -> Json:
    return {
        "subject": f"acct:{handle}",
        "aliases": aliases,
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
            {"rel": "self", "type": "application/activity+json", "href": aliases[-1]},
            {"rel": "http://ostatus.org/schema/1.0/subscribe", "template": f"{base}/authorize_interaction?uri={{uri}}"},
            {"rel": "https://w3id.org/fep/3b86/Create", "template": f"{base}/share?text={{content}}"},
            {"rel": "https://w3id.org/fep/3b86/Object", "template": f"{base}/authorize_interaction?uri={{object}}"},
        ],
    }


async def _host_meta(request: Request) -> Response:
    template = f"{base_of(request)}/.well-known/webfinger?resource={{uri}}"
    if chosen(request, ("xrd", JSON)) == JSON:
        return answer({"links": [{"rel": "lrdd", "template": template}]}, 200, _THREE_DAYS)
    headers = {**_THREE_DAYS, "Vary": "Accept"}
    return Response(_XRD.format(template=template), 200, headers, "application/xrd+xml; charset=utf-8")


async def _change_password(request: Request) -> Response:
    return redirect(f"{base_of(request)}/auth/edit", 301)


async def _actor(request: Request) -> Response:
    return document(instance_actor(base_of(request)), cache="max-age=600, public", vary="Accept")


async def _actor_outbox(request: Request) -> Response:
    address = f"{base_of(request)}/actor/outbox"
    content = {"@context": "https://www.w3.org/ns/activitystreams", "id": address, "type": "OrderedCollection"}
    return document({**content, "totalItems": 0}, vary="Accept")


async def _inbox(_request: Request) -> Response:
    raise ApiError(401, "Request not signed", headers={"Vary": "Authorization"})


routes = [
    Route("/.well-known/webfinger", _webfinger, methods=["GET"]),
    Route("/.well-known/host-meta", _host_meta, methods=["GET"]),
    Route("/.well-known/host-meta.{format}", _host_meta, methods=["GET"]),
    Route("/.well-known/change-password", _change_password, methods=["GET"]),
    Route("/actor", _actor, methods=["GET"]),
    Route("/actor/outbox", _actor_outbox, methods=["GET"]),
    *(
        Route(path, _inbox, methods=["POST"])
        for path in ("/inbox", "/actor/inbox", "/users/{name}/inbox", "/ap/users/{id_of_account}/inbox")
    ),
]
