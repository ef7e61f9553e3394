"""Log-in through the server's authorization page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trunkline.cli.auth.applications import application, register, still_known
from trunkline.cli.exits import REFUSED, CommandFailure
from trunkline.clients.client import Mastodon
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.loopback import Loopback
from trunkline.oauth.scopes import OUT_OF_BAND

_PATIENCE = 300


@dataclass(frozen=True)
class SigningIn:
    """A request for a token of a person.

    Attributes:
        server: the address of the server.
        scopes: the scopes to request.
        timeout: seconds without any byte from the server until a request is given up.
        another: ask for a name and a password even if the browser is logged in: as somebody else.
    """

    server: str
    scopes: list[str]
    timeout: float
    another: bool = False

    def by_browser(self, visit: Callable[[str], object]) -> Mastodon:
        """Log in with a redirect to this machine, and return a client with the token.

        Args:
            visit: opens the URL of the authorization page; the redirect that follows carries the code.
        """
        with self._receiver() as receiver:
            client, request = self._begin(receiver.redirect_uri)
            receiver.expect(request)
            visit(request.url)
            try:
                code = receiver.wait(_PATIENCE)
            except MastodonIllegalArgumentError as error:
                raise CommandFailure(f"{error} You are not logged in.", REFUSED) from error
        return self._finish(client, request, code)

    def by_code(self, ask_for_code: Callable[[str], str]) -> Mastodon:
        """Log in with a code that the server shows, and return a client with the token.

        Args:
            ask_for_code: shows the URL of the authorization page, and returns the code.
        """
        client, request = self._begin(OUT_OF_BAND)
        return self._finish(client, request, ask_for_code(request.url))

    def _receiver(self) -> Loopback:
        """Return a receiver on the port that the kept application was registered with, if nobody else uses it now."""
        kept = application(self.server, self.scopes)
        try:
            return Loopback(kept.port if kept else 0)
        except OSError:
            return Loopback()

    def _begin(self, redirect_uri: str) -> tuple[Mastodon, Authorization]:
        """Return a client with the keys of an application, and an authorization request."""
        kept = application(self.server, self.scopes)
        if kept is None or not kept.takes(redirect_uri) or not still_known(kept, self.server, self.timeout):
            kept = register(self.server, self.scopes, redirect_uri, self.timeout)
        client = Mastodon(kept.client_id, kept.client_secret, api_base_url=self.server, request_timeout=self.timeout)
        return client, client.authorization(self.scopes, redirect_uri, force_login=self.another)

    def _finish(self, client: Mastodon, request: Authorization, code: str) -> Mastodon:
        client.log_in(
            code=code,
            redirect_uri=request.redirect_uri,
            scopes=request.scopes.split(),
            code_verifier=request.code_verifier,
        )
        return client
