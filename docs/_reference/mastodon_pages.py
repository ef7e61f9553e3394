"""Pages of Mastodon's own documentation, https://docs.joinmastodon.org/methods/, by the paths that they describe."""

from __future__ import annotations

import re

_PAGES = frozenset(
    [
        "accounts",
        "admin/accounts",
        "admin/canonical_email_blocks",
        "admin/dimensions",
        "admin/domain_allows",
        "admin/domain_blocks",
        "admin/email_domain_blocks",
        "admin/ip_blocks",
        "admin/measures",
        "admin/reports",
        "admin/retention",
        "admin/trends",
        "announcements",
        "annual_reports",
        "apps",
        "async_refreshes",
        "blocks",
        "bookmarks",
        "collections",
        "conversations",
        "custom_emojis",
        "directory",
        "domain_blocks",
        "emails",
        "endorsements",
        "favourites",
        "featured_tags",
        "filters",
        "follow_requests",
        "followed_tags",
        "grouped_notifications",
        "health",
        "instance",
        "lists",
        "markers",
        "media",
        "mutes",
        "notifications",
        "oauth",
        "oembed",
        "polls",
        "preferences",
        "profile",
        "proofs",
        "push",
        "reports",
        "scheduled_statuses",
        "search",
        "statuses",
        "streaming",
        "suggestions",
        "tags",
        "timelines",
        "trends",
    ]
)
_OTHERS = (
    (r"/api/v1/accounts/[^/]+/(?:in_)?collections", "collections"),
    (r"/api/v2/notifications(?!/policy)(?:/|$)", "grouped_notifications"),
    (r"/\.well-known/oauth-authorization-server", "oauth"),
)
"""Paths that another page describes than the one of their first word."""


def page_of(path: str) -> str | None:
    """Return the name of the page that describes a path, or None if Mastodon documents it nowhere."""
    for pattern, name in _OTHERS:
        if re.match(pattern, path):
            return name
    words = re.sub(r"^/(?:api/)?(?:v\w+/)?", "", path.partition("?")[0]).split("/")
    name = "/".join(words[:2]) if words[0] == "admin" else words[0]
    return name if name in _PAGES else None
