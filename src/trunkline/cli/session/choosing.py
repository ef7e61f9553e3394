"""The account that a command acts as: by its options, else by the environment, else the one chosen last."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import click

from trunkline.cli.exits import NOT_LOGGED_IN, CommandFailure
from trunkline.cli.session.logins import Login, active, domains_of, logins, server_of
from trunkline.protocol.addresses import base_url

if TYPE_CHECKING:
    from trunkline.oauth.credentials import UserFile

TOKEN, SERVER = "MASTODON_ACCESS_TOKEN", "TRUNKLINE_SERVER"


class Chosen(NamedTuple):
    """A server, and who one is there.

    Attributes:
        server: the address of the server.
        login: the stored log-in; ``None`` with a token of the environment, or without any.
        user: token and application; ``None`` without a token.
    """

    server: str
    login: Login | None
    user: UserFile | None


def choose(account: str | None, server: str | None, *, anonymous: bool = False) -> Chosen:
    """Return the account that is meant.

    Args:
        account: what was given with ``--as``.
        server: what was given with ``--server``.
        anonymous: the command can do without a token: no account of *server* is no error.

    Raises:
        CommandFailure: nobody is logged in there.
        click.UsageError: several accounts are meant, or the address is none.
    """
    if account is not None:
        return _stored(named(account, server))
    token, of_token = os.environ.get(TOKEN, "").strip(), os.environ.get(SERVER, "").strip()
    given = server or of_token
    address = server_of(base_url(given)) if given else None
    own = server_of(base_url(of_token)) if token and of_token else None
    if own is not None and address == own:  # the token goes to no other server than the one named for it
        from trunkline.oauth.credentials import UserFile

        return Chosen(own, None, UserFile(token, own))
    login = active() if address is None else _at(address)
    if login is not None:
        return _stored(login)
    if address is not None and anonymous:
        return Chosen(address, None, None)
    if token and address is None:
        raise click.UsageError(f"{TOKEN} is set: set {SERVER} to the server that it is for, too.")
    raise not_logged_in(server)


def not_logged_in(server: str | None) -> CommandFailure:
    """Return the error of a command that needs an account."""
    where = f" to {server}" if server else ""
    return CommandFailure(
        f"You are not logged in{where}. Run: trunkline login {server or 'mastodon.social'}", NOT_LOGGED_IN
    )


def named(account: str, server: str | None = None) -> Login:
    """Return the only log-in that ``name@host``, a name or a host stands for.

    Raises:
        CommandFailure: there is none.
        click.UsageError: there are several.
    """
    wanted = account.strip().lstrip("@").lower()
    known = logins() if server is None else [one for one in logins() if _is_at(one, server_of(base_url(server)))]
    exact = [one for one in known if wanted in (one.label.lower(), *_other_labels(one))]
    found = exact or [one for one in known if wanted in (one.name.lower(), one.host.lower(), one.server.lower())]
    if not found:
        raise CommandFailure(f"{account} is not logged in. {_known(known)}", NOT_LOGGED_IN)
    if len(found) > 1:
        raise click.UsageError(f"{account} may be several accounts: {_labels(found)}. Write one of them.")
    return found[0]


def _stored(login: Login) -> Chosen:
    user = login.credentials()
    return Chosen(login.server, login, user)


def _at(address: str) -> Login | None:
    """Return the log-in to use at a server: the active one, or else the most recent."""
    there = [one for one in logins() if _is_at(one, address)]
    chosen = active()
    return chosen if chosen in there else there[-1] if there else None


def _is_at(login: Login, address: str) -> bool:
    return login.server == address


def _other_labels(login: Login) -> Iterator[str]:
    """Yield the account with the domains whose server is that of the log-in."""
    return (f"{login.name}@{urlsplit(domain).netloc}".lower() for domain in domains_of(login.server))


def _labels(found: Sequence[Login]) -> str:
    return ", ".join(sorted(one.label for one in found))


def _known(known: Sequence[Login]) -> str:
    return f"Logged in: {_labels(known)}." if known else "Run: trunkline login HOST"
