"""Requests that register applications, and that grant, renew and revoke tokens."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType

from trunkline.entities import CredentialApplication, Token
from trunkline.protocol.request import Request
from trunkline.protocol.state import ClientState
from trunkline.protocol.tokens import application_keys, checked, checked_password, token_request


def registration(
    client_name: str, scopes: str, redirect_uris: str | Sequence[str], website: str | None
) -> Request[CredentialApplication]:
    """Build the request that registers an application."""
    uris = redirect_uris if isinstance(redirect_uris, str) else "\n".join(redirect_uris)
    form = {"client_name": client_name, "redirect_uris": uris, "scopes": scopes, "website": website}
    return Request("POST", "/api/v1/apps", CredentialApplication, form=form, anonymous=True)


def code_grant(state: ClientState, code: str, redirect_uri: str, scopes: str, verifier: str | None) -> Request[Token]:
    """Build the request for a token by an authorization code."""
    return token_request(
        state,
        Token,
        grant_type="authorization_code",
        code=checked(code, "code"),
        redirect_uri=redirect_uri,
        scope=scopes,
        code_verifier=None if verifier is None else checked(verifier, "code_verifier"),
    )


def password_grant(state: ClientState, username: str, password: str, scopes: str) -> Request[Token]:
    """Build the request for a token by a password; Mastodon 4.4 and later refuse it."""
    checked_password(password)
    return token_request(state, Token, grant_type="password", username=username, password=password, scope=scopes)


def client_credentials_grant(state: ClientState, scopes: str) -> Request[Token]:
    """Build the request for a token of the application itself."""
    return token_request(state, Token, grant_type="client_credentials", scope=scopes)


def refresh_grant(state: ClientState, refresh_token: str) -> Request[Token]:
    """Build the request that exchanges a refresh token for a new access token."""
    token = checked(refresh_token, "refresh_token")
    return token_request(state, Token, grant_type="refresh_token", refresh_token=token)


def revocation(state: ClientState) -> Request[None]:
    """Build the request that revokes the access token (RFC 7009)."""
    form = {**application_keys(state), "token": state.access_token}
    return Request("POST", "/oauth/revoke", NoneType, form=form, anonymous=True)
