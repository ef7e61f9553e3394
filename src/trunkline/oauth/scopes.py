"""OAuth scopes of Mastodon, and the scopes that they include."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trunkline.errors import MastodonIllegalArgumentError

DEFAULT_SCOPES: tuple[str, ...] = ("read", "write", "follow", "push")
"""Default scopes. ``follow`` is deprecated and kept for old servers."""

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""Redirect URI with which the server shows the code instead of redirecting."""


def _each(parent: str, names: str) -> tuple[str, ...]:
    return tuple(f"{parent}:{name}" for name in names.split())


# https://docs.joinmastodon.org/api/oauth-scopes/
SCOPE_SETS: Mapping[str, tuple[str, ...]] = {
    "read": _each(
        "read",
        "accounts blocks bookmarks collections favourites filters follows lists mutes notifications search statuses",
    ),
    "write": _each(
        "write",
        "accounts blocks bookmarks collections conversations favourites filters follows lists media mutes "
        "notifications reports statuses",
    ),
    "follow": (
        *_each("read", "blocks follows mutes"),
        *_each("write", "blocks follows mutes"),
    ),
    "admin:read": _each(
        "admin:read",
        "accounts reports domain_allows domain_blocks ip_blocks email_domain_blocks canonical_email_blocks",
    ),
    "admin:write": _each(
        "admin:write",
        "accounts reports domain_allows domain_blocks ip_blocks email_domain_blocks canonical_email_blocks",
    ),
}
"""Narrower scopes that each scope includes."""

VALID_SCOPES = frozenset({*SCOPE_SETS, "push", "profile"} | {s for group in SCOPE_SETS.values() for s in group})


def expanded(scopes: Iterable[str]) -> frozenset[str]:
    """Return *scopes* with all narrower scopes that they include."""
    wide = frozenset(scopes)
    return wide.union(*(SCOPE_SETS.get(scope, ()) for scope in wide))


def scope_text(scopes: Iterable[str] | str) -> str:
    """Return scopes separated by spaces (RFC 6749, section 3.3).

    Raises:
        MastodonIllegalArgumentError: one of them is not a scope of Mastodon.
    """
    names = scopes.split() if isinstance(scopes, str) else list(scopes)
    unknown = [name for name in names if name not in VALID_SCOPES]
    if unknown or not names:
        raise MastodonIllegalArgumentError(
            f"{', '.join(unknown) or 'nothing'} is no OAuth scope of Mastodon. "
            "Pass for example ['read', 'write:statuses']; trunkline.oauth.scopes lists them all."
        )
    return " ".join(names)
