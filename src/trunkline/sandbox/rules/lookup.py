"""Look-up of rows that a request names. A row that is missing or hidden is a 404."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trunkline.sandbox.http.errors import not_found, nothing_here
from trunkline.sandbox.rules.visibility import ACTIVE, visible_statuses
from trunkline.sandbox.store.database import Row, Store


def require_visible_status(store: Store, status_id: int, viewer_id: int | None) -> Row:
    """Return a status that the viewer may read; otherwise 404."""
    if not visible_statuses(store, [status_id], viewer_id):
        raise nothing_here()
    return require_row(store, "SELECT * FROM statuses WHERE id = ?", (status_id,))


def require_own_status(store: Store, status_id: int, viewer_id: int) -> Row:
    """Return a status that the viewer wrote; otherwise 404."""
    return require_own_row(store, "statuses", status_id, viewer_id)


def require_account(store: Store, account_id: int) -> Row:
    """Return an account; otherwise 404."""
    return require_row(store, "SELECT * FROM accounts WHERE id = ?", (account_id,))


def require_active_account(store: Store, account_id: int) -> Row:
    """Return an account whose owner is confirmed and approved, or an account of another server; otherwise 404."""
    return require_row(store, f"SELECT a.* FROM accounts a WHERE a.id = ? AND {ACTIVE}", (account_id,))


def require_own_row(store: Store, table: str, row_id: int, account_id: int) -> Row:
    """Return a row of the account; otherwise 404. `table` must come from code, never from a request."""
    return require_row(store, f"SELECT * FROM {table} WHERE id = ? AND account_id = ?", (row_id, account_id))


def require_row(store: Store, sql: str, values: Sequence[Any]) -> Row:
    """Return the first row of a query; otherwise 404."""
    row = store.row(sql, values)
    if row is None:
        raise not_found()
    return row
