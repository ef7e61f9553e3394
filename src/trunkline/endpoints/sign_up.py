"""Endpoints for signing up and for confirming the e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath
from types import NoneType

from trunkline.entities import AccountCreationError, Token
from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonLoginError,
    MastodonSignUpError,
    MastodonUnprocessableError,
)
from trunkline.oauth.credentials import issued, write_user_file
from trunkline.oauth.scopes import DEFAULT_SCOPES, scope_text
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.state import ClientState

SignUpResult = str | tuple[str | None, AccountCreationError | None]
"""The access token; or, with detailed errors, the token and the error."""


def _application_token(state: ClientState, scopes: str) -> Flow[str]:
    """Return a token of the application. Whether its keys suffice is for the server to say, as in Mastodon.py."""
    keys = {"client_id": state.client_id, "client_secret": state.client_secret}
    form = {**keys, "grant_type": "client_credentials", "scope": scopes}
    try:
        app: Token = yield from send(Request("POST", "/oauth/token", Token, form=form, anonymous=True))
    except MastodonAPIError as error:
        raise MastodonLoginError.from_answer(error) from error
    return issued(app.access_token, "access_token")


class SignUp(Client):
    """Creating accounts."""

    @endpoint(
        since="2.7.0",
        changed="4.4.0",
        scopes="write:accounts",
        params_since={"reason": "3.0.0", "date_of_birth": "4.4.0"},
    )
    def create_account(
        self,
        username: str,
        password: str,
        email: str,
        agreement: bool = False,
        reason: str | None = None,
        locale: str = "en",
        scopes: Sequence[str] = DEFAULT_SCOPES,
        to_file: str | PurePath | None = None,
        return_detailed_error: bool = False,
        date_of_birth: date | None = None,
        *,
        invite_code: str | None = None,
        time_zone: str | None = None,
    ) -> Flow[SignUpResult]:
        """Create an account on the server, and use its token for all further requests.

        The client needs ``client_id``, and for nearly all servers ``client_secret``. The account is usable once
        the link in the mail that the server sends has been opened.

        Args:
            username: the name without ``@``, at most 30 characters.
            password: the password, at least 8 and at most 72 characters.
            email: the e-mail address to confirm.
            agreement: the person accepts the rules and terms of the server, which refuses without this.
            reason: the reason for joining, on servers with approval; at most 420 characters.
            locale: the language of the mail, as an ISO 639-1 code.
            scopes: the scopes of the token, among those of the application.
            to_file: a user file to write, readable only by its owner.
            return_detailed_error: return the errors by field instead of raising one.
            date_of_birth: the date of birth, on servers with a minimum age; they do not store it.
            invite_code: the code of an invitation, for servers with closed sign-ups.
            time_zone: the time zone, such as ``"Europe/Berlin"``.

        Returns:
            The access token. With ``return_detailed_error`` a pair: the token, or ``None`` if refused;
            and an `AccountCreationError` with the errors by field, which is empty on success.

        Raises:
            MastodonSignUpError: the server refuses the values; not with ``return_detailed_error``.
            MastodonLoginError: the server does not know the application.
        """
        if not isinstance(date_of_birth, date | None):
            raise MastodonIllegalArgumentError(f"date_of_birth is {date_of_birth!r}; pass a date.")
        headers = {"Authorization": f"Bearer {(yield from _application_token(self.state, scope_text(scopes)))}"}
        form = {
            "username": username,
            "email": email,
            "password": password,
            "agreement": agreement,
            "locale": locale,
            "reason": reason,
            "date_of_birth": date_of_birth.date() if isinstance(date_of_birth, datetime) else date_of_birth,
            "invite_code": invite_code,
            "time_zone": time_zone,
        }
        request = Request("POST", "/api/v1/accounts", Token, form=form, headers=headers, anonymous=True)
        try:
            token = issued((yield from send(request)).access_token, "access_token")
        except MastodonUnprocessableError as error:
            if not return_detailed_error or error.response is None:
                raise MastodonSignUpError.from_answer(error) from error
            return None, AccountCreationError(error.response.json())
        self.state.access_token, self.state.refresh_token = token, None
        if to_file is not None:
            write_user_file(to_file, self.state)
        return (token, AccountCreationError({})) if return_detailed_error else token

    @endpoint(since="3.4.0", scopes="write:accounts")
    def email_resend_confirmation(self, *, email: str | None = None) -> Request[None]:
        """Request the confirmation mail again.

        Args:
            email: another address, which replaces the previous one.

        Raises:
            MastodonForbiddenError: the address is confirmed, or another application created the account.
        """
        return Request("POST", "/api/v1/emails/confirmations", NoneType, form={"email": email})

    @endpoint(since="4.2.0", scopes="read:accounts")
    def email_check_confirmation(self) -> Request[bool]:
        """Return True if the e-mail address of the account is confirmed."""
        return Request("GET", "/api/v1/emails/check_confirmation", bool)
