"""Signing up: new accounts, and the confirmation of their e-mail addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath
from types import NoneType

from trunkline.entities import AccountCreationError, Token
from trunkline.errors import MastodonUnprocessableError
from trunkline.oauth.credentials import write_secrets
from trunkline.oauth.grants import client_credentials_grant
from trunkline.oauth.scopes import DEFAULT_SCOPES, scope_text
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send

SignUpResult = str | tuple[str | None, AccountCreationError | None]
"""The access token; or, where detailed errors were asked for, the token and what the server refuses."""


class SignUp(Client):
    """Calls for programs that let people make accounts."""

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
        """Make an account on the server, and use it from now on.

        The client needs ``client_id`` and ``client_secret``. The account works once the link in the mail that
        the server sends has been followed.

        Args:
            username: the name, without ``@``.
            password: the password.
            email: the address that gets the mail.
            agreement: whether the person has read and accepts the rules of the server; without this it refuses.
            reason: why the person wants to join, on servers where moderators decide.
            locale: the language of the mail, as an ISO 639-1 code.
            scopes: what the program may do with the account; at most what the application was registered with.
            to_file: a user file to write, readable by its owner alone.
            return_detailed_error: return what the server refuses instead of raising an error.
            date_of_birth: the person's birthday, on servers with a minimum age; it is not stored there.
            invite_code: the code of an invitation, which opens closed servers.
            time_zone: the person's time zone, such as ``"Europe/Berlin"``.

        Returns:
            The access token. With ``return_detailed_error`` a pair: the token, or ``None`` if the server refuses;
            and an `AccountCreationError` with the reasons by field, or ``None`` if all is well.

        Raises:
            MastodonUnprocessableError: the server refuses; not with ``return_detailed_error``.
        """
        app = yield from send(client_credentials_grant(self.state, scope_text(scopes)))
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
        headers = {"Authorization": f"Bearer {app.access_token}"}
        request = Request("POST", "/api/v1/accounts", Token, form=form, headers=headers, anonymous=True)
        try:
            token = (yield from send(request)).access_token
        except MastodonUnprocessableError as error:
            if not return_detailed_error or error.response is None:
                raise
            return None, AccountCreationError(error.response.json())
        self.state.access_token, self.state.refresh_token = token, None
        if to_file is not None:
            state = self.state
            write_secrets(to_file, token, state.base_url, state.client_id, state.client_secret)
        return (token, None) if return_detailed_error else token

    @endpoint(since="3.4.0", scopes="write:accounts")
    def email_resend_confirmation(self, *, email: str | None = None) -> Request[None]:
        """Send the mail with the confirmation link again.

        Args:
            email: another address, which replaces the first one.

        Raises:
            MastodonForbiddenError: the address is confirmed, or another program made the account.
        """
        return Request("POST", "/api/v1/emails/confirmations", NoneType, form={"email": email})

    @endpoint(since="4.2.0", scopes="read:accounts")
    def email_check_confirmation(self) -> Request[bool]:
        """Whether the e-mail address of the account has been confirmed."""
        return Request("GET", "/api/v1/emails/check_confirmation", bool)
