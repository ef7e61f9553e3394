"""Registration of apps, and their credentials."""

from __future__ import annotations

import json
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires_client, token_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import not_found
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.oauth.app_validation import application_problems
from trunkline.sandbox.oauth.scopes import DEFAULT
from trunkline.sandbox.rules.vapid import vapid_public_key
from trunkline.sandbox.store.database import Row, Store


def find_app(store: Store, client_id: str | None) -> Row | None:
    """Return the app with a client id."""
    return store.row("SELECT * FROM apps WHERE client_id = ?", (client_id,))


def redirect_uris_of(app: Row) -> list[str]:
    """Return the redirect URIs of an app."""
    uris: list[str] = json.loads(app["redirect_uris"])
    return uris


def register_app(store: Store, name: str, redirect_uris: list[str], scopes: str, website: str | None = None) -> Row:
    """Register an app with a new client id and secret."""
    values = {
        "name": name,
        "website": website,
        "redirect_uris": json.dumps(redirect_uris),
        "scopes": scopes,
        "client_id": secrets.token_urlsafe(32),
        "client_secret": secrets.token_urlsafe(32),
        "created_at": store.now(),
    }
    store.insert("apps", values)
    app = find_app(store, str(values["client_id"]))
    if app is None:
        raise LookupError("the app was not stored")
    return app


def application(store: Store, app: Row) -> dict[str, Any]:
    """Build the Application entity for the owner of the app."""
    uris = redirect_uris_of(app)
    return {
        "id": str(app["id"]),
        "name": app["name"],
        "website": app["website"],
        "scopes": app["scopes"].split(),
        "redirect_uris": uris,
        "vapid_key": vapid_public_key(store),
        "redirect_uri": "\n".join(uris),
    }


async def _create(request: Request) -> Response:
    params = await params_of(request)
    name = params.text("client_name") or ""
    uris = _redirect_uris(params)
    scopes = " ".join(dict.fromkeys((params.filled("scopes") or DEFAULT).split()))
    website = params.filled("website")
    refuse(application_problems(name, uris, scopes, website))
    store = store_of(request)
    app = register_app(store, name, uris, scopes, website)
    secret = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    return answer({**application(store, app), **secret, "client_secret_expires_at": 0})


def _redirect_uris(params: Params) -> list[str]:
    """Return the URIs of a list, or of one text with a URI on each line."""
    return [uri for item in params.texts("redirect_uris", single=True) for uri in item.split()]


@requires_client()
async def _verify_credentials(request: Request) -> Response:
    token = token_of(request)
    app = None
    if token is not None:
        app = store_of(request).row("SELECT * FROM apps WHERE id = ?", (token.app_id,))
    if app is None:
        raise not_found()
    return answer(application(store_of(request), app))


routes = [
    Route("/api/v1/apps", _create, methods=["POST"]),
    Route("/api/v1/apps/verify_credentials", _verify_credentials, methods=["GET"]),
]
