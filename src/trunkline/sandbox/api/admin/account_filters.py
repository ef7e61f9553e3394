"""Filters of the account lists for moderators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.moderation.permissions import Permission, roles_with
from trunkline.sandbox.rules.user_ips import users_from
from trunkline.sandbox.store.database import Store, id_list

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/account_filter.rb
_ORIGINS = {"local": "a.domain IS NULL", "remote": "a.domain IS NOT NULL"}
_STATES = {
    "active": "NOT a.suspended",
    "pending": "u.approved = 0",
    "disabled": "u.disabled = 1 AND NOT a.suspended",
    "silenced": "a.limited",
    "sensitized": "a.sensitized",
    "suspended": "a.suspended",
}
_BEGINNINGS = {"username": "a.username", "display_name": "a.display_name", "email": "u.email"}


@dataclass(slots=True)
class AccountFilter:
    """SQL conditions on an account `a` and its user `u`."""

    conditions: list[str] = field(default_factory=lambda: ["TRUE"])
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_v1(cls, store: Store, params: Params) -> AccountFilter:
        """Build the filter from the flags of v1. Any value sets a flag.

        The default is local, active accounts.
        """
        made = cls()
        made._add_texts(params)
        made._add_ip(store, params)
        made.conditions.append(_ORIGINS["local" if params.filled("remote") is None else "remote"])
        states = [name for name in _STATES if params.filled(name) is not None]
        made.conditions.append(_STATES[states[-1] if states else "active"])
        if params.filled("staff") is not None:
            made._add_roles(roles_with(store, Permission.MANAGE_REPORTS))
        return made

    @classmethod
    def of_v2(cls, store: Store, params: Params) -> AccountFilter:
        """Build the filter from the parameters of v2: `origin`, `status`, `permissions`, `role_ids` and `invited_by`.

        The default is all accounts.
        """
        made = cls()
        made._add_texts(params)
        made._add_ip(store, params)
        made._add_named("origin", _ORIGINS, params)
        made._add_named("status", _STATES, params)
        if params.text("permissions") == "staff":
            made._add_roles(roles_with(store, Permission.MANAGE_REPORTS))
        elif params.texts("role_ids", single=True):
            made._add_roles(params.integers("role_ids", single=True))
        if params.filled("invited_by") is not None:
            made.conditions.append("FALSE")  # the sandbox has no invites
        return made

    def _add_texts(self, params: Params) -> None:
        for name, column in _BEGINNINGS.items():
            if (text := params.filled(name)) is not None:
                self.conditions.append(f"substr(lower({column}), 1, length(:{name})) = :{name}")
                self.values[name] = text.strip().lower()
        if (domain := params.filled("by_domain")) is not None:
            self.conditions.append("a.domain = :by_domain")
            self.values["by_domain"] = domain.strip()

    def _add_ip(self, store: Store, params: Params) -> None:
        if (ip := params.filled("ip")) is not None:
            self.conditions.append("a.id IN (SELECT value FROM json_each(:from_ip))")
            self.values["from_ip"] = id_list(users_from(store, ip))

    def _add_named(self, name: str, known: dict[str, str], params: Params) -> None:
        chosen = params.filled(name)
        if chosen is None:
            return
        if chosen not in known:
            raise ApiError(400, f"Unknown {name}: {chosen}")
        self.conditions.append(known[chosen])

    def _add_roles(self, role_ids: list[int]) -> None:
        self.conditions.append("u.role_id IN (SELECT value FROM json_each(:roles))")
        self.values["roles"] = id_list(role_ids)
