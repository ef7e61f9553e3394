"""Idempotency keys of `POST /api/v1/statuses`."""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import HOUR


# Mastodon keeps keys for one hour: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
def repeated(store: Store, account_id: int, key: str | None) -> dict[str, int] | None:
    """Return the id that the account created with `key` within the last hour: `status_id` or `scheduled_status_id`."""
    row = store.row(
        "SELECT status_id, scheduled_status_id FROM idempotency_keys k"
        " WHERE account_id = :account AND key = :key AND created_at > :since"
        " AND (EXISTS (SELECT 1 FROM statuses WHERE id = k.status_id)"
        " OR EXISTS (SELECT 1 FROM scheduled_statuses WHERE id = k.scheduled_status_id))",
        {"account": account_id, "key": key, "since": store.now() - HOUR},
    )
    if row is None:
        return None
    return {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118


def remember(store: Store, account_id: int, key: str | None, made: Mapping[str, int]) -> None:
    """Store the id that was created with `key`."""
    if key:
        store.execute(
            "INSERT OR REPLACE INTO idempotency_keys"
            " (account_id, key, status_id, scheduled_status_id, created_at) VALUES (?, ?, ?, ?, ?)",
            (account_id, key, made.get("status_id"), made.get("scheduled_status_id"), store.now()),
        )
