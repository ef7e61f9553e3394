"""The instance, as described by version 2 of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.instance_configuration import InstanceConfigurationV2
    from trunkline.entities.instance_pages import Rule


class InstanceV2(Entity):
    """Description of a server. Since 4.0.0."""

    domain: str
    """Domain of its accounts."""

    title: str
    """Name."""

    version: str
    """Version of the software; other software than Mastodon names itself here."""

    source_url: str
    """URL of the source code."""

    description: str
    """Short description."""

    wrapstodon: int | None
    """Year for which annual reports can be generated; ``None`` outside of the season (since 4.6.0)."""

    usage: InstanceUsage
    """Usage."""

    thumbnail: InstanceThumbnail
    """Banner image."""

    icon: list[InstanceIcon]
    """Icon in several sizes (since 4.3.0)."""

    languages: list[str]
    """Languages of the server (ISO 639-1)."""

    configuration: InstanceConfigurationV2
    """Limits and addresses."""

    registrations: InstanceRegistrations
    """Sign-up settings."""

    api_versions: InstanceApiVersions
    """Versions of the supported APIs (since 4.3.0)."""

    contact: InstanceContact
    """Contact."""

    rules: list[Rule]
    """Rules."""


class InstanceUsage(Entity):
    """Usage of a server. Since 4.0.0."""

    users: InstanceUsageUsers
    """Number of accounts."""


class InstanceUsageUsers(Entity):
    """Number of accounts that use a server. Since 4.0.0."""

    active_month: int
    """Accounts active in the last 4 weeks."""


class InstanceThumbnail(Entity):
    """Banner image of a server. Since 4.0.0."""

    url: str
    """URL."""

    description: str
    """Alternative text (since 4.6.0)."""

    blurhash: str | None
    """BlurHash of a blurred preview; not sent for the default image."""

    versions: InstanceThumbnailVersions | None
    """Variants for dense screens."""


class InstanceThumbnailVersions(Entity):
    """Banner image of a server in several densities. Since 4.0.0."""

    json_names: ClassVar[Mapping[str, str]] = {"at1x": "@1x", "at2x": "@2x"}

    at1x: str | None
    """URL for standard screens (JSON key ``@1x``)."""

    at2x: str | None
    """URL for dense screens (JSON key ``@2x``)."""


class InstanceIcon(Entity):
    """Icon of a server in one size. Since 4.3.0."""

    src: str
    """URL."""

    size: str
    """Size as ``WIDTHxHEIGHT``."""


class InstanceRegistrations(Entity):
    """Sign-up settings of a server. Since 4.0.0."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"sign_up_url"})

    enabled: bool
    """True if sign-ups are open."""

    approval_required: bool
    """True if moderators approve sign-ups."""

    message: str | None
    """Message while sign-ups are closed, as HTML."""

    min_age: int | None
    """Minimum age in years; ``None`` without one (since 4.4.0)."""

    reason_required: bool | None
    """True if a reason for joining is required; ``None`` if no approval is needed (since 4.4.0)."""

    url: str | None
    """URL of another sign-up page; ``None`` for the usual one (since 4.2.0)."""


class InstanceApiVersions(Entity):
    """Versions of the APIs that a server offers. Since 4.3.0."""

    mastodon: int
    """Version number of the Mastodon API, counted up with each change."""


class InstanceContact(Entity):
    """Contact of a server. Since 4.0.0."""

    email: str
    """E-mail address."""

    account: Account | None
    """Account; ``None`` without one."""
