"""What else a server tells about itself."""

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
    """The rule."""

    hint: str
    """What it means, at more length (since 4.3.0)."""

    translations: dict[str, RuleTranslation]
    """The same in other languages, by language (ISO 639-1) (since 4.4.0)."""


class RuleTranslation(Entity):
    """A rule in another language."""

    text: str
    """The rule."""

    hint: str
    """What it means, at more length."""


class ExtendedDescription(Entity):
    """The server's long description. Since 4.0.0."""

    updated_at: datetime | None
    """When it last changed; ``None`` where there is none."""

    content: str
    """The text, as HTML."""


class PrivacyPolicy(Entity):
    """The server's privacy policy. Since 4.0.0."""

    updated_at: datetime
    """When it last changed."""

    content: str
    """The text, as HTML."""


class TermsOfService(Entity):
    """The server's terms of service. Since 4.4.0."""

    effective_date: datetime
    """Day from which they hold."""

    effective: bool
    """Whether they hold now."""

    content: str
    """The text, as HTML."""

    succeeded_by: datetime | None
    """Day from which newer ones hold; ``None`` where there are none."""


class DomainBlock(Entity):
    """A server that this one limits or blocks, as it says in public. Since 4.0.0."""

    domain: str
    """Its domain, possibly with letters replaced by ``*``."""

    digest: str
    """SHA-256 of the whole domain, in hexadecimal digits."""

    severity: DomainBlockSeverity | str
    """How far it goes."""

    comment: str | None
    """Why; sent where the server shows reasons."""


class SupportedLocale(Entity):
    """A language that one can post in."""

    code: str
    """Code (ISO 639)."""

    name: str
    """Name, in the language itself."""


class Activity(Entity):
    """What happened on the server in one week."""

    week: datetime
    """First moment of the week (sent as a Unix time)."""

    statuses: int
    """Posts."""

    logins: int
    """Accounts that were used."""

    registrations: int
    """Accounts that were made."""


class InstanceHealth(Entity):
    """Whether the server runs."""

    status: str
    """``OK`` where it does."""


class Invite(Entity):
    """An invitation, as its link answers to programs."""

    invite_code: str
    """Code to sign up with."""

    instance_api_url: str
    """Where the server describes itself."""
