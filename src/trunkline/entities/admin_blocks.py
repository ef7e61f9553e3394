"""What moderators block and allow."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AdminDomainBlockSeverity, IpBlockSeverity
from trunkline.ids import Id


class AdminDomainBlock(Entity):
    """A server that is limited or blocked. Since 4.0.0."""

    id: Id
    """Id of the block."""

    domain: str
    """The server."""

    digest: str
    """SHA-256 of the domain, in hexadecimal digits (since 4.3.0)."""

    created_at: datetime
    """When it was blocked."""

    severity: AdminDomainBlockSeverity | str
    """How far it goes."""

    reject_media: bool
    """Whether its media are not fetched."""

    reject_reports: bool
    """Whether its reports are ignored."""

    private_comment: str | None
    """Why, for moderators."""

    public_comment: str | None
    """Why, for everybody."""

    obfuscate: bool
    """Whether public lists hide part of the name."""


class AdminDomainAllow(Entity):
    """A server that a closed server talks to. Since 4.0.0."""

    id: Id
    """Id of the entry."""

    domain: str
    """The server."""

    created_at: datetime
    """When it was allowed."""


class AdminEmailDomainBlock(Entity):
    """A domain whose e-mail addresses may not be used to sign up. Since 4.0.0."""

    id: Id
    """Id of the block."""

    domain: str
    """The domain."""

    created_at: datetime
    """When it was blocked."""

    history: list[AdminEmailDomainBlockHistory]
    """How often it was tried, by day."""

    allow_with_approval: bool
    """Whether one may still sign up if moderators approve."""


class AdminEmailDomainBlockHistory(Entity):
    """How often a blocked domain was tried on one day. Since 4.0.0."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    accounts: int
    """Attempts to sign up with it."""

    uses: int
    """Addresses that tried."""


class AdminCanonicalEmailBlock(Entity):
    """An e-mail address that may not be used to sign up, kept as a hash. Since 4.0.0."""

    id: Id
    """Id of the block."""

    canonical_email_hash: str
    """SHA-256 of the address in its plainest form."""


class AdminIpBlock(Entity):
    """Addresses that are kept out. Since 4.0.0."""

    id: Id
    """Id of the block."""

    ip: str
    """The addresses, in CIDR notation."""

    severity: IpBlockSeverity | str
    """How far it goes."""

    comment: str
    """Why."""

    created_at: datetime
    """When they were blocked."""

    expires_at: datetime | None
    """When it ends; ``None``: never."""
