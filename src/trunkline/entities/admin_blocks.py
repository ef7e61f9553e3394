"""Blocks and permissions set by moderators."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AdminDomainBlockSeverity, IpBlockSeverity
from trunkline.ids import Id


class AdminDomainBlock(Entity):
    """A limited or blocked server. Since 4.0.0."""

    id: Id
    """Id of the block."""

    domain: str
    """Domain of the server."""

    digest: str
    """SHA-256 of the domain, in hexadecimal digits (since 4.3.0)."""

    created_at: datetime
    """Time of the block."""

    severity: AdminDomainBlockSeverity | str
    """Severity of the block."""

    reject_media: bool
    """True if media of the server are rejected."""

    reject_reports: bool
    """True if reports of the server are rejected."""

    private_comment: str | None
    """Reason, for moderators."""

    public_comment: str | None
    """Reason, for the public."""

    obfuscate: bool
    """True if public lists mask part of the domain."""


class AdminDomainAllow(Entity):
    """An allowed server, for limited federation. Since 4.0.0."""

    id: Id
    """Id of the entry."""

    domain: str
    """Domain of the server."""

    created_at: datetime
    """Time of the permission."""


class AdminEmailDomainBlock(Entity):
    """A domain whose e-mail addresses cannot be used to sign up. Since 4.0.0."""

    id: Id
    """Id of the block."""

    domain: str
    """The domain."""

    created_at: datetime
    """Time of the block."""

    history: list[AdminEmailDomainBlockHistory]
    """Attempts by day."""

    allow_with_approval: bool
    """True if sign-ups are allowed with approval by a moderator."""


class AdminEmailDomainBlockHistory(Entity):
    """Attempts to use a blocked domain on one day. Since 4.0.0."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    accounts: int
    """Number of attempts to sign up."""

    uses: int
    """Number of IP addresses that tried."""


class AdminCanonicalEmailBlock(Entity):
    """A hashed e-mail address that cannot be used to sign up. Since 4.0.0."""

    id: Id
    """Id of the block."""

    canonical_email_hash: str
    """SHA-256 of the canonical address."""


class AdminIpBlock(Entity):
    """A blocked range of IP addresses. Since 4.0.0."""

    id: Id
    """Id of the block."""

    ip: str
    """Range in CIDR notation."""

    severity: IpBlockSeverity | str
    """Severity of the block."""

    comment: str
    """Reason."""

    created_at: datetime
    """Time of the block."""

    expires_at: datetime | None
    """End; ``None``: no end."""
