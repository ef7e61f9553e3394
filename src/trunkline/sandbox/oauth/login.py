"""The login page."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.oauth.pages import login_page, page
from trunkline.sandbox.oauth.sessions import LoginSession, session_of
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.passwords import verify_password

_AUTHORIZE = "/oauth/authorize"
_USER = """
SELECT u.*, a.suspended FROM users u JOIN accounts a ON a.id = u.account_id WHERE lower(u.email) = lower(?)
"""


def to_login(return_to: str) -> Response:
    """Redirect the browser to the login page, and from there to `return_to`."""
    return RedirectResponse(f"/auth/sign_in?{urlencode({'return_to': return_to})}", 302)


async def _form(request: Request) -> Response:
    session = session_of(request)
    params = await params_of(request)
    return session.save(login_page(_fields(session, params)))


async def _sign_in(request: Request) -> Response:
    session = session_of(request)
    params = await params_of(request)
    if not session.accepts_form(params.text("authenticity_token")):
        return session.save(login_page(_fields(session, params), problem="Your session expired. Please try again."))
    user = params.child("user") or Params()
    email = (user.text("email") or "").strip()
    found = _find_user(store_of(request), email, user.text("password") or "")
    if found is None:
        problem = "Invalid E-mail address or password."
        return session.save(login_page(_fields(session, params), email, problem))
    if found["suspended"] or found["disabled"] or not found["confirmed"] or not found["approved"]:
        return session.save(login_page(_fields(session, params), email, "This account may not sign in."))
    return session.signed_in(found["account_id"]).save(_onward(params))


def _onward(params: Params) -> Response:
    """Redirect back to the authorization page. Other targets are ignored, so that the page is no open redirect."""
    target = params.text("return_to") or ""
    if target.startswith(f"{_AUTHORIZE}?"):
        return RedirectResponse(target, 303)
    return page("Signed in", "<h1>You are signed in</h1><p>Go back to the app.</p>")


def _find_user(store: Store, email: str, password: str) -> Row | None:
    row = store.row(_USER, (email,))
    return row if row is not None and verify_password(password, row["password_hash"]) else None


def _fields(session: LoginSession, params: Params) -> dict[str, str]:
    return {
        "authenticity_token": session.authenticity_token,
        "return_to": params.text("return_to") or "",
    }


routes = [
    Route("/auth/sign_in", _form, methods=["GET"]),
    Route("/auth/sign_in", _sign_in, methods=["POST"]),
]
