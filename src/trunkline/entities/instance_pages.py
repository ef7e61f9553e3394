"""Rules, policies and statistics of a server."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import DomainBlockSeverity
from trunkline.ids import Id


class Rule(Entity):
    """A rule of the server. Since 3.4.0."""

    id: Id
    """Id of the rule."""

    text: str
    """Text of the rule."""

    hint: str
    """Explanation (since 4.3.0)."""

    translations: dict[str, RuleTranslation]
    """Translations by language (ISO 639-1) (since 4.4.0)."""


class RuleTranslation(Entity):
    """A rule in another language."""

    text: str
    """Text of the rule."""

    hint: str
    """Explanation."""


class ExtendedDescription(Entity):
    """The server's long description. Since 4.0.0."""

    updated_at: datetime | None
    """Time of the last change; ``None`` without a description."""

    content: str
    """Text as HTML."""


class PrivacyPolicy(Entity):
    """The server's privacy policy. Since 4.0.0."""

    updated_at: datetime
    """Time of the last change."""

    content: str
    """Text as HTML."""


class TermsOfService(Entity):
    """The server's terms of service. Since 4.4.0."""

    effective_date: datetime
    """Date on which the terms take effect."""

    effective: bool
    """True if the terms are in effect."""

    content: str
    """Text as HTML."""

    succeeded_by: datetime | None
    """Date on which newer terms take effect; ``None`` without any."""


class DomainBlock(Entity):
    """A limited or blocked server, in its public form. Since 4.0.0."""

    domain: str
    """Domain, possibly masked with ``*``."""

    digest: str
    """SHA-256 of the whole domain, in hexadecimal digits."""

    severity: DomainBlockSeverity | str
    """Severity of the block."""

    comment: str | None
    """Reason; sent by servers that publish reasons."""


class SupportedLocale(Entity):
    """A supported language of statuses."""

    code: str
    """Code (ISO 639)."""

    name: str
    """Name, in the language itself."""


class Activity(Entity):
    """Activity of the server in one week."""

    week: datetime
    """Start of the week (sent as a Unix time)."""

    statuses: int
    """Statuses."""

    logins: int
    """Number of active accounts."""

    registrations: int
    """Number of new accounts."""


class Invite(Entity):
    """An invitation, from the JSON form of its link."""

    invite_code: str
    """Code for the sign-up."""

    instance_api_url: str
    """URL of the instance endpoint."""
