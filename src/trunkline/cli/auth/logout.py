"""The command logout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.exits import NETWORK, REFUSED, CommandFailure, exit_code_of
from trunkline.cli.output.terminal import one_line, say
from trunkline.cli.session.choosing import TOKEN
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import (
    MastodonError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
)

if TYPE_CHECKING:
    from trunkline.clients.client import Mastodon


@command(
    {
        "trunkline logout": "the account that commands use",
        "trunkline logout --as bob@mastodon.social": "another account",
    }
)
@click.option("--force", is_flag=True, help="Delete the token here even if the server does not revoke it.")
@with_session()
def logout(session: Session, force: bool) -> None:
    """Revoke the token of an account, and delete it here. A token that cannot be revoked is kept, unless forced."""
    login, client = session.login, session.client
    if login is None:
        raise click.UsageError(f"The token is that of {TOKEN}, which is not stored: unset it.")
    try:
        client.revoke_access_token()
    except MastodonError as error:
        if not _is_invalid(client, error):
            reason = one_line(str(error))
            if not force:
                raise CommandFailure(
                    f"The token is not revoked, and {login.place} is kept: {reason} Run this command again; or remove "
                    "the application in the settings of your account, and run it with --force.",
                    NETWORK if exit_code_of(error) == NETWORK else REFUSED,
                ) from error
            say(f"The token is deleted here, and still valid: {reason}", error=True)
    login.forget()
    say(f"Logged out of {client.api_base_url}{f' as @{login.name}' if login.name else ''}.")


def _is_invalid(client: Mastodon, error: MastodonError) -> bool:
    """Return True if a server that did not revoke a token no longer accepts it."""
    if isinstance(error, MastodonNetworkError | MastodonServerError | MastodonRatelimitError):
        return False
    try:
        client.account_verify_credentials()
    except MastodonError as other:
        return isinstance(other, MastodonUnauthorizedError)
    return False
