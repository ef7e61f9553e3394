"""Accounts as moderators see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account, Role


class AdminAccount(Entity):
    """An account with what only moderators see. Since 2.9.1."""

    id: Id
    """Id of the account."""

    username: str
    """Name without the domain."""

    domain: str | None
    """Its server; ``None`` for local accounts."""

    created_at: datetime
    """When it was created or first seen."""

    email: str | None
    """E-mail address; ``None`` for remote accounts."""

    ip: str | None
    """Address that it was last used from."""

    ips: list[AdminIp]
    """Addresses that it was used from (since 3.5.0)."""

    locale: str | None
    """Language of its user interface (ISO 639-1); ``None`` for remote accounts."""

    invite_request: str | None
    """Why it wants to join; ``None`` where it was not asked."""

    role: Role | None
    """What it may do; ``None`` for remote accounts."""

    confirmed: bool | None
    """Whether its e-mail address is confirmed; ``None`` for remote accounts."""

    approved: bool | None
    """Whether moderators approved it; ``None`` for remote accounts."""

    disabled: bool | None
    """Whether it is frozen; ``None`` for remote accounts."""

    sensitized: bool
    """Whether all its media are marked sensitive (since 4.0.0)."""

    silenced: bool
    """Whether it is limited."""

    suspended: bool
    """Whether it is suspended."""

    account: Account
    """What everybody sees of it."""

    created_by_application_id: Id | None
    """Program that it was made with."""

    invited_by_account_id: Id | None
    """Account that invited it."""


class AdminIp(Entity):
    """An address that an account was used from. Since 3.5.0."""

    ip: str
    """The address."""

    used_at: datetime
    """When it was last used."""
