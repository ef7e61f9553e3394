"""People and applications that tests make with `Sandbox.person` and `Sandbox.application`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trunkline.sandbox.person import authorize

Ask = Callable[..., Any]
"""`ask` of a running server: the name of a method of `Control`, and its arguments."""

DEFAULT_SCOPES = "read write follow push"


@dataclass(frozen=True, slots=True)
class SandboxApplication:
    """A registered application of a sandbox."""

    id: str
    name: str
    client_id: str
    client_secret: str = field(repr=False)
    _ask: Ask = field(repr=False, compare=False)

    def token(self, scopes: str = "read", *, expired: bool = False, revoked: bool = False) -> str:
        """Return an access token of the application itself, which acts for no user.

        Args:
            scopes: scopes, separated by spaces; the application has registered each of them.
            expired: make a token whose lifetime is over.
            revoked: make a token that was revoked.

        Raises:
            ValueError: the application has not registered one of the scopes.
        """
        return str(self._ask("app_token", app_id=self.id, scopes=scopes, expired=expired, revoked=revoked))


@dataclass(frozen=True, slots=True)
class SandboxPerson:
    """A local user of a sandbox."""

    id: str
    username: str
    email: str
    password: str = field(repr=False)
    token: str = field(repr=False)
    """An access token with the scopes `read write follow push`."""
    _ask: Ask = field(repr=False, compare=False)
    _ca_file: str | None = field(default=None, repr=False, compare=False)

    def token_for(
        self,
        scopes: str = DEFAULT_SCOPES,
        *,
        application: SandboxApplication | None = None,
        expired: bool = False,
        revoked: bool = False,
    ) -> str:
        """Return an access token of this person.

        Args:
            scopes: scopes, separated by spaces; the application has registered each of them.
            application: the application that acts for the person; by default one called "Sandbox" with all scopes.
            expired: make a token whose lifetime is over.
            revoked: make a token that was revoked.

        Raises:
            ValueError: there is no such scope, or the application has not registered it.
        """
        app_id = None if application is None else application.id
        return str(
            self._ask(
                "token_for", username=self.username, scopes=scopes, app_id=app_id, expired=expired, revoked=revoked
            )
        )

    def authorize(self, url: str) -> str:
        """Log in at an authorization page, agree, and return the code; see `Sandbox.authorize`."""
        return authorize(url, self.email, self.password, self.one_time_code, self._ca_file)

    def one_time_code(self) -> str:
        """Return the code that an authenticator app would show now; each works once.

        Raises:
            ValueError: the person was made without `two_factor=True`.
        """
        return str(self._ask("one_time_code", username=self.username))
