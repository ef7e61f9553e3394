"""Background work that an answer announces in its header `Mastodon-Async-Refresh`."""

from __future__ import annotations

import secrets
from typing import Any

from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import HOUR

RETRY_SECONDS = 2


def start_refresh(store: Store) -> dict[str, Any]:
    """Start work that lasts until the announced time of the next attempt, and return its id and its end."""
    values: dict[str, Any] = {"id": secrets.token_urlsafe(24), "finished_at": store.now() + RETRY_SECONDS * 1000}
    store.insert("async_refreshes", values)
    return values


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/async_refresh.rb
def find_refresh(store: Store, refresh_id: str) -> Row | None:
    """Return the work with an id; `None` if there is none, or an hour after its end."""
    sql = "SELECT * FROM async_refreshes WHERE id = ? AND finished_at > ?"
    return store.row(sql, (refresh_id, store.now() - HOUR))


def refresh_header(refresh_id: str) -> dict[str, str]:
    """Build the header that announces work."""
    return {"Mastodon-Async-Refresh": f'id="{refresh_id}", retry={RETRY_SECONDS}'}
