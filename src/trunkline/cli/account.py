"""The commands login, logout and whoami."""

from __future__ import annotations

import webbrowser

import click

from trunkline.cli.output.statuses import account_line
from trunkline.cli.output.terminal import console, styled
from trunkline.cli.signing_in import begin, finish, sign_in
from trunkline.cli.token_files import client_for, file_for, server_option
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
    click.echo(f"Logged in to {client.api_base_url}; the token is in {file}.")


def _typed_code(url: str) -> str:
    click.echo(f"Open this address, agree, and copy the code:\n\n  {url}\n")
    code: str = click.prompt("Code", hide_input=True)
    return code.strip()


def _open_browser(url: str) -> None:
    click.echo(f"Opening the browser. If none appears, open:\n\n  {url}\n")
    webbrowser.open(url)


@click.command()
@server_option
def logout(server: str | None) -> None:
    """Revoke the token, and delete the file that holds it."""
    with client_for(server) as client:
        try:
            client.revoke_access_token()
        finally:
            file_for(client.api_base_url).unlink()
        click.echo(f"Logged out of {client.api_base_url}.")


@click.command()
@server_option
def whoami(server: str | None) -> None:
    """Show the account that is logged in."""
    with client_for(server) as client:
        me = client.account_verify_credentials()
    counts = f"{me.statuses_count} posts, {me.followers_count} followers, follows {me.following_count}"
    console().print(account_line(me), styled((f"on {client.api_base_url}\n{counts}", "dim")))
