"""Confirmation of the e-mail address after a registration: `/api/v1/emails`, and the page that a mailed link opens."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from trunkline.sandbox.api.sign_up import tell_of_sign_up
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import accepts, requires_client, token_of, viewer_id_of
from trunkline.sandbox.http.context import origin_of, site_of, store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.apps import redirect_uris_of
from trunkline.sandbox.oauth.login import SIGN_IN
from trunkline.sandbox.oauth.pages import error_page, page
from trunkline.sandbox.rules.confirmation import ask_for_confirmation, change_email, confirm
from trunkline.sandbox.store.database import Row, Store

_USER = "SELECT * FROM users WHERE account_id = ?"


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/emails/confirmations_controller.rb
@requires_client("write:accounts")
async def resend(request: Request) -> Response:
    """POST /api/v1/emails/confirmations: mail the link again, with `email` to another address."""
    params, store = await params_of(request), store_of(request)
    user = _user_of_own_app(request)
    if user["confirmed"] and user["unconfirmed_email"] is None:
        raise ApiError(403, "This method is only available while the e-mail is awaiting confirmation")
    with store.transaction():
        if params.has("email"):
            change_email(store, user["account_id"], params.text("email") or "")
        ask_for_confirmation(store, user["account_id"], site_of(request))
    return empty()


def _user_of_own_app(request: Request) -> Row:
    """Return the user behind the token, who signed up with the token's app."""
    token = token_of(request)
    user = store_of(request).row(_USER, (viewer_id_of(request),))
    if user is None or token is None or user["created_by_app_id"] != token.app_id:
        message = "This method is only available to the application the user originally signed-up with"
        raise ApiError(403, message)
    return user


@accepts("read:accounts")
async def check(request: Request) -> Response:
    """GET /api/v1/emails/check_confirmation."""
    user = store_of(request).row(_USER, (viewer_id_of(request),))
    if user is None:
        raise ApiError(401, "This method requires an authenticated user")
    return answer(bool(user["confirmed"]))


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/auth/confirmations_controller.rb
async def open_link(request: Request) -> Response:
    """GET /auth/confirmation: confirm the address, and lead back to the app through which the person signed up."""
    params, store = await params_of(request), store_of(request)
    with store.transaction():
        user = confirm(store, params.text("confirmation_token") or "")
    if user is None:
        return error_page(request, "Confirmation token is invalid", 422)
    if user["approved"] and not user["confirmed"]:
        tell_of_sign_up(request, user["account_id"])
    target = _app_address(store, user) if params.flag("redirect_to_app") else None
    if target == OUT_OF_BAND:
        return page(request, "Confirmed", "<h1>Your e-mail address is confirmed</h1><p>Go back to the app.</p>")
    return RedirectResponse(target or f"{origin_of(request)}{SIGN_IN}", 302)


def _app_address(store: Store, user: Row) -> str | None:
    app = store.row("SELECT * FROM apps WHERE id = ?", (user["created_by_app_id"],))
    return None if app is None else redirect_uris_of(app)[0]


routes = [
    Route("/api/v1/emails/confirmations", resend, methods=["POST"]),
    Route("/api/v1/emails/check_confirmation", check, methods=["GET"]),
    Route("/auth/confirmation", open_link, methods=["GET"]),
]
