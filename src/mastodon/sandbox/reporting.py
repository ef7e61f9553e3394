"""Settling reports. The functions run inside a transaction."""

from .store import Store


def resolve_report(store: Store, report_id: int, moderator_id: int) -> None:
    """Settle one report."""
    now = store.now()
    changes = {"action_taken_at": now, "action_taken_by_account_id": moderator_id, "updated_at": now}
    store.update("reports", report_id, changes)


def resolve_all(store: Store, account_id: int, moderator_id: int) -> None:
    """Settle all open reports of an account."""
    sql = "SELECT id FROM reports WHERE target_account_id = ? AND action_taken_at IS NULL"
    for report_id in store.column(sql, (account_id,)):
        resolve_report(store, report_id, moderator_id)
