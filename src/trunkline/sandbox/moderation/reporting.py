"""Reports: validation, resolving and reopening."""

from __future__ import annotations

import json

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.store.database import Store, id_list

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/report.rb
CATEGORIES = ("spam", "legal", "violation", "other")


def check_category(category: str) -> str:
    """Return `category`.

    Raises:
        ApiError: it is unknown.
    """
    if category not in CATEGORIES:
        raise ApiError(422, f"'{category}' is not a valid category")
    return category


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/report.rb
def check_rules(store: Store, rule_ids: list[int] | None, category: str) -> str | None:
    """Return the broken rules as JSON, `None` for `None`.

    Raises:
        ApiError: the category is `violation` and they are missing or do not all exist, or it is another one.
    """
    known = store.value(
        "SELECT count(*) FROM rules WHERE id IN (SELECT value FROM json_each(?))", (id_list(rule_ids or []),)
    )
    if category == "violation" and (rule_ids is None or known != len(rule_ids)):
        raise validation_message("Rule ids does not reference valid rules")
    if category != "violation" and rule_ids:
        raise validation_message("Rule ids must be blank")
    return None if rule_ids is None else json.dumps(rule_ids)


def resolve_report(store: Store, report_id: int, moderator_id: int) -> None:
    """Resolve one report."""
    now = store.now()
    changes = {"action_taken_at": now, "action_taken_by_account_id": moderator_id, "updated_at": now}
    store.update("reports", report_id, changes)


def resolve_all(store: Store, account_id: int, moderator_id: int) -> None:
    """Resolve all open reports of an account; run it inside a transaction."""
    sql = "SELECT id FROM reports WHERE target_account_id = ? AND action_taken_at IS NULL"
    for report_id in store.column(sql, (account_id,)):
        resolve_report(store, report_id, moderator_id)


def reopen_report(store: Store, report_id: int) -> None:
    """Reopen a resolved report."""
    changes = {"action_taken_at": None, "action_taken_by_account_id": None, "updated_at": store.now()}
    store.update("reports", report_id, changes)
