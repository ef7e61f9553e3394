"""Scopes that the server supports."""

from __future__ import annotations

import re

from trunkline.sandbox.oauth.errors import OAuthError

DEFAULT = "read"
# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/doorkeeper.rb
SUPPORTED = (
    "read", "profile", "write",
    "write:accounts", "write:blocks", "write:bookmarks", "write:collections", "write:conversations",
    "write:favourites", "write:filters", "write:follows", "write:lists", "write:media", "write:mutes",
    "write:notifications", "write:reports", "write:statuses",
    "read:accounts", "read:blocks", "read:bookmarks", "read:collections", "read:favourites", "read:filters",
    "read:follows", "read:lists", "read:mutes", "read:notifications", "read:search", "read:statuses",
    "follow", "push",
    "admin:read", "admin:read:accounts", "admin:read:reports", "admin:read:domain_allows",
    "admin:read:domain_blocks", "admin:read:ip_blocks", "admin:read:email_domain_blocks",
    "admin:read:canonical_email_blocks",
    "admin:write", "admin:write:accounts", "admin:write:reports", "admin:write:domain_allows",
    "admin:write:domain_blocks", "admin:write:ip_blocks", "admin:write:email_domain_blocks",
    "admin:write:canonical_email_blocks",
)  # fmt: skip


def requested_scopes(text: str | None, app_scopes: str) -> str:
    """Return the scopes in `text`, or the default one.

    Raises:
        OAuthError: the app has not registered one of them, or it is unknown.
    """
    registered = app_scopes.split()
    if text is not None and re.search(r"[\n\r\t]", text):
        raise OAuthError("invalid_scope")
    wanted = list(dict.fromkeys((text or "").split())) or [DEFAULT]
    if not set(wanted) <= set(registered) & set(SUPPORTED):
        raise OAuthError("invalid_scope")
    return " ".join(wanted)
