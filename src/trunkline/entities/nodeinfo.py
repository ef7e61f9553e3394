"""NodeInfo: descriptions of servers of any software."""

# ruff: noqa: N815 (the NodeInfo format has such names)

from __future__ import annotations

from trunkline.answers.entity import Entity


class Nodeinfo(Entity):
    """A server's description in the NodeInfo format, common to the Fediverse."""

    version: str
    """Version of the format."""

    software: NodeinfoSoftware
    """Software of the server."""

    protocols: list[str]
    """Supported protocols, such as ``activitypub``."""

    services: NodeinfoServices
    """Connected networks."""

    usage: NodeinfoUsage
    """Usage."""

    openRegistrations: bool
    """True if sign-ups are open."""

    metadata: NodeinfoMetadata
    """Further facts; they differ between servers."""


class NodeinfoSoftware(Entity):
    """Software of a server."""

    name: str
    """Name in lower case, such as ``mastodon``."""

    version: str
    """Version."""


class NodeinfoServices(Entity):
    """Networks connected with a server."""

    outbound: list[str]
    """Networks to which the server can post."""

    inbound: list[str]
    """Networks from which the server can read."""


class NodeinfoUsage(Entity):
    """Usage of a server."""

    users: NodeinfoUsageUsers
    """Number of accounts."""

    localPosts: int
    """Number of local statuses."""


class NodeinfoUsageUsers(Entity):
    """Number of accounts that use a server."""

    total: int
    """Accounts."""

    activeMonth: int
    """Accounts active in the last month."""

    activeHalfyear: int
    """Accounts active in the last half year."""


class NodeinfoMetadata(Entity):
    """Further facts about a server."""

    nodeName: str
    """Name."""

    nodeDescription: str | None
    """Description."""

    optInServerDirectory: bool | None
    """True if the server wants to be listed; ``None`` if not stated."""

    optInServerRecommendation: bool | None
    """True if the server wants to be recommended; ``None`` if not stated."""


class NodeinfoLinks(Entity):
    """Links to a server's NodeInfo documents, by version of the format."""

    links: list[NodeinfoLink]
    """One link for each version."""


class NodeinfoLink(Entity):
    """Link to a NodeInfo document."""

    rel: str
    """URL that identifies the version."""

    href: str
    """URL."""
