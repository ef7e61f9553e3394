"""Programs, tokens and OAuth."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.statuses import StatusApplication
from trunkline.ids import Id


class Application(StatusApplication):
    """A program that is registered on this server."""

    id: Id
    """Id of the program (since 0.9.9)."""

    scopes: list[str]
    """What it may ask for (since 4.3.0)."""

    redirect_uris: list[str]
    """Where people may be sent after signing in (since 4.3.0)."""

    redirect_uri: str
    """The same, one to a line (deprecated since 4.3.0)."""

    vapid_key: str
    """Public key of the server for Web Push; see ``InstanceV2`` (since 2.8.0, deprecated since 4.3.0)."""


class CredentialApplication(Application):
    """A program with its credentials, as sent once when it is registered."""

    secrets: ClassVar[frozenset[str]] = frozenset({"client_secret"})

    client_id: str
    """Public half of its credentials."""

    client_secret: str
    """Secret half of its credentials."""

    client_secret_expires_at: int
    """Unix time when the secret ends; 0: never (since 4.4.0)."""


class Token(Entity):
    """An access token."""

    secrets: ClassVar[frozenset[str]] = frozenset({"access_token", "refresh_token", "id_token"})

    access_token: str
    """The token itself."""

    token_type: str
    """How to send it; always ``Bearer``."""

    scope: str
    """What it allows, separated by spaces."""

    created_at: datetime
    """When it was given out (sent as a Unix time)."""


class OAuthServerInfo(Entity):
    """Where and how a server does OAuth (RFC 8414). Since 4.3.0."""

    issuer: str
    """URL that names the server."""

    authorization_endpoint: str
    """Where people sign in."""

    token_endpoint: str
    """Where programs get tokens."""

    revocation_endpoint: str
    """Where programs give tokens back."""

    userinfo_endpoint: str | None
    """Where programs ask who signed in (since 4.4.0)."""

    scopes_supported: list[str]
    """Scopes."""

    response_types_supported: list[str]
    """Ways to answer a sign-in."""

    response_modes_supported: list[str]
    """Places to put that answer."""

    grant_types_supported: list[str]
    """Ways to get a token."""

    token_endpoint_auth_methods_supported: list[str]
    """Ways for a program to prove itself."""

    code_challenge_methods_supported: list[str]
    """Methods of PKCE."""

    service_documentation: str | None
    """Where this is documented."""

    app_registration_endpoint: str | None
    """Where programs register."""


class OAuthUserInfo(Entity):
    """Who signed in, in the words of OpenID Connect. Since 4.4.0."""

    iss: str
    """URL that names the server."""

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
