"""Applications, tokens and OAuth metadata."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.statuses import StatusApplication
from trunkline.ids import Id


class Application(StatusApplication):
    """An application registered on this server."""

    id: Id
    """Id of the application (since 0.9.9)."""

    scopes: list[str]
    """Scopes that the application may request (since 4.3.0)."""

    redirect_uris: list[str]
    """Registered redirect URIs (since 4.3.0)."""

    redirect_uri: str
    """Redirect URIs, one a line; use ``redirect_uris`` (deprecated since 4.3.0)."""

    vapid_key: str
    """Public key of the server for Web Push; use ``InstanceV2`` (since 2.8.0, deprecated since 4.3.0)."""


class CredentialApplication(Application):
    """An application with its credentials, sent once on registration. Since 0.9.9."""

    secrets: ClassVar[frozenset[str]] = frozenset({"client_secret"})

    client_id: str
    """Client id, the public half of the credentials."""

    client_secret: str
    """Client secret."""

    client_secret_expires_at: int
    """Expiry of the secret as a Unix time; 0: never (since 4.4.0)."""


class Token(Entity):
    """An access token."""

    secrets: ClassVar[frozenset[str]] = frozenset({"access_token", "refresh_token", "id_token"})

    access_token: str
    """The token itself."""

    token_type: str
    """Token type; always ``Bearer``."""

    scope: str
    """Granted scopes, separated by spaces."""

    created_at: datetime
    """Time of issue (sent as a Unix time)."""


class OAuthServerInfo(Entity):
    """OAuth metadata of a server (RFC 8414). Since 4.3.0."""

    issuer: str
    """URL that identifies the server."""

    authorization_endpoint: str
    """URL of the authorization page."""

    token_endpoint: str
    """URL of the token endpoint."""

    revocation_endpoint: str
    """URL of the revocation endpoint."""

    userinfo_endpoint: str | None
    """URL of the userinfo endpoint (since 4.4.0)."""

    scopes_supported: list[str]
    """Supported scopes."""

    response_types_supported: list[str]
    """Supported response types."""

    response_modes_supported: list[str]
    """Supported response modes."""

    grant_types_supported: list[str]
    """Supported grant types."""

    token_endpoint_auth_methods_supported: list[str]
    """Supported methods of client authentication."""

    code_challenge_methods_supported: list[str]
    """Supported PKCE methods."""

    service_documentation: str | None
    """URL of the documentation."""

    app_registration_endpoint: str | None
    """URL of application registration."""


class OAuthUserInfo(Entity):
    """Claims of the signed-in account (OpenID Connect). Since 4.4.0."""

    iss: str
    """URL that identifies the server."""

    sub: str
    """URI of the account."""

    name: str
    """Name to show."""

    preferred_username: str
    """Name without the domain."""

    profile: str
    """Web page of the profile."""

    picture: str
    """URL of the picture."""
