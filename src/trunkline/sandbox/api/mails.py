"""`/letter_opener`: the mails that a real server would send, under the path that Mastodon has for developers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.oauth.pages import mail_page
from trunkline.sandbox.rules.mails import kept_mails


async def index(request: Request) -> Response:
    """GET /letter_opener: the newest first."""
    return mail_page(request, kept_mails(store_of(request)))


routes = [Route("/letter_opener", index, methods=["GET"])]
