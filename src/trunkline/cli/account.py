"""The commands login, logout and whoami."""

from __future__ import annotations

import webbrowser

import click

from trunkline.cli.output.statuses import account_line
from trunkline.cli.output.terminal import ask, console, one_line, say, styled
from trunkline.cli.signing_in import begin, finish, sign_in
from trunkline.cli.token_files import client_for, file_for, server_option
from trunkline.clients.client import Mastodon
from trunkline.errors import (
    MastodonError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
)
from trunkline.oauth.scopes import OUT_OF_BAND

_APP_NAME = "trunkline"


@click.command()
@click.argument("server")
@click.option("--scopes", default="read write", show_default=True, help="Scopes to request, separated by spaces.")
@click.option("--no-browser", is_flag=True, help="Print the address and ask for the code instead of opening a browser.")
def login(server: str, scopes: str, no_browser: bool) -> None:
    """Log in to SERVER and keep the token in a file that only you can read."""
    file = file_for(server)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if no_browser:
        client, request = begin(server, _APP_NAME, scopes.split(), OUT_OF_BAND)
        finish(client, request, _typed_code(request.url), file)
    else:
        client = sign_in(server, _APP_NAME, scopes.split(), _open_browser, file)
    say(f"Logged in to {client.api_base_url}; the token is in {file}.")


def _typed_code(url: str) -> str:
    say(f"Open this address, agree, and copy the code:\n\n  {url}\n")
    return ask("Code").strip()


def _open_browser(url: str) -> None:
    say(f"Opening the browser. If none appears, open:\n\n  {url}\n")
    webbrowser.open(url)


@click.command()
@server_option
def logout(server: str | None) -> None:
    """Revoke the token, and delete the file that holds it. A token that cannot be revoked is kept."""
    with client_for(server) as client:
        file = file_for(client.api_base_url)
        try:
            client.revoke_access_token()
        except MastodonError as error:
            if not _is_invalid(client, error):
                raise click.ClickException(
                    f"The token is not revoked, and {file} is kept: {one_line(str(error))} Run this command again; or "
                    "remove the application in the settings of your account, and delete the file."
                ) from error
        file.unlink()
        say(f"Logged out of {client.api_base_url}.")


def _is_invalid(client: Mastodon, error: MastodonError) -> bool:
    """Return True if a server that did not revoke a token no longer accepts it."""
    if isinstance(error, MastodonNetworkError | MastodonServerError | MastodonRatelimitError):
        return False
    try:
        client.account_verify_credentials()
    except MastodonError as other:
        return isinstance(other, MastodonUnauthorizedError)
    return False


@click.command()
@server_option
def whoami(server: str | None) -> None:
    """Show the account that is logged in."""
    with client_for(server) as client:
        me = client.account_verify_credentials()
    counts = f"{me.statuses_count} posts, {me.followers_count} followers, follows {me.following_count}"
    console().print(account_line(me), styled((f"on {client.api_base_url}\n{counts}", "dim")))
