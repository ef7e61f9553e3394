"""The requests that give, renew and take away tokens."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any

from trunkline.entities import CredentialApplication, Token
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.state import Session


def registration(
    client_name: str, scopes: str, redirect_uris: str | Sequence[str], website: str | None
) -> Request[CredentialApplication]:
    """Register an application with a server."""
    uris = redirect_uris if isinstance(redirect_uris, str) else "\n".join(redirect_uris)
    form = {"client_name": client_name, "redirect_uris": uris, "scopes": scopes, "website": website}
    return Request("POST", "/api/v1/apps", CredentialApplication, form=form, anonymous=True)


def code_grant(session: Session, code: str, redirect_uri: str, scopes: str, verifier: str | None) -> Request[Token]:
    """A token for the code that the person brought back."""
    return _token(
        session,
        grant_type="authorization_code",
        code=code,
        redirect_uri=redirect_uri,
        scope=scopes,
        code_verifier=verifier,
    )


def password_grant(session: Session, username: str, password: str, scopes: str) -> Request[Token]:
    """A token for a password; Mastodon 4.4 and later refuse this."""
    return _token(session, grant_type="password", username=username, password=password, scope=scopes)


def client_credentials_grant(session: Session, scopes: str) -> Request[Token]:
    """A token for the application itself, without a person."""
    return _token(session, grant_type="client_credentials", scope=scopes)


def refresh_grant(session: Session, refresh_token: str | None = None) -> Flow[Token]:
    """A new token in exchange for the refresh token."""
    return send(_token(session, grant_type="refresh_token", refresh_token=refresh_token or session.refresh_token))


def revocation(session: Session) -> Request[None]:
    """Take the access token back."""
    form = {**_keys(session), "token": session.access_token}
    return Request("POST", "/oauth/revoke", NoneType, form=form, anonymous=True)


def _token(session: Session, **form: str | None) -> Request[Token]:
    return Request("POST", "/oauth/token", Token, form={**_keys(session), **form}, anonymous=True)


def _keys(session: Session) -> dict[str, Any]:
    if not (session.client_id and session.client_secret):
        raise MastodonIllegalArgumentError(
            "This needs the application's client_id and client_secret: create them with Mastodon.create_app(...) "
            "and pass them, or the path of the application file, to the client."
        )
    return {"client_id": session.client_id, "client_secret": session.client_secret}
