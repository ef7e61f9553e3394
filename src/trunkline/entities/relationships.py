"""Relationships between accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import LegacySuggestionSource, SeveranceType, SuggestionSource
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class Relationship(Entity):
    """Relationship between the own account and another. Since 0.6.0."""

    id: Id
    """Id of the other account."""

    following: bool
    """True if the own account follows the other."""

    showing_reblogs: bool
    """True if boosts of the other appear in the own home timeline (since 2.1.0)."""

    notifying: bool
    """True if new statuses of the other cause notifications (since 3.3.0)."""

    languages: list[str] | None
    """Languages of the statuses to show (ISO 639-1); ``None``: all (since 4.0.0)."""

    followed_by: bool
    """True if the other follows the own account."""

    blocking: bool
    """True if the own account blocks the other."""

    blocked_by: bool
    """True if the other blocks the own account (since 2.8.0)."""

    muting: bool
    """True if the own account mutes the other (since 1.1.0)."""

    muting_notifications: bool
    """True if notifications are muted too (since 2.1.0)."""

    muting_expires_at: datetime | None
    """End of the mute; ``None`` without an end or a mute (since 4.6.0)."""

    requested: bool
    """True if a follow request of the own account is pending (since 0.9.9)."""

    requested_by: bool
    """True if a follow request of the other is pending (since 4.1.0)."""

    domain_blocking: bool
    """True if the own account blocks the whole server (since 1.4.0)."""

    endorsed: bool
    """True if the own profile features the other (since 2.5.0)."""

    note: str
    """Private note on the other; may be empty (since 3.2.0)."""


class FamiliarFollowers(Entity):
    """Followers of an account whom the own account follows. Since 3.5.0."""

    id: Id
    """Id of the account."""

    accounts: list[Account]
    """Followers whom the own account follows."""


class Suggestion(Entity):
    """An account suggested to be followed. Since 3.4.0."""

    source: LegacySuggestionSource | str
    """Reason of the suggestion; use ``sources`` (deprecated since 4.3.0)."""

    sources: list[SuggestionSource | str]
    """Reasons of the suggestion (since 4.3.0)."""

    account: Account
    """The account."""


class RelationshipSeveranceEvent(Entity):
    """Follows severed by a block or a suspension. Since 4.3.0."""

    id: Id
    """Id of the event."""

    type: SeveranceType | str
    """Cause."""

    purged: bool
    """True if the list of the accounts is no longer available."""

    target_name: str
    """Domain or account that was blocked or suspended."""

    followers_count: int
    """Number of followers lost."""

    following_count: int
    """Number of followed accounts lost."""

    created_at: datetime
    """Time of the event."""


class DomainBlockPreview(Entity):
    """Follows that blocking a whole server would sever."""

    following_count: int
    """Number of followed accounts on the server."""

    followers_count: int
    """Number of followers on the server."""


class IdentityProof(Entity):
    """A proof of identity by another service; servers stopped sending these in 3.5.0. Since 2.8.0."""

    provider: str
    """Name of the service."""

    provider_username: str
    """Name of the account there."""

    updated_at: datetime
    """Time of the last check."""

    proof_url: str
    """Page of the proof."""

    profile_url: str
    """Profile on the service."""
