"""The e-mail address of a new account."""

from __future__ import annotations

from types import NoneType

from mastodon.endpoint import endpoint
from mastodon.request import Request


class Emails:
    """Calls for the confirmation of an e-mail address."""

    @endpoint(since="3.4.0", scopes="write:accounts")
    def email_resend_confirmation(self, *, email: str | None = None) -> Request[None]:
        """Have the server send the confirmation link of a new account once more.

        Works only with the token of the application that made the account.

        Args:
            email: another address to use instead.

        Raises:
            MastodonForbiddenError: the address is confirmed already, or another application made the account.
        """
        return Request("POST", "/api/v1/emails/confirmations", NoneType, form={"email": email})

    @endpoint(scopes="read:accounts")
    def email_check_confirmation(self) -> Request[bool]:
        """Whether the account's e-mail address is confirmed."""
        return Request("GET", "/api/v1/emails/check_confirmation", bool)
