"""The server, in the form of before 4.0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.instance_configuration import (
        InstanceAccountConfiguration,
        InstanceMediaConfiguration,
        InstancePollConfiguration,
        InstanceStatusConfiguration,
    )
    from trunkline.entities.instance_pages import Rule


class Instance(Entity):
    """What a server says of itself, in the first form. Since 1.1.0."""

    uri: str
    """Domain of its accounts."""

    title: str
    """Name."""

    short_description: str
    """What it is for, in few words (since 2.9.2)."""

    description: str
    """What it is for."""

    email: str
    """Whom to ask."""

    version: str
    """Version of its software; other software says so here too (since 1.3.0)."""

    urls: InstanceURLs
    """Where its other services are (since 1.4.2)."""

    stats: InstanceStatistics
    """How big it is (since 1.6.0)."""

    thumbnail: str | None
    """URL of a picture of it (since 1.6.1)."""

    languages: list[str]
    """Languages of its pages (ISO 639-1) (since 2.3.0)."""

    registrations: bool
    """Whether one can sign up (since 2.7.2)."""

    approval_required: bool
    """Whether moderators decide who joins (since 2.9.2)."""

    invites_enabled: bool
    """Whether members may invite (since 3.1.4)."""

    configuration: InstanceConfiguration
    """Limits (since 3.4.2)."""

    contact_account: Account | None
    """Whom to ask; ``None`` where nobody is named (since 2.3.0)."""

    rules: list[Rule]
    """Rules to follow (since 3.4.0)."""


class InstanceURLs(Entity):
    """Where a server's other services are. Since 1.4.2."""

    streaming_api: str
    """Streaming, a ``wss:`` address."""


class InstanceStatistics(Entity):
    """How big a server is. Since 1.6.0."""

    user_count: int
    """Accounts of its own."""

    status_count: int
    """Posts of its own accounts."""

    domain_count: int
    """Servers that it knows."""


class InstanceConfiguration(Entity):
    """Limits of a server. Since 3.4.2."""

    accounts: InstanceAccountConfiguration
    """Limits of profiles (since 4.0.0)."""

    statuses: InstanceStatusConfiguration
    """Limits of posts."""

    media_attachments: InstanceMediaConfiguration
    """Limits of media."""

    polls: InstancePollConfiguration
    """Limits of polls."""
