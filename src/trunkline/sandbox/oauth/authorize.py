"""The authorization page (RFC 6749, section 3.1)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.apps import find_app, redirect_uris_of
from trunkline.sandbox.oauth.errors import OAuthError, missing_parameter
from trunkline.sandbox.oauth.login import to_login
from trunkline.sandbox.oauth.pages import code_page, consent_page, error_page, forgery_answer, forward_page
from trunkline.sandbox.oauth.scopes import requested_scopes
from trunkline.sandbox.oauth.sessions import LoginSession, session_of
from trunkline.sandbox.oauth.tokens import matching_token
from trunkline.sandbox.rules.addresses import is_loopback
from trunkline.sandbox.store.database import Row, Store

_CODE_LIFETIME = 600_000
_FIELDS = (
    "client_id", "redirect_uri", "state", "response_type", "response_mode", "scope",
    "code_challenge", "code_challenge_method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A validated authorization request of an app."""

    app: Row
    redirect_uri: str
    scopes: str
    state: str | None
    mode: str
    code_challenge: str | None

    def answer(self, request: Request, values: dict[str, str]) -> Response:
        """Redirect the browser to the app with `values`."""
        if self.state is not None:
            values = {**values, "state": self.state}
        if self.mode == "form_post":
            return forward_page(request, self.redirect_uri, values)
        parts = urlsplit(self.redirect_uri)
        if self.mode == "fragment":
            return RedirectResponse(urlunsplit(parts._replace(fragment=urlencode(values))), 302)
        query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *values.items()])
        return RedirectResponse(urlunsplit(parts._replace(query=query)), 302)


def _check(store: Store, params: Params) -> AuthorizationRequest:
    client_id = params.filled("client_id")
    if client_id is None:
        raise missing_parameter("client_id")
    app = find_app(store, client_id)
    if app is None:
        raise OAuthError("invalid_client")
    redirect_uri = params.filled("redirect_uri") or ""
    if not any(same_address(redirect_uri, known) for known in redirect_uris_of(app)):
        raise OAuthError("invalid_redirect_uri")
    response_type = params.filled("response_type")
    if response_type is None:
        raise missing_parameter("response_type")
    mode = params.filled("response_mode") or "query"
    if response_type != "code":
        raise OAuthError("unsupported_response_type")
    if mode not in ("query", "fragment", "form_post"):
        raise OAuthError("unsupported_response_mode")
    scopes = requested_scopes(params.filled("scope"), app["scopes"])
    challenge = params.filled("code_challenge")
    if challenge is not None and params.filled("code_challenge_method") != "S256":
        raise OAuthError("invalid_code_challenge_method")
    return AuthorizationRequest(app, redirect_uri, scopes, params.text("state"), mode, challenge)


def same_address(asked: str, registered: str) -> bool:
    """Return True if `asked` is the registered URI.

    The port of a loopback address is ignored (RFC 8252, section 7.3).
    """
    if asked == registered:
        return True
    try:
        left, right = urlsplit(asked), urlsplit(registered)
    except ValueError:
        return False
    if not is_loopback(right.hostname) or left.hostname != right.hostname:
        return False
    return left._replace(netloc="") == right._replace(netloc="")


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/oauth/authorizations_controller.rb
async def _show(request: Request) -> Response:
    """Show the page that asks for consent, even if it was given before when `force_login` is sent."""
    params = await params_of(request)
    store = store_of(request)
    session = session_of(request)
    here = f"{request.url.path}?{request.url.query}"
    if session.account_id is None:
        return to_login(request, here)
    try:
        ask = _check(store, params)
    except OAuthError as error:
        return error_page(request, error.description, error.status)
    if not params.flag("force_login") and _granted_before(store, ask, session.account_id):
        return _grant(request, ask, session.account_id)
    return session.bound_for(here).save(_consent(request, ask, session, session.account_id, params))


def _granted_before(store: Store, ask: AuthorizationRequest, account_id: int) -> bool:
    return matching_token(store, ask.app["id"], account_id, ask.scopes) is not None


def _consent(
    request: Request, ask: AuthorizationRequest, session: LoginSession, account_id: int, params: Params
) -> Response:
    fields = {**_form_values(params), "authenticity_token": session.authenticity_token}
    handle = store_of(request).value("SELECT username FROM accounts WHERE id = ?", (account_id,))
    return consent_page(request, ask.app["name"], handle, ask.scopes.split(), fields)


async def _decide(request: Request) -> Response:
    params = await params_of(request)
    store = store_of(request)
    session = session_of(request)
    if not session.accepts_form(params.text("authenticity_token")):
        return forgery_answer(request)
    if session.account_id is None:
        return to_login(request, f"{request.url.path}?{urlencode(_form_values(params))}")
    try:
        ask = _check(store, params)
    except OAuthError as error:
        return error_page(request, error.description, error.status)
    if request.method == "DELETE" or params.text("_method") == "delete":
        return _deny(request, ask)
    return _grant(request, ask, session.account_id)


def _form_values(params: Params) -> dict[str, str]:
    return {name: params.text(name) or "" for name in _FIELDS if params.has(name)}


def _deny(request: Request, ask: AuthorizationRequest) -> Response:
    error = OAuthError("access_denied")
    if ask.redirect_uri == OUT_OF_BAND:
        return error_page(request, error.description, 401)
    return ask.answer(request, {"error": error.code, "error_description": error.description})


def _grant(request: Request, ask: AuthorizationRequest, account_id: int) -> Response:
    store = store_of(request)
    code = secrets.token_urlsafe(32)
    now = store.now()
    store.insert(
        "authorization_codes",
        {
            "code": code,
            "app_id": ask.app["id"],
            "account_id": account_id,
            "redirect_uri": ask.redirect_uri,
            "scopes": ask.scopes,
            "code_challenge": ask.code_challenge,
            "code_challenge_method": "S256" if ask.code_challenge else None,
            "created_at": now,
            "expires_at": now + _CODE_LIFETIME,
        },
    )
    if ask.redirect_uri == OUT_OF_BAND:
        return RedirectResponse(f"/oauth/authorize/native?{urlencode({'code': code})}", 302)
    return ask.answer(request, {"code": code})


async def _native(request: Request) -> Response:
    if session_of(request).account_id is None:
        return to_login(request, f"{request.url.path}?{request.url.query}")
    return code_page(request, request.query_params.get("code", ""))


routes = [
    Route("/oauth/authorize", _show, methods=["GET"]),
    Route("/oauth/authorize", _decide, methods=["POST", "DELETE"]),
    Route("/oauth/authorize/native", _native, methods=["GET"]),
]
