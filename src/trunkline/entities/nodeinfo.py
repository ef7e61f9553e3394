"""What servers of any software say of themselves."""

# ruff: noqa: N815 (the NodeInfo format has such names)

from __future__ import annotations

from trunkline.answers.entity import Entity


class Nodeinfo(Entity):
    """A server's description in the NodeInfo format, common to the Fediverse."""

    version: str
    """Version of the format."""

    software: NodeinfoSoftware
    """What the server runs."""

    protocols: list[str]
    """Protocols that it speaks, such as ``activitypub``."""

    services: NodeinfoServices
    """Other networks that it is connected with."""

    usage: NodeinfoUsage
    """How much it is used."""

    openRegistrations: bool
    """Whether one can sign up."""

    metadata: NodeinfoMetadata
    """What else it says; servers differ."""


class NodeinfoSoftware(Entity):
    """What a server runs."""

    name: str
    """Name in lower case, such as ``mastodon``."""

    version: str
    """Version."""


class NodeinfoServices(Entity):
    """Other networks that a server is connected with."""

    outbound: list[str]
    """Those that it can post to."""

    inbound: list[str]
    """Those that it can read from."""


class NodeinfoUsage(Entity):
    """How much a server is used."""

    users: NodeinfoUsageUsers
    """By how many."""

    localPosts: int
    """Posts of its own accounts."""


class NodeinfoUsageUsers(Entity):
    """How many use a server."""

    total: int
    """Accounts."""

    activeMonth: int
    """Those active in the last month."""

    activeHalfyear: int
    """Those active in the last half year."""


class NodeinfoMetadata(Entity):
    """What else a server says."""

    nodeName: str
    """Name."""

    nodeDescription: str | None
    """What it is for."""

    optInServerDirectory: bool | None
    """Whether it wants to be listed; ``None`` where it does not say."""

    optInServerRecommendation: bool | None
    """Whether it wants to be recommended; ``None`` where it does not say."""


class NodeinfoLinks(Entity):
    """Where a server's description is, by version of the format."""

    links: list[NodeinfoLink]
    """One entry for each version."""


class NodeinfoLink(Entity):
    """Where a server's description in one version of the format is."""

    rel: str
    """URL that names the version."""

    href: str
    """Where it is."""
