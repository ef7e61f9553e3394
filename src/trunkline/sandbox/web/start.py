"""The pages that are not about one thing: start, posts, people, about; and the addresses of the web app."""

from __future__ import annotations

from html import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, redirect
from trunkline.sandbox.http.context import base_of, origin_of, store_of, title_of
from trunkline.sandbox.http.formats import HTML, chosen
from trunkline.sandbox.rules.visibility import UNRESTRICTED
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.settings import setting
from trunkline.sandbox.web.layout import PRIVATE, STALE_A_DAY, page, page_headers, text_card
from trunkline.sandbox.web.markup import people, posts

_NEWEST = f"""
SELECT s.id FROM statuses s WHERE s.in_public_feed AND (s.local OR NOT :local) AND {UNRESTRICTED}
ORDER BY s.id DESC LIMIT 20
"""
_FAVOURITES = f"""
SELECT s.id FROM statuses s WHERE s.in_public_feed AND {UNRESTRICTED}
ORDER BY s.favourites_count + s.reblogs_count DESC, s.id DESC LIMIT 20
"""
_DIRECTORY = """
SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id
WHERE a.discoverable AND a.domain IS NULL AND NOT a.suspended AND NOT a.limited AND u.confirmed AND u.approved
ORDER BY a.last_status_at DESC, a.id LIMIT 40
"""


def _serializer(request: Request) -> Serializer:
    return Serializer(store_of(request), base_of(request))


def _only_html(request: Request) -> Response | None:
    """Return the 406 for those who accept no HTML."""
    if chosen(request, (HTML,)) is None:
        return answer({"error": "Not Acceptable"}, 406, page_headers(STALE_A_DAY))
    return None


def _listed(request: Request, heading: str, sql: str, *, local: bool = False) -> Response:
    ids = store_of(request).column(sql, {"local": local})
    body = f"<h1>{heading}</h1>{posts(_serializer(request).statuses(ids))}"
    return _only_html(request) or page(request, title_of(request), body)


async def _start(request: Request) -> Response:
    description = f"<p>{escape(setting(store_of(request), 'description'))}</p>"
    ids = store_of(request).column(_NEWEST, {"local": True})
    newest = f"<h2>Newest posts</h2>{posts(_serializer(request).statuses(ids))}"
    body = text_card(title_of(request), description) + newest
    return _only_html(request) or page(request, title_of(request), body)


async def _explore(request: Request) -> Response:
    return _listed(request, "What people like", _FAVOURITES)


async def _public(request: Request) -> Response:
    return _listed(request, "Newest posts", _NEWEST)


async def _local(request: Request) -> Response:
    return _listed(request, "Newest posts of this server", _NEWEST, local=True)


async def _directory(request: Request) -> Response:
    accounts = _serializer(request).accounts(store_of(request).column(_DIRECTORY))
    return _only_html(request) or page(request, title_of(request), f"<h1>People</h1>{people(accounts)}")


async def _about(request: Request) -> Response:
    store = store_of(request)
    rules = "".join(f"<li>{escape(text)}</li>" for text in store.column("SELECT text FROM rules ORDER BY position, id"))
    content = (
        f"<p>{escape(setting(store, 'description'))}</p>{setting(store, 'extended_description')}"
        f"<p>Contact: {escape(setting(store, 'email'))}</p>{f'<h2>Rules</h2><ol>{rules}</ol>' if rules else ''}"
    )
    return _text(request, "About", content)


async def _privacy_policy(request: Request) -> Response:
    return _text(request, "Privacy Policy", setting(store_of(request), "privacy_policy"))


async def _terms(request: Request) -> Response:
    return _text(request, "Terms of Service", setting(store_of(request), "terms_of_service"))


def _text(request: Request, title: str, content: str) -> Response:
    """Show a text of the server's owner, who wrote it as HTML."""
    return _only_html(request) or page(request, title_of(request, title), text_card(title, content))


async def _web_app(request: Request) -> Response:
    """Say that there is no web app: on a Mastodon, it shows here what belongs to the person who signed in."""
    text = (
        "<p>On a Mastodon the web app would be here. The sandbox has none: sign in with the client that you test.</p>"
    )
    return _only_html(request) or page(request, title_of(request), text_card("For clients", text))


async def sign_up(request: Request) -> Response:
    """Say how people sign up."""
    text = "<p>There is no form here. Clients register people with <code>POST /api/v1/accounts</code>.</p>"
    return _account_page(request, "Sign up", text)


async def _reset_password(request: Request) -> Response:
    return _account_page(request, "Reset password", "<p>The sandbox named all passwords when it started.</p>")


def _account_page(request: Request, title: str, text: str) -> Response:
    shown = page(request, title_of(request, title), text_card(title, text), cache=PRIVATE)
    shown.headers["Vary"] = "Accept"
    return shown


async def _sign_in_first(request: Request) -> Response:
    return redirect(f"{origin_of(request)}/auth/sign_in", 302)


async def _moderators_only(_request: Request) -> Response:
    raise HTTPException(403)


def _moved(path: str, target: str, status: int) -> Route:
    """Build a route that redirects to another path of this server; `{rest}` is the rest of the path."""

    async def moved(request: Request) -> Response:
        rest = request.path_params.get("rest", "")
        return redirect(f"{base_of(request)}{target.format(rest=rest)}", status)

    return Route(path, moved, methods=["GET"])


# Source: https://github.com/mastodon/mastodon/blob/main/config/routes/web_app.rb
_WEB_APP = (
    "blocks", "bookmarks", "conversations", "domain_blocks", "favourites", "follow_requests", "followed_tags",
    "getting-started", "home", "keyboard-shortcuts", "mutes", "pinned", "profile", "publish", "public/remote", "search",
)  # fmt: skip
_WEB_APP_WITH_MORE = (
    "collections", "deck", "links", "lists", "notifications", "notifications_v2", "start", "statuses",
)  # fmt: skip
# Source: https://github.com/mastodon/mastodon/blob/main/config/routes.rb
_PERSONAL = (
    "/authorize_interaction", "/share", "/settings/{rest:path}", "/auth/edit", "/relationships", "/filters",
    "/filters/{rest:path}", "/statuses_cleanup", "/backups/{id}/download", "/disputes/{rest:path}",
    "/severed_relationships",
)  # fmt: skip
routes = [
    Route("/", _start, methods=["GET"]),
    Route("/explore", _explore, methods=["GET"]),
    Route("/explore/{rest:path}", _explore, methods=["GET"]),
    Route("/public", _public, methods=["GET"]),
    Route("/public/local", _local, methods=["GET"]),
    Route("/directory", _directory, methods=["GET"]),
    Route("/about", _about, methods=["GET"]),
    Route("/privacy-policy", _privacy_policy, methods=["GET"]),
    Route("/terms-of-service", _terms, methods=["GET"]),
    Route("/auth/sign_up", sign_up, methods=["GET"]),
    Route("/auth/password/new", _reset_password, methods=["GET"]),
    _moved("/about/more", "/about", 301),
    _moved("/terms", "/terms-of-service", 301),
    _moved("/web", "/", 302),
    _moved("/web/{rest:path}", "/{rest}", 302),
    _moved("/settings/preferences", "/settings/preferences/appearance", 301),
    _moved("/admin", "/admin/dashboard", 302),
    Route("/admin/{rest:path}", _moderators_only, methods=["GET"]),
    *(Route(path, _sign_in_first, methods=["GET"]) for path in _PERSONAL),
    *(Route(f"/{name}", _web_app, methods=["GET"]) for name in (*_WEB_APP, *_WEB_APP_WITH_MORE)),
    *(Route(f"/{name}/{{rest:path}}", _web_app, methods=["GET"]) for name in _WEB_APP_WITH_MORE),
]
