"""HTML of the login and authorization pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import title_of
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.store.times import iso

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1b2e; --soft: #5f5d78; --paper: #fff; --ground: #f1f0f7;
  --line: #dcdae8; --accent: #5a4fcf; --on-accent: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0eff8; --soft: #a9a7c2; --paper: #24233a;
  --ground: #17162a; --line: #3c3a57; --accent: #8c83ff; --on-accent: #17162a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; color: var(--ink);
  background: var(--ground); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(28rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: 2rem; box-shadow: 0 8px 30px rgb(0 0 0 / 8%); }
h1 { font-size: 1.35rem; margin: 0 0 .5rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); overflow-wrap: anywhere; } p { margin: .4rem 0 1rem; color: var(--soft); }
p strong { color: var(--ink); } label { display: block; font-weight: 600; margin: 1rem 0 .3rem; }
input[type=email], input[type=password], input[type=text] { width: 100%; padding: .65rem .8rem; font: inherit;
  color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; }
input.oauth-code { font-family: ui-monospace, monospace; }
button { width: 100%; margin-top: 1.2rem; padding: .7rem; font: inherit; font-weight: 600; border-radius: 8px;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.quiet { background: none; color: var(--accent); margin-top: .6rem; }
ul { margin: 1rem 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 10px; }
li { padding: .6rem .9rem; } li + li { border-top: 1px solid var(--line); }
li small { display: block; color: var(--soft); font-family: ui-monospace, monospace; }
.alert { color: var(--bad); font-weight: 600; }
"""
_AREAS = {
    "accounts": "profiles and account settings",
    "blocks": "blocked accounts and servers",
    "bookmarks": "bookmarks",
    "collections": "collections of accounts",
    "conversations": "private conversations",
    "favourites": "favourites",
    "filters": "filters",
    "follows": "followed accounts",
    "lists": "lists",
    "media": "uploaded media",
    "mutes": "muted accounts and conversations",
    "notifications": "notifications",
    "reports": "reports",
    "search": "search results",
    "statuses": "posts",
}
_WHOLE = {
    "read": "Read everything in your account",
    "write": "Post and change everything in your account",
    "follow": "Follow, mute and block for you",
    "push": "Receive your push notifications",
    "profile": "See who you are",
    "admin:read": "Read what moderators of this server see",
    "admin:write": "Act as a moderator of this server",
}


def page(request: Request, title: str, body: str, status: int = 200) -> Response:
    """Build an HTML page. Its `title` is followed by the name of the server."""
    named = escape(title_of(request, title))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{named}</title>'
    headers = {"Cache-Control": "private, no-store", "X-Frame-Options": "DENY"}
    document = (
        f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
    return HTMLResponse(document, status, headers)


def hidden_fields(fields: Mapping[str, str]) -> str:
    """Return hidden form fields."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )


def login_page(request: Request, fields: Mapping[str, str], email: str = "", problem: str = "") -> Response:
    """Build the login form. `problem` is the error of the previous attempt."""
    alert = f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""
    body = f"""<h1>Log in</h1>
<p>This is a sandbox: the account <strong>alice</strong> has the e-mail address
<strong>alice@sandbox.example</strong>. The sandbox named its password when it started.</p>{alert}
<form method="post" action="/auth/sign_in">{hidden_fields(fields)}
<label for="email">E-mail address</label>
<input id="email" type="email" name="user[email]" value="{escape(email)}" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" type="password" name="user[password]" autocomplete="current-password" required>
<button type="submit">Log in</button></form>"""
    return page(request, "Log in", body, 422 if problem else 200)


def second_factor_page(request: Request, fields: Mapping[str, str], problem: str = "") -> Response:
    """Build the form that asks for the code of the second factor."""
    alert = f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""
    body = f"""<h1>Two-factor authentication</h1>
<p>Enter the code that your authenticator app shows.</p>{alert}
<form method="post" action="/auth/sign_in">{hidden_fields(fields)}
<label for="code">Two-factor code</label>
<input id="code" type="text" name="user[otp_attempt]" inputmode="numeric" autocomplete="one-time-code" required
autofocus>
<button type="submit">Log in</button></form>"""
    return page(request, "Two-factor authentication", body)


def forgery_answer(request: Request) -> Response:
    """Build the 422 for a form that no page of this session contained."""
    if "text/html" in request.headers.get("accept", ""):
        return error_page(request, "Your session expired. Go back to the app and try again.", 422)
    return answer({"error": "Unprocessable Content"}, 422)


def mail_page(request: Request, mails: Sequence[Row]) -> Response:
    """Build the page that shows the mails that were not sent."""
    shown = "".join(
        f"<article><h2>{escape(mail['subject'])}</h2><p>To <strong>{escape(mail['recipient'])}</strong>,"
        f" {iso(mail['created_at'])}</p><p>{escape(mail['body'])}</p>"
        f'<p><a href="{escape(mail["link"])}">{escape(mail["link"])}</a></p></article>'
        for mail in mails
    )
    return page(
        request, "Mails", f"<h1>Mails</h1><p>The sandbox sends none of them.</p>{shown or '<p>There are none.</p>'}"
    )


def consent_page(
    request: Request, app_name: str, handle: str, scopes: Iterable[str], fields: Mapping[str, str]
) -> Response:
    """Build the form that asks for the user's consent."""
    leaving = {"_method": "delete", "continue": "true", "authenticity_token": fields["authenticity_token"]}
    items = "".join(f"<li>{escape(describe(scope))}<small>{escape(scope)}</small></li>" for scope in scopes)
    body = f"""<h1>{escape(app_name)} wants to use your account</h1>
<p>You are logged in as <strong>@{escape(handle)}</strong>. If you agree, the app may:</p><ul>{items}</ul>
<form method="post" action="/oauth/authorize">{hidden_fields(fields)}
<button type="submit">Authorize</button></form>
<form method="post" action="/oauth/authorize">{hidden_fields({**fields, "_method": "delete"})}
<button type="submit" class="quiet">Deny</button></form>
<form method="post" action="/auth/sign_out">{hidden_fields(leaving)}
<button type="submit" class="quiet">Log in as somebody else</button></form>"""
    return page(request, "Authorization required", body)


def code_page(request: Request, code: str) -> Response:
    """Build the page that shows the authorization code."""
    body = f"""<h1>Copy this code</h1><p>Give it to the app that asked for it. It is good for ten minutes.</p>
<input class="oauth-code" type="text" value="{escape(code)}" readonly autofocus aria-label="Authorization code">"""
    return page(request, "Authorization code", body)


def error_page(request: Request, description: str, status: int) -> Response:
    """Build an error page for an invalid authorization request."""
    alert = f'<p class="alert" role="alert">{escape(description)}</p>'
    return page(request, "An error has occurred", f"<h1>An error has occurred</h1>{alert}", status)


def forward_page(request: Request, url: str, fields: Mapping[str, str]) -> Response:
    """Build a form that posts the result to the app (response_mode=form_post)."""
    body = f"""<h1>Back to the app</h1><form method="post" action="{escape(url)}">{hidden_fields(fields)}
<button type="submit" autofocus>Continue</button></form>"""
    return page(request, "Continue", body)


def describe(scope: str) -> str:
    """Return a description of a scope for the user."""
    if scope in _WHOLE:
        return _WHOLE[scope]
    action, _, area = scope.rpartition(":")
    verb = "Read" if action.endswith("read") else "Change"
    return f"{verb} {_AREAS.get(area, area.replace('_', ' '))}"
