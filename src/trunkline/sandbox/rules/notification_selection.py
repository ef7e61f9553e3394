"""Selection of an account's notifications by type, sender and policy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.store.database import Store

GROUPABLE = frozenset({"favourite", "reblog", "follow", "admin.sign_up"})
_NOT_SUSPENDED = "NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = n.from_account_id AND a.suspended)"
_DEFAULT_COUNT = 100
_LARGEST_COUNT = 1000


@dataclass(frozen=True, slots=True)
class NotificationSelection:
    """The notifications of one account that a request selects. `condition` is SQL on a row `n`."""

    condition: str
    values: dict[str, Any]

    @classmethod
    def of(cls, params: Params, account_id: int, *, by_sender: bool = True) -> NotificationSelection:
        """Read the selection from `types[]`, `exclude_types[]`, `account_id` and `include_filtered`.

        Those of one sender include the filtered ones.
        """
        conditions = ["n.account_id = :viewer", _NOT_SUSPENDED]
        values: dict[str, Any] = {"viewer": account_id}
        of_sender = by_sender and params.filled("account_id") is not None
        if of_sender:
            conditions.append("n.from_account_id = :sender")
            values["sender"] = params.integer("account_id")
        elif not params.flag("include_filtered"):
            conditions.append("n.filtered = 0")
        for name, operator in (("types", "IN"), ("exclude_types", "NOT IN")):
            chosen = params.texts(name)
            if chosen and isinstance(params.get(name), list):
                conditions.append(f"n.type {operator} (SELECT value FROM json_each(:{name}))")
                values[name] = json.dumps(chosen)
        return cls(" AND ".join(conditions), values)


def last_read(store: Store, account_id: int) -> int:
    """Return the id of the last notification that the account has read."""
    sql = "SELECT last_read_id FROM markers WHERE account_id = ? AND timeline = 'notifications'"
    return int(store.value(sql, (account_id,)) or 0)


def count_limit(params: Params) -> int:
    """Return the largest count of unread notifications to report."""
    limit = params.integer("limit")
    return _DEFAULT_COUNT if limit is None else min(abs(limit), _LARGEST_COUNT)


def grouped_types(params: Params) -> frozenset[str]:
    """Return the types to group: those asked for, otherwise all that can be grouped."""
    asked = params.texts("grouped_types")
    return GROUPABLE & set(asked) if asked else GROUPABLE
