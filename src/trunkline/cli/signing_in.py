"""Getting a token through the server's authorize page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trunkline.clients.client import Mastodon
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.loopback import Loopback

_PATIENCE = 300


def begin(server: str, app_name: str, scopes: list[str], redirect_uri: str) -> tuple[Mastodon, Authorization]:
    """A client with fresh keys of an application, and its request for authorization."""
    keys = Mastodon.create_app(app_name, scopes, redirect_uri, api_base_url=server)
    client = Mastodon(*keys, api_base_url=server)
    return client, client.authorization(scopes, redirect_uri)


def finish(client: Mastodon, request: Authorization, code: str, to_file: Path | None = None) -> Mastodon:
    """The client, with the token that the code is good for."""
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
    """A client with a token.

    Args:
        server: its address.
        app_name: the name that the person sees.
        scopes: what to ask for.
        visit: brings the person to the address of the authorize page, from where they return to this machine.
        to_file: where to keep the token.
    """
    with Loopback() as receiver:
        client, request = begin(server, app_name, scopes, receiver.redirect_uri)
        visit(request.url)
        code = request.code_from(receiver.wait(_PATIENCE))
    return finish(client, request, code, to_file)
