"""Endpoints for OAuth: application, authorization, access tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from trunkline.entities import Application, OAuthServerInfo, OAuthUserInfo, Token
from trunkline.errors import (
    NO_PASSWORDS,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonLoginError,
)
from trunkline.oauth.authorization import (
    Authorization,
    authorization_page,
    authorization_url,
    challenge_of,
    new_verifier,
)
from trunkline.oauth.credentials import is_file, issued, read_app_file, write_secrets, write_user_file
from trunkline.oauth.grants import (
    client_credentials_grant,
    code_grant,
    password_grant,
    refresh_grant,
    registration,
    revocation,
)
from trunkline.oauth.scopes import DEFAULT_SCOPES, OUT_OF_BAND, SCOPE_SETS, expanded, scope_text
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.policy import known_software
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.tokens import is_secret
from trunkline.protocol.versions import parse_version

_WITHOUT_PASSWORDS = (4, 4, 0)
_PASSWORD = "password"  # noqa: S105  (name of a grant)


class OAuth(Client):
    """Authorizing the application, and getting and revoking access tokens."""

    @endpoint(since="2.0.0", changed="4.3.0")
    def app_verify_credentials(self) -> Request[Application]:
        """Return the application of the token."""
        return Request("GET", "/api/v1/apps/verify_credentials", Application)

    @endpoint(since="4.4.0", scopes="profile")
    def oauth_userinfo(self) -> Request[OAuthUserInfo]:
        """Return the claims of the token's account (OpenID Connect)."""
        return Request("GET", "/oauth/userinfo", OAuthUserInfo)

    @endpoint()
    def oauth_authorization_server_info(self) -> Flow[OAuthServerInfo]:
        """Return the OAuth metadata of the server (RFC 8414); requested once and kept.

        Returns:
            The metadata; empty for servers older than Mastodon 4.3, which have none.
        """
        return (yield from _server_info(self))

    @endpoint()
    def auth_request_url(
        self,
        client_id: str | PurePath | None = None,
        redirect_uris: str = OUT_OF_BAND,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        force_login: bool = False,
        state: str | None = None,
        lang: str | None = None,
        skip_server_info: bool = False,
        allow_http: bool = False,
        *,
        code_challenge: str | None = None,
    ) -> Flow[str]:
        """Return the URL of the authorization page. `authorization` adds state and PKCE.

        Args:
            client_id: the application's id or the path of an application file; the client's own unless given.
            redirect_uris: the redirect URI: one of those registered with the
                application, or the out-of-band URI, which makes the server show a code to copy.
            scopes: the requested scopes, among those of the application.
            force_login: require a log-in even if the person is logged in.
            state: text that is returned unchanged with the code.
            lang: language of the page, as an ISO 639 code.
            skip_server_info: use the default URL instead of the one in the server's metadata.
            allow_http: ignored, kept for old programs; set it on the client.
            code_challenge: the S256 challenge of a PKCE verifier.

        Raises:
            MastodonMalformedResponseError: the metadata names a page that is not the server's own.
        """
        page = None if skip_server_info else (yield from _server_info(self)).authorization_endpoint
        server = self.state.base_url
        return authorization_url(
            authorization_page(page or f"{server}/oauth/authorize", server),
            _app_id(self, client_id),
            redirect_uris,
            scope_text(scopes),
            force_login=force_login,
            state=state,
            lang=lang,
            code_challenge=code_challenge,
        )

    @endpoint()
    def authorization(
        self,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        redirect_uri: str = OUT_OF_BAND,
        *,
        force_login: bool = False,
        lang: str | None = None,
    ) -> Flow[Authorization]:
        """Begin the authorization of a person, with a fresh state and PKCE verifier (RFC 7636).

        Send the person to the result's ``url``, then finish::

            login = client.authorization(["read", "write"])
            print(login.url)
            client.log_in(code=input("Code: "), code_verifier=login.code_verifier, scopes=login.scopes.split())

        Args:
            scopes: the requested scopes, each as the application has registered it: Mastodon refuses ``write:statuses``
                of an application with ``write`` (https://docs.joinmastodon.org/api/oauth-scopes/).
            redirect_uri: the redirect URI; by default the server shows a code to copy.
            force_login: require a log-in even if the person is logged in.
            lang: language of the page, as an ISO 639 code.
        """
        verifier, state = new_verifier(), new_verifier()
        url = yield from OAuth.auth_request_url.flow(
            self, None, redirect_uri, scopes, force_login, state, lang, code_challenge=challenge_of(verifier)
        )
        return Authorization(url, redirect_uri, scope_text(scopes), state, verifier)

    @endpoint()
    def log_in(
        self,
        username: str | None = None,
        password: str | None = None,
        code: str | None = None,
        redirect_uri: str = OUT_OF_BAND,
        refresh_token: str | None = None,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        to_file: str | PurePath | None = None,
        allow_http: bool = False,
        *,
        code_verifier: str | None = None,
    ) -> Flow[str]:
        """Get an access token and use it for all further requests.

        Pass the ``code`` from the authorization page, or a ``refresh_token``. Mastodon 4.4 and later refuse names
        and passwords.

        Args:
            username: the e-mail address of the account, for servers that still accept passwords.
            password: the password of the account.
            code: the authorization code.
            redirect_uri: the redirect URI of the authorization.
            refresh_token: a refresh token from an earlier log-in.
            scopes: the scopes of the authorization.
            to_file: a user file to write, readable only by its owner.
            allow_http: ignored, kept for old programs; set it on the client.
            code_verifier: the PKCE verifier of the authorization, if any.

        Returns:
            The access token.

        Raises:
            MastodonLoginError: the server refuses the grant, or is known to take no passwords.
            MastodonIllegalArgumentError: no code, refresh token or password is given.
            MastodonAPIError: the server granted fewer scopes than requested.
        """
        asked = scope_text(scopes)
        if code is not None:
            grant = send(code_grant(self.state, code, redirect_uri, asked, code_verifier))
        elif refresh_token is not None:
            grant = send(refresh_grant(self.state, refresh_token))
        elif username is not None and password is not None:
            _require_passwords(self)
            grant = send(password_grant(self.state, username, password, asked))
        else:
            raise MastodonIllegalArgumentError(
                "Nothing to log in with: pass the code from the authorization page, or a refresh_token. "
                "Without a person, use log_in_as_app."
            )
        return (yield from _accept(self, grant, asked, to_file))

    @endpoint()
    def log_in_as_app(self, scopes: Sequence[str] = DEFAULT_SCOPES, to_file: str | PurePath | None = None) -> Flow[str]:
        """Get an access token of the application itself, and use it for all further requests.

        Args:
            scopes: the requested scopes, among those of the application.
            to_file: a user file to write, readable only by its owner.

        Returns:
            The access token.
        """
        asked = scope_text(scopes)
        return (yield from _accept(self, send(client_credentials_grant(self.state, asked)), asked, to_file))

    @endpoint()
    def revoke_access_token(self, allow_http: bool = False) -> Flow[None]:
        """Revoke the access token (RFC 7009); the client forgets it.

        Args:
            allow_http: ignored, kept for old programs; set it on the client.
        """
        if self.state.access_token is None:
            raise MastodonIllegalArgumentError("There is no access token to revoke.")
        yield from send(revocation(self.state))
        self.state.access_token = self.state.refresh_token = None


def _require_passwords(client: Client) -> None:
    """Raise an error if the server is known to give no tokens for passwords, as Mastodon since 4.4.

    Raises:
        MastodonLoginError: it gives none.
    """
    software = known_software(client.state)
    version = parse_version((software.mastodon_version if software else None) or "")
    grants = (client.state.oauth_server or {}).get("grant_types_supported")
    if (version is not None and version >= _WITHOUT_PASSWORDS) or (
        isinstance(grants, list) and _PASSWORD not in grants
    ):
        raise MastodonLoginError(f"The server takes no passwords. {NO_PASSWORDS}")


def register(
    client_name: str,
    scopes: Sequence[str],
    redirect_uris: str | Sequence[str] | None,
    website: str | None,
    to_file: str | PurePath | None,
    server: str,
) -> Flow[tuple[str, str]]:
    """Register an application, for ``create_app`` of both clients."""
    app = yield from send(registration(client_name, scope_text(scopes), redirect_uris or OUT_OF_BAND, website))
    keys = issued(app["client_id"], "client_id"), issued(app["client_secret"], "client_secret")
    if to_file is not None:
        write_secrets(to_file, *keys, server, client_name)
    return keys


def _server_info(client: Client) -> Flow[OAuthServerInfo]:
    if client.state.oauth_server is None:
        path = "/.well-known/oauth-authorization-server"
        request = Request("GET", path, OAuthServerInfo, anonymous=True, own_answer=True)
        try:
            client.state.oauth_server = yield from send(request)
        except MastodonAPIError:  # many servers have none, and say so in many ways
            return OAuthServerInfo()
    return OAuthServerInfo(client.state.oauth_server)


def _app_id(client: Client, client_id: str | PurePath | None) -> str:
    if client_id is not None:
        return read_app_file(client_id).client_id if is_file(client_id) else str(client_id)
    if client.state.client_id is None:
        raise MastodonIllegalArgumentError(
            "client_id is missing: create an application with Mastodon.create_app(...) first."
        )
    return client.state.client_id


def _accept(client: Client, grant: Flow[Token], scopes: str, to_file: str | PurePath | None) -> Flow[str]:
    """Use the token of a grant, if it has the requested scopes."""
    try:
        token = yield from grant
    except MastodonAPIError as error:
        raise MastodonLoginError.from_answer(error) from error
    access_token = issued(token.access_token, "access_token")
    granted = token.scope if token.scope and isinstance(token.scope, str) else scopes
    if missing := expanded(scopes.split()) - expanded(granted.split()) - frozenset(SCOPE_SETS):
        raise MastodonAPIError(f"The server granted only {granted!r}, which lacks {', '.join(sorted(missing))}.")
    client.state.access_token = access_token
    if is_secret(token.get("refresh_token")):
        client.state.refresh_token = token["refresh_token"]
    if to_file is not None:
        write_user_file(to_file, client.state)
    return access_token
