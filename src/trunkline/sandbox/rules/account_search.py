"""Search for accounts."""

from __future__ import annotations

from trunkline.sandbox.rules.visibility import ACTIVE
from trunkline.sandbox.store.database import Store

_LONGEST = 2_000  # characters; SQLite refuses longer patterns
# Mastodon ranks by text similarity and followers: https://github.com/mastodon/mastodon/blob/main/app/services/account_search_service.rb
_SEARCH = f"""
SELECT a.id FROM accounts a
LEFT JOIN follows f ON f.account_id = :viewer AND f.target_account_id = a.id
WHERE NOT a.suspended AND a.moved_to_id IS NULL AND {ACTIVE}
    AND (NOT :following OR f.id IS NOT NULL OR a.id = :viewer)
    AND (a.domain IS NOT NULL OR EXISTS (
        SELECT 1 FROM users u WHERE u.account_id = a.id AND u.approved AND u.confirmed))
    AND (a.username LIKE :name ESCAPE '\\' OR (:host IS NULL AND a.display_name LIKE :inside ESCAPE '\\'))
    AND (:host IS NULL OR coalesce(a.domain, :here) LIKE :host ESCAPE '\\')
ORDER BY lower(a.username) = :exact DESC, f.id IS NOT NULL DESC, a.domain IS NULL DESC,
    a.followers_count DESC, a.id
LIMIT :limit OFFSET :offset
"""


def search_accounts(
    store: Store,
    query: str,
    domain: str,
    *,
    viewer_id: int | None = None,
    limit: int = 40,
    offset: int = 0,
    following: bool = False,
) -> list[int]:
    """Return the ids of accounts whose handle begins with `query` or whose display name contains it, best match first.

    Args:
        store: the database.
        query: a name or handle, with or without `@`.
        domain: the server's own domain.
        viewer_id: the account that searches.
        limit: largest number of results.
        offset: number of results to skip.
        following: only the viewer and accounts that they follow.
    """
    text = query[:_LONGEST].strip().removeprefix("@")
    if not text:
        return []
    name, _, host = text.partition("@")
    values = {
        "viewer": viewer_id,
        "following": following,
        "name": f"{_escape(name)}%",
        "inside": f"%{_escape(name)}%",
        "exact": name.lower(),
        "host": f"{_escape(host)}%" if host else None,
        "here": domain,
        "limit": limit,
        "offset": offset,
    }
    return store.column(_SEARCH, values)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
