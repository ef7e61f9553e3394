"""How accounts relate to each other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import LegacySuggestionSource, SeveranceType, SuggestionSource
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class Relationship(Entity):
    """How the own account and another stand to each other."""

    id: Id
    """Id of the other account."""

    following: bool
    """Whether the own account follows it."""

    showing_reblogs: bool
    """Whether its boosts appear in the own home timeline (since 2.1.0)."""

    notifying: bool
    """Whether its posts cause notifications (since 3.3.0)."""

    languages: list[str] | None
    """Languages of its posts to see (ISO 639-1); ``None``: all (since 4.0.0)."""

    followed_by: bool
    """Whether it follows the own account."""

    blocking: bool
    """Whether the own account blocks it."""

    blocked_by: bool
    """Whether it blocks the own account (since 2.8.0)."""

    muting: bool
    """Whether the own account mutes it (since 1.1.0)."""

    muting_notifications: bool
    """Whether its notifications are muted too (since 2.1.0)."""

    muting_expires_at: datetime | None
    """When the mute ends; ``None``: never, or there is none (since 4.6.0)."""

    requested: bool
    """Whether an own request to follow it waits for an answer (since 0.9.9)."""

    requested_by: bool
    """Whether its request to follow the own account waits for an answer (since 4.1.0)."""

    domain_blocking: bool
    """Whether the own account blocks its whole server (since 1.4.0)."""

    endorsed: bool
    """Whether the own profile features it (since 2.5.0)."""

    note: str
    """Private note on it; may be empty (since 3.2.0)."""


class FamiliarFollowers(Entity):
    """Whom one knows among the followers of an account. Since 3.5.0."""

    id: Id
    """Id of the account that was asked about."""

    accounts: list[Account]
    """Its followers whom the own account follows."""


class Suggestion(Entity):
    """An account that one might like to follow. Since 3.4.0."""

    source: LegacySuggestionSource | str
    """Why it is suggested, in one word; ``sources`` says it better (deprecated since 4.3.0)."""

    sources: list[SuggestionSource | str]
    """Why it is suggested (since 4.3.0)."""

    account: Account
    """The account."""


class RelationshipSeveranceEvent(Entity):
    """Follows that were cut by a block or a suspension. Since 4.3.0."""

    id: Id
    """Id of the event."""

    type: SeveranceType | str
    """What cut them."""

    purged: bool
    """Whether the list of the accounts is no longer kept."""

    target_name: str
    """The domain or the account that was blocked or suspended."""

    followers_count: int
    """Number of followers lost."""

    following_count: int
    """Number of followed accounts lost."""

    created_at: datetime
    """When it happened."""


class DomainBlockPreview(Entity):
    """What blocking a whole server would cut."""

    following_count: int
    """Number of followed accounts on it."""

    followers_count: int
    """Number of followers on it."""


class IdentityProof(Entity):
    """A proof of identity by another service; servers stopped sending these in 3.5.0. Since 2.8.0."""

    provider: str
    """Name of the service."""

    provider_username: str
    """Name of the account there."""

    updated_at: datetime
    """When the proof was last checked."""

    proof_url: str
    """Page of the proof."""

    profile_url: str
    """Profile on the service."""
