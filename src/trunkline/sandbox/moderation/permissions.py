"""Permissions of the roles of local accounts."""

from __future__ import annotations

from enum import IntFlag
from typing import Final

from trunkline.sandbox.store.database import Store

EVERYBODY: Final = -99


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/user_role.rb
class Permission(IntFlag):
    """One permission of a role. The numbers are Mastodon's."""

    ADMINISTRATOR = 1
    VIEW_DASHBOARD = 8
    MANAGE_REPORTS = 16
    MANAGE_FEDERATION = 32
    MANAGE_BLOCKS = 128
    MANAGE_TAXONOMIES = 256
    MANAGE_USERS = 1024
    DELETE_USER_DATA = 524288


_ALLOWED = f"""
SELECT (r.permissions | e.permissions) & (:wanted | {int(Permission.ADMINISTRATOR)})
FROM users u JOIN roles r ON r.id = u.role_id JOIN roles e ON e.id = {EVERYBODY}
WHERE u.account_id = :account
"""
_ROLES_WITH = f"SELECT id FROM roles WHERE permissions & (:wanted | {int(Permission.ADMINISTRATOR)})"
_HOLDERS = f"SELECT account_id FROM users WHERE role_id IN ({_ROLES_WITH}) ORDER BY account_id"


def is_allowed(store: Store, account_id: int, wanted: Permission) -> bool:
    """Return True if the account's role has one of the permissions `wanted`."""
    return bool(store.value(_ALLOWED, {"wanted": int(wanted), "account": account_id}))


def roles_with(store: Store, wanted: Permission) -> list[int]:
    """Return the ids of the roles that have one of the permissions `wanted`."""
    return store.column(_ROLES_WITH, {"wanted": int(wanted)})


def holders(store: Store, wanted: Permission) -> list[int]:
    """Return the accounts that have one of the permissions `wanted`."""
    return store.column(_HOLDERS, {"wanted": int(wanted)})


def outranks(store: Store, account_id: int, other_id: int) -> bool:
    """Return True if the role of the first account is above that of the other. Remote accounts have no role."""
    sql = "SELECT role_id FROM users WHERE account_id = ?"
    mine, other = store.value(sql, (account_id,)), store.value(sql, (other_id,))
    # Role ids are in the order of rank.
    return other is None or (mine is not None and mine > other)
