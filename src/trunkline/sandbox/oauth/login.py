"""Signing in, with a second factor where it is set up, and signing out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import origin_of, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.oauth.one_time_codes import use_code
from trunkline.sandbox.oauth.pages import forgery_answer, login_page, page, second_factor_page
from trunkline.sandbox.oauth.sessions import LoginSession, session_of
from trunkline.sandbox.rules.user_ips import note_ip
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.passwords import verify_password

SIGN_IN = "/auth/sign_in"
_HTML = "text/html; charset=utf-8"
_USER = """
SELECT u.*, a.suspended FROM users u JOIN accounts a ON a.id = u.account_id WHERE lower(u.email) = lower(?)
"""


def to_login(request: Request, return_to: str) -> Response:
    """Redirect the browser to the login page, and from there to `return_to`."""
    response = RedirectResponse(f"{origin_of(request)}{SIGN_IN}", 302, headers={"Content-Type": _HTML})
    return session_of(request).bound_for(return_to).save(response)


async def _form(request: Request) -> Response:
    session = session_of(request)
    return session.save(login_page(request, _fields(session)))


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/auth/sessions_controller.rb
async def _sign_in(request: Request) -> Response:
    session = session_of(request)
    params = await params_of(request)
    if not session.accepts_form(params.text("authenticity_token")):
        return forgery_answer(request)
    user = params.child("user") or Params()
    if session.attempt is not None and user.filled("email") is None:
        return _check_code(request, session, session.attempt, user.text("otp_attempt") or "")
    email = (user.text("email") or "").strip()
    found = _find_user(store_of(request), email, user.text("password") or "")
    if found is None:
        return session.save(login_page(request, _fields(session), email, "Invalid E-mail address or password."))
    if found["suspended"] or found["disabled"] or not found["confirmed"] or not found["approved"]:
        return session.save(login_page(request, _fields(session), email, "This account may not sign in."))
    if found["otp_secret"] is not None:
        return session.attempted_by(found["account_id"]).save(second_factor_page(request, _fields(session)))
    return _signed_in(request, session, found["account_id"])


def _check_code(request: Request, session: LoginSession, account_id: int, code: str) -> Response:
    if use_code(store_of(request), account_id, code):
        return _signed_in(request, session, account_id)
    return session.save(second_factor_page(request, _fields(session), "Invalid two-factor code"))


def _signed_in(request: Request, session: LoginSession, account_id: int) -> Response:
    """Go on to the page that asked for the sign-in."""
    note_ip(store_of(request), account_id, request.client.host if request.client else "")
    if session.return_to:
        return session.signed_in(account_id).save(RedirectResponse(session.return_to, 303))
    shown = page(request, "Logged in", "<h1>You are logged in</h1><p>Go back to the app.</p>")
    return session.signed_in(account_id).save(shown)


def _find_user(store: Store, email: str, password: str) -> Row | None:
    row = store.row(_USER, (email,))
    return row if row is not None and verify_password(password, row["password_hash"]) else None


def _fields(session: LoginSession) -> dict[str, str]:
    return {"authenticity_token": session.authenticity_token}


async def _sign_out(request: Request) -> Response:
    """End the session. With `continue` the next sign-in leads back to the page where this one ended."""
    session = session_of(request)
    params = await params_of(request)
    if request.method == "POST" and params.text("_method") != "delete":
        raise HTTPException(404)
    if not session.accepts_form(params.text("authenticity_token") or request.headers.get("x-csrf-token")):
        return forgery_answer(request)
    left = session.signed_in(None)
    if params.flag("continue"):
        left = left.bound_for(session.return_to)
    if "application/json" in request.headers.get("accept", ""):
        return left.save(answer({"redirect_to": SIGN_IN}))
    return left.save(RedirectResponse(f"{origin_of(request)}{SIGN_IN}", 303))


routes = [
    Route(SIGN_IN, _form, methods=["GET"]),
    Route(SIGN_IN, _sign_in, methods=["POST"]),
    Route("/auth/sign_out", _sign_out, methods=["DELETE", "POST"]),
]
