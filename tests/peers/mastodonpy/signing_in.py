"""Applications, tokens, signing up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mastodon import Mastodon

from .steps import nothing, refused, some, step

SCOPES = ["read", "write", "follow", "push", "profile"]


def signing_in(world: Any) -> None:
    """Register an application, log in, log out, sign somebody up."""
    url, connect = world["url"], world["connect"]
    keys = step(
        "create_app",
        lambda: Mastodon.create_app("Mastodon.py", api_base_url=url, scopes=SCOPES, to_file="app.secret"),
        lambda found: len(found) == 2 and all(found),
    )
    client = connect(client_id="app.secret")
    page = step("auth_request_url", lambda: client.auth_request_url(scopes=SCOPES, allow_http=True), some)
    print(page, flush=True)
    code = input()
    step("log_in", lambda: client.log_in(code=code, scopes=SCOPES, to_file="user.secret", allow_http=True), some)
    refused(
        "a code is good once",
        lambda: connect(client_id="app.secret").log_in(code=code, allow_http=True),
        "invalid_grant",
    )
    step(
        "persistable_login_credentials",
        lambda: client.persistable_login_credentials() == Path("user.secret").read_text(),
        True,
    )
    step(
        "account_verify_credentials",
        client.account_verify_credentials,
        {"acct": "mia", "source": {"privacy": "public"}},
    )
    step("me", client.me, {"id": world["people"]["mia"]["id"]})
    step("app_verify_credentials", client.app_verify_credentials, {"name": "Mastodon.py"})
    step("oauth_userinfo", client.oauth_userinfo, {"preferred_username": "mia", "iss": f"{url}/"})
    step(
        "oauth_authorization_server_info",
        client.oauth_authorization_server_info,
        {"issuer": f"{url}/", "scopes_supported": some, "grant_types_supported": some},
    )
    step("revoke_access_token", lambda: client.revoke_access_token(allow_http=True), None)
    refused("a revoked token", lambda: connect("user.secret").me(), 401, "The access token was revoked")

    fresh = connect(client_id=keys[0], client_secret=keys[1])
    made = {"agreement": True, "locale": "en", "scopes": ["read", "write"]}
    step(
        "create_account", lambda: fresh.create_account("olga", "a long password", "olga@sandbox.example", **made), some
    )
    step("email_resend_confirmation", fresh.email_resend_confirmation, nothing)
    refused("without a confirmed address", lambda: fresh.status_post("Hello"), 403)
    other = connect(client_id=keys[0], client_secret=keys[1])
    refused(
        "a name that is taken",
        lambda: other.create_account("olga", "a long password", "o@sandbox.example", **made),
        "Username has already been taken",
    )
    refused("without a token", world["nobody"].me, 401, "The access token is invalid")
