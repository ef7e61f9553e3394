"""The command login."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from trunkline.cli.command import command
from trunkline.cli.exits import CommandFailure
from trunkline.cli.output.terminal import ask, say
from trunkline.cli.session.logins import Login, activate, logins, name_server, store
from trunkline.cli.session.open_session import plain_http_named
from trunkline.cli.session.options import timeout_option
from trunkline.errors import MastodonError
from trunkline.oauth.credentials import UserFile
from trunkline.protocol.addresses import base_url

if TYPE_CHECKING:
    from trunkline.clients.client import Mastodon


@command(
    {
        "trunkline login mastodon.social": "log in with the browser",
        "trunkline login @bob@mastodon.social": "a second account of the same server",
        "trunkline login mastodon.social --no-browser": "on a machine without a browser: copy a code",
    }
)
@click.argument("server", metavar="SERVER")
@click.option("--scopes", default="read write", show_default=True, help="Scopes to request, separated by spaces.")
@click.option("--no-browser", is_flag=True, help="Print the address and ask for the code instead of opening a browser.")
@timeout_option
def login(server: str, scopes: str, no_browser: bool, timeout: float) -> None:
    """Log in to SERVER, and keep the token in the keyring of the system or in a file that only you can read.

    SERVER is a host, or an account there: @bob@mastodon.social or https://mastodon.social/@bob; where accounts are of
    another domain than their server, that domain does too. Each log-in is of one
    account and leaves the others as they are; commands use the newest one, or what `trunkline auth switch` chooses.
    """
    from trunkline.cli.auth.discovery import server_behind
    from trunkline.cli.auth.signing_in import SigningIn

    domain, name = _server_and_name(server)
    address = server_behind(domain, name, timeout)
    if address != domain:
        say(f"The server of {urlsplit(domain).netloc} is {address}.", error=True)
    others = [one for one in logins() if one.server == address]
    with plain_http_named(address):
        signing_in = SigningIn(address, scopes.split(), timeout, another=bool(name and others))
        client = signing_in.by_code(_typed_code) if no_browser else signing_in.by_browser(_open_browser)
        with client:
            made = _stored(client)
    if address != domain:
        name_server(domain, address)
    say(f"Logged in to {made.server}{f' as @{made.name}' if made.name else ''}; the token is in {made.place}.")
    if name and made.name and name.lower() != made.name.lower():
        say(f"The browser was logged in as {made.name}, not as {name}. Log out there, and run this again.", error=True)


def _server_and_name(text: str) -> tuple[str, str]:
    """Return the address of the server, and the name of the account if there is one."""
    rest = text.strip()
    if "://" in rest:
        before, _, name = rest.rpartition("/@")
        return (base_url(before), name) if before else (base_url(rest), "")
    host, _, name = rest.partition("/@")
    if name:
        return base_url(host), name
    name, at, host = rest.lstrip("@").rpartition("@")
    return base_url(host if at else rest.lstrip("@")), name


def _stored(client: Mastodon) -> Login:
    """Store the token, and revoke one of the same account that it replaces."""
    try:
        name = client.account_verify_credentials().username or ""
    except MastodonError:  # a token for writing alone does not know its account
        name = ""
    address = client.api_base_url
    old = [user for one in logins() if name and one.file.stem == _stem(name, address) for user in _credentials(one)]
    user = UserFile(client.access_token or "", address, client.client_id, client.client_secret)
    made = store(name, user)
    activate(made)
    for one in old:
        if one.access_token != user.access_token:  # Mastodon may give the same again
            _revoke(one)
    return made


def _credentials(login: Login) -> list[UserFile]:
    """Return the token of a log-in; nothing if it cannot be read."""
    try:
        return [login.credentials()]
    except (MastodonError, CommandFailure):
        return []


def _stem(name: str, address: str) -> str:
    return f"{name}@{urlsplit(address).netloc.replace(':', '_')}"


def _revoke(user: UserFile) -> None:
    from trunkline.clients.client import Mastodon

    with Mastodon(user.client_id, user.client_secret, user.access_token, user.api_base_url) as client:
        try:
            client.revoke_access_token()
        except MastodonError:
            say("The earlier token of this account is not revoked: see the settings of the account.", error=True)


def _typed_code(url: str) -> str:
    say(f"Open this address, agree, and copy the code:\n\n  {url}\n")
    return ask("Code").strip()


def _open_browser(url: str) -> None:
    say(f"Opening the browser. If none appears, open:\n\n  {url}\n")
    webbrowser.open(url)
