"""The server, from version 4.0.0 on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.instance_configuration import InstanceConfigurationV2
    from trunkline.entities.instance_pages import Rule


class InstanceV2(Entity):
    """What a server says of itself. Since 4.0.0."""

    domain: str
    """Domain of its accounts."""

    title: str
    """Name."""

    version: str
    """Version of its software; other software says so here too."""

    source_url: str
    """Where its source code is."""

    description: str
    """What it is for, in few words."""

    wrapstodon: int | None
    """Year whose annual reports can be made now; ``None``: none (since 4.6.0)."""

    usage: InstanceUsage
    """How much it is used."""

    thumbnail: InstanceThumbnail
    """Picture of it."""

    icon: list[InstanceIcon]
    """Its icon in several sizes (since 4.3.0)."""

    languages: list[str]
    """Languages of its pages (ISO 639-1)."""

    configuration: InstanceConfigurationV2
    """Limits and addresses."""

    registrations: InstanceRegistrations
    """Whether and how one can sign up."""

    api_versions: InstanceApiVersions
    """Versions of the APIs that it offers (since 4.3.0)."""

    contact: InstanceContact
    """Whom to ask."""

    rules: list[Rule]
    """Rules to follow."""


class InstanceUsage(Entity):
    """How much a server is used. Since 4.0.0."""

    users: InstanceUsageUsers
    """By how many."""


class InstanceUsageUsers(Entity):
    """How many use a server. Since 4.0.0."""

    active_month: int
    """Accounts active in the last four weeks."""


class InstanceThumbnail(Entity):
    """Picture of a server. Since 4.0.0."""

    url: str
    """Where it is."""

    description: str
    """Alternative text (since 4.6.0)."""

    blurhash: str | None
    """Short text that paints a blurred preview; not sent for the standard picture."""

    versions: InstanceThumbnailVersions | None
    """The same for dense screens."""


class InstanceThumbnailVersions(Entity):
    """Picture of a server in several densities. Since 4.0.0."""

    json_names: ClassVar[Mapping[str, str]] = {"at1x": "@1x", "at2x": "@2x"}

    at1x: str | None
    """URL for common screens (JSON key ``@1x``)."""

    at2x: str | None
    """URL for dense screens (JSON key ``@2x``)."""


class InstanceIcon(Entity):
    """Icon of a server in one size. Since 4.3.0."""

    src: str
    """Where it is."""

    size: str
    """Size as ``WIDTHxHEIGHT``."""


class InstanceRegistrations(Entity):
    """Whether and how one can sign up. Since 4.0.0."""

    enabled: bool
    """Whether one can."""

    approval_required: bool
    """Whether moderators decide."""

    message: str | None
    """What to tell while one cannot, as HTML."""

    min_age: int | None
    """Least age in years; ``None``: none (since 4.4.0)."""

    reason_required: bool | None
    """Whether one must say why; ``None`` where moderators do not decide (since 4.4.0)."""

    url: str | None
    """Page to sign up on, where it is not the usual one (since 4.2.0)."""


class InstanceApiVersions(Entity):
    """Versions of the APIs that a server offers. Since 4.3.0."""

    mastodon: int
    """Version of Mastodon's API, a number that grows with it."""


class InstanceContact(Entity):
    """Whom to ask about a server. Since 4.0.0."""

    email: str
    """E-mail address."""

    account: Account | None
    """Account; ``None`` where none is named."""
