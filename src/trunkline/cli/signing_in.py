"""Log-in through the server's authorization page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trunkline.clients.client import Mastodon
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.loopback import Loopback

_PATIENCE = 300


def begin(server: str, app_name: str, scopes: list[str], redirect_uri: str) -> tuple[Mastodon, Authorization]:
    """Register an application; return a client with its credentials and an authorization request."""
    keys = Mastodon.create_app(app_name, scopes, redirect_uri, api_base_url=server)
    client = Mastodon(*keys, api_base_url=server)
    return client, client.authorization(scopes, redirect_uri)


def finish(client: Mastodon, request: Authorization, code: str, to_file: Path | None = None) -> Mastodon:
    """Exchange the code for a token; return the client, which then uses it."""
    client.log_in(
        code=code,
        redirect_uri=request.redirect_uri,
        scopes=request.scopes.split(),
        to_file=to_file,
        code_verifier=request.code_verifier,
    )
    return client


def sign_in(
    server: str, app_name: str, scopes: list[str], visit: Callable[[str], object], to_file: Path | None = None
) -> Mastodon:
    """Log in with a redirect to this machine, and return a client with the token.

    Args:
        server: the address of the server.
        app_name: the name that the authorization page shows.
        scopes: the scopes to request.
        visit: opens the URL of the authorization page; the redirect that follows carries the code.
        to_file: the file to write the token to.
    """
    with Loopback() as receiver:
        client, request = begin(server, app_name, scopes, receiver.redirect_uri)
        receiver.expect(request)
        visit(request.url)
        code = receiver.wait(_PATIENCE)
    return finish(client, request, code, to_file)
