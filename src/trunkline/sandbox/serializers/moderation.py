"""Report and AccountWarning for users; Admin::Account and Admin::Report for moderators."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from trunkline.sandbox.serializers.accounts import AccountBatch, role
from trunkline.sandbox.serializers.common import Json, grouped
from trunkline.sandbox.serializers.server_rules import serialize_rules
from trunkline.sandbox.serializers.statuses import StatusBatch
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso, iso_or_none

_USERS = """
SELECT u.*, r.id AS role_id, r.name AS role_name, r.color AS role_color, r.permissions, r.highlighted,
       r.collection_limit
FROM users u JOIN roles r ON r.id = u.role_id WHERE u.account_id IN (SELECT value FROM json_each(?))
"""
_IPS = """
SELECT * FROM user_ips WHERE account_id IN (SELECT value FROM json_each(?)) ORDER BY used_at DESC, ip
"""
_OF_REPORT = ("account_id", "target_account_id", "assigned_account_id", "action_taken_by_account_id")


def reports(store: Store, base: str, viewer_id: int | None, rows: Sequence[Row]) -> list[Json]:
    """Build the Report entities for rows of `reports`."""
    accounts = AccountBatch(store, base, viewer_id, (row["target_account_id"] for row in rows))
    return [
        {
            **_beginning(row),
            "status_ids": _texts(row["status_ids"]),
            "collection_ids": _texts(row["collection_ids"]),
            "rule_ids": _texts(row["rule_ids"]),
            "target_account": accounts.get(row["target_account_id"]),
        }
        for row in rows
    ]


def account_warnings(store: Store, base: str, rows: Sequence[Row]) -> list[Json]:
    """Build the AccountWarning entities for rows of `account_warnings`."""
    accounts = AccountBatch(store, base, None, (row["target_account_id"] for row in rows))
    return [
        {
            "id": str(row["id"]),
            "action": row["action"],
            "text": row["text"],
            "status_ids": _texts(row["status_ids"]),
            "target_account": accounts.get(row["target_account_id"]),
            "appeal": None,
            "created_at": iso(row["created_at"]),
        }
        for row in rows
    ]


def admin_accounts(store: Store, base: str, viewer_id: int | None, ids: Iterable[int]) -> list[Json]:
    """Build the Admin::Account entities in the order of `ids`."""
    wanted = list(ids)
    accounts = AccountBatch(store, base, viewer_id, wanted)
    users = {row["account_id"]: row for row in store.rows(_USERS, (id_list(wanted),))}
    ips = grouped(store.rows(_IPS, (id_list(wanted),)), "account_id")
    return [_admin_account(accounts, one, users.get(one), ips[one]) for one in wanted]


def _admin_account(accounts: AccountBatch, account_id: int, user: Row | None, ips: list[Row]) -> Json:
    row = accounts.rows[account_id]
    return {
        "id": str(account_id),
        "username": row["username"],
        "domain": row["domain"],
        "created_at": iso(row["created_at"]),
        "email": user and user["email"],
        "ip": ips[0]["ip"] if ips else None,
        "role": user and role(user),
        "confirmed": user and bool(user["confirmed"]),
        "suspended": bool(row["suspended"]),
        "silenced": bool(row["limited"]),
        "sensitized": bool(row["sensitized"]),
        "disabled": user and bool(user["disabled"]),
        "approved": user and bool(user["approved"]),
        "locale": user and user["locale"],
        "invite_request": user and user["reason"],
        "ips": [{"ip": one["ip"], "used_at": iso(one["used_at"])} for one in ips],
        "account": accounts.get(account_id),
        **_origin(user),
    }


def _origin(user: Row | None) -> Json:
    """Build the attribute that only people have who signed up through an app."""
    if user is None or user["created_by_app_id"] is None:
        return {}
    return {"created_by_application_id": str(user["created_by_app_id"])}


def admin_reports(store: Store, base: str, viewer_id: int | None, rows: Sequence[Row]) -> list[Json]:
    """Build the Admin::Report entities for rows of `reports`."""
    everybody = {row[name] for row in rows for name in _OF_REPORT} - {None}
    accounts = {int(shown["id"]): shown for shown in admin_accounts(store, base, viewer_id, everybody)}
    shown_ids = [status_id for row in rows for status_id in json.loads(row["status_ids"])]
    statuses = StatusBatch(store, base, viewer_id, shown_ids)
    all_rules = serialize_rules(store)
    return [
        {
            **_beginning(row),
            "updated_at": iso(row["updated_at"]),
            **{name.removesuffix("_id"): accounts.get(row[name]) for name in _OF_REPORT},
            "statuses": [statuses.get(one) for one in json.loads(row["status_ids"]) if one in statuses.rows],
            "rules": [rule for rule in all_rules if rule["id"] in (_texts(row["rule_ids"]) or [])],
        }
        for row in rows
    ]


def _beginning(row: Row) -> Json:
    return {
        "id": str(row["id"]),
        "action_taken": row["action_taken_at"] is not None,
        "action_taken_at": iso_or_none(row["action_taken_at"]),
        "category": row["category"],
        "comment": row["comment"],
        "forwarded": bool(row["forwarded"]),
        "created_at": iso(row["created_at"]),
    }


def _texts(ids: str | None) -> list[str] | None:
    """Return a stored list of ids as texts."""
    return None if ids is None else [str(one) for one in json.loads(ids)]
