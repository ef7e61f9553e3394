"""The accounts whose pages and documents are asked for."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from trunkline.sandbox.http.context import base_of, domain_of, path_id, store_of
from trunkline.sandbox.http.formats import HTML, JSON, RSS, formats_of
from trunkline.sandbox.rules.accounts import account_uri, find_account
from trunkline.sandbox.store.database import Row, Store

_WAITING = "SELECT 1 FROM users WHERE account_id = ? AND NOT (confirmed AND approved)"


def split_format(text: str) -> tuple[str, str | None]:
    """Split the format off the last part of a path: `alice.rss`."""
    name, _, ending = text.rpartition(".")
    return (name, ending) if name and ending in {JSON, RSS} else (text, None)


def account_of(request: Request, *, even_suspended: bool = False) -> Row:
    """Return the account that the path names: by its name or, below `/ap/users`, by its id.

    A format at the end of a name becomes the path parameter `format`.

    Args:
        request: the request.
        even_suspended: also return an account that is suspended for a while; its document says so.

    Raises:
        HTTPException: 404, there is no such account, or nobody has confirmed or approved it yet; 403, it is suspended;
            410, it was deleted.
    """
    store = store_of(request)
    row = _named(request, store)
    if row is None or store.value(_WAITING, (row["id"],)):
        raise HTTPException(404)
    if row["suspended"] and row["purged"]:
        raise HTTPException(410)
    if row["suspended"] and not even_suspended:
        raise HTTPException(403)
    return row


def _named(request: Request, store: Store) -> Row | None:
    if "id_of_account" in request.path_params:
        account_id = path_id(request, "id_of_account")
        return store.row("SELECT * FROM accounts WHERE id = ? AND domain IS NULL", (account_id,))
    name, ending = split_format(request.path_params["name"])
    if ending is not None:
        request.path_params["format"] = ending
    return find_account(store, name, domain_of(request))


def local_account_of(request: Request, *, even_suspended: bool = False) -> Row:
    """Like `account_of`, for documents that only an account's own server has."""
    row = account_of(request, even_suspended=even_suspended)
    if row["domain"] is not None:
        raise HTTPException(404)
    return row


def account_links(request: Request, row: Row) -> str:
    """Return the `Link` header of a page about an account, which leads to webfinger and to the actor.

    Only those who ask for HTML first get one.
    """
    if formats_of(request.headers)[:1] != [HTML]:
        return ""
    base = base_of(request)
    resource = quote(f"acct:{row['username']}@{row['domain'] or domain_of(request)}", safe="")
    finger = f'<{base}/.well-known/webfinger?resource={resource}>; rel="lrdd"; type="application/jrd+json"'
    return f'{finger}, <{account_uri(row, base)}>; rel="alternate"; type="application/activity+json"'


def media_type(path: str) -> str:
    """Return the media type of a file by its name."""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
