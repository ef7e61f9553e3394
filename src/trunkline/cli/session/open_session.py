"""The open session of a command: a client, the account, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trunkline.cli.exits import NETWORK, CommandFailure
from trunkline.cli.session.choosing import Chosen, choose, not_logged_in
from trunkline.cli.session.logins import Login, name_login
from trunkline.cli.session.memory import AccountMemory
from trunkline.errors import MastodonNetworkError

if TYPE_CHECKING:
    from trunkline.clients.client import Mastodon
    from trunkline.entities import Account

TIMEOUT = 30.0
"""Seconds without any byte from the server until a command gives up."""


class Session:
    """A client, and who uses it.

    Attributes:
        client: the client, with the token of the account if there is one.
        login: the stored log-in; ``None`` with a token of the environment, or without an account.
    """

    def __init__(self, client: Mastodon, login: Login | None) -> None:
        self.client, self.login = client, login

    @property
    def is_anonymous(self) -> bool:
        """True without an account."""
        return self.client.access_token is None

    @property
    def host(self) -> str:
        """Host of the server, with its port if it has one."""
        return urlsplit(self.client.api_base_url).netloc

    @property
    def label(self) -> str:
        """The account as people write it: ``name@host``; the host alone without a stored log-in."""
        return self.login.label if self.login else self.host

    @cached_property
    def memory(self) -> AccountMemory:
        """Numbers and names of the last listings."""
        return AccountMemory(self.label)

    @cached_property
    def me(self) -> Account:
        """The own account; requested once.

        Raises:
            CommandFailure: without an account.
        """
        if self.is_anonymous:
            raise not_logged_in(self.host)
        me = self.client.account_verify_credentials()
        if self.login is not None and not self.login.name:
            name_login(self.login, me.username)
            self.login = self.login._replace(name=me.username)  # numbers are remembered by its name from now on
        return me


@contextmanager
def open_session(
    account: str | None = None, server: str | None = None, timeout: float = TIMEOUT, *, anonymous: bool = False
) -> Iterator[Session]:
    """Open the session that options choose; see `trunkline.cli.session.choosing.choose`."""
    chosen = choose(account, server, anonymous=anonymous)
    with session_of(chosen, timeout) as session:
        yield session


@contextmanager
def session_of(chosen: Chosen, timeout: float = TIMEOUT) -> Iterator[Session]:
    """Open the session of a server and an account."""
    from trunkline.clients.client import Mastodon

    user = chosen.user
    client = Mastodon(
        user.client_id if user else None,
        user.client_secret if user else None,
        user.access_token if user else None,
        chosen.server,
        request_timeout=timeout,
    )
    with client, plain_http_named(chosen.server):
        yield Session(client, chosen.login)


@contextmanager
def plain_http_named(server: str) -> Iterator[None]:
    """Add to an error of the network that a server on this machine may speak http."""
    from trunkline.protocol.addresses import is_loopback

    try:
        yield
    except MastodonNetworkError as error:
        if not (server.startswith("https:") and is_loopback(server)):
            raise
        plain = server.replace("https:", "http:", 1)
        raise CommandFailure(f"{error} If the server speaks plain http, write {plain}", NETWORK) from error
