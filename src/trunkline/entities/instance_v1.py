"""The instance, as described by version 1 of the API."""

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
    """Description of a server, API version 1. Since 1.1.0."""

    uri: str
    """Domain of its accounts."""

    title: str
    """Name."""

    short_description: str
    """Short description (since 2.9.2)."""

    description: str
    """Description."""

    email: str
    """Contact."""

    version: str
    """Version of the software; other software than Mastodon names itself here (since 1.3.0)."""

    urls: InstanceURLs
    """URLs of other services (since 1.4.2)."""

    stats: InstanceStatistics
    """Statistics (since 1.6.0)."""

    thumbnail: str | None
    """URL of the banner image (since 1.6.1)."""

    languages: list[str]
    """Languages of the server (ISO 639-1) (since 2.3.0)."""

    registrations: bool
    """True if sign-ups are open (since 2.7.2)."""

    approval_required: bool
    """True if moderators approve sign-ups (since 2.9.2)."""

    invites_enabled: bool
    """True if members may invite others (since 3.1.4)."""

    configuration: InstanceConfiguration
    """Limits (since 3.4.2)."""

    contact_account: Account | None
    """Contact account; ``None`` without one (since 2.3.0)."""

    rules: list[Rule]
    """Rules (since 3.4.0)."""


class InstanceURLs(Entity):
    """URLs of a server's other services. Since 1.4.2."""

    streaming_api: str
    """URL of the streaming API (``wss:``)."""


class InstanceStatistics(Entity):
    """Statistics of a server. Since 1.6.0."""

    user_count: int
    """Number of local accounts."""

    status_count: int
    """Number of local statuses."""

    domain_count: int
    """Number of known servers."""


class InstanceConfiguration(Entity):
    """Limits of a server. Since 3.4.2."""

    accounts: InstanceAccountConfiguration
    """Limits of profiles (since 4.0.0)."""

    statuses: InstanceStatusConfiguration
    """Limits of statuses."""

    media_attachments: InstanceMediaConfiguration
    """Limits of media."""

    polls: InstancePollConfiguration
    """Limits of polls."""
