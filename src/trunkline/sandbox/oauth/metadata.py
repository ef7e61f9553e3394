"""Authorization server metadata (RFC 8414)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.store.settings import setting


# Source: https://github.com/mastodon/mastodon/blob/main/app/presenters/oauth_metadata_presenter.rb
async def _authorization_server(request: Request) -> Response:
    base = base_of(request)
    grants = ["authorization_code", "client_credentials"]
    if setting(store_of(request), "token_lifetime") is not None:
        grants.append("refresh_token")
    return answer(
        {
            "issuer": f"{base}/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "userinfo_endpoint": f"{base}/oauth/userinfo",
            "scopes_supported": SUPPORTED,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": grants,
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "service_documentation": "https://docs.joinmastodon.org/",
            "app_registration_endpoint": f"{base}/api/v1/apps",
        }
    )


routes = [Route("/.well-known/oauth-authorization-server", _authorization_server, methods=["GET"])]
