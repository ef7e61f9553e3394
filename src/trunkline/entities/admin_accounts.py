"""Accounts, in the form for moderators."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account, Role


class AdminAccount(Entity):
    """An account with the fields for moderators. Since 2.9.1."""

    id: Id
    """Id of the account."""

    username: str
    """Name without the domain."""

    domain: str | None
    """Domain of the server; ``None`` for local accounts."""

    created_at: datetime
    """Time of creation, or of the first contact."""

    email: str | None
    """E-mail address; ``None`` for remote accounts."""

    ip: str | None
    """IP address of the last use."""

    ips: list[AdminIp]
    """IP addresses of all uses (since 3.5.0)."""

    locale: str | None
    """Language of the user interface (ISO 639-1); ``None`` for remote accounts."""

    invite_request: str | None
    """Reason given for joining; ``None`` if not asked for."""

    role: Role | None
    """Role; ``None`` for remote accounts."""

    confirmed: bool | None
    """True if the e-mail address is confirmed; ``None`` for remote accounts."""

    approved: bool | None
    """True if moderators approved the account; ``None`` for remote accounts."""

    disabled: bool | None
    """True if the account is disabled; ``None`` for remote accounts."""

    sensitized: bool
    """True if all media are marked sensitive (since 4.0.0)."""

    silenced: bool
    """True if the account is limited."""

    suspended: bool
    """True if the account is suspended."""

    account: Account
    """Public form of the account."""

    created_by_application_id: Id | None
    """Id of the application that created the account."""

    invited_by_account_id: Id | None
    """Id of the account that sent the invitation."""


class AdminIp(Entity):
    """An IP address of an account. Since 3.5.0."""

    ip: str
    """The address."""

    used_at: datetime
    """Time of the last use."""
