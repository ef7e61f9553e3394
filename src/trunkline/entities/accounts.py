"""Accounts as others see them, and as their owner does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import FeatureApprovalGroup, FeatureApprovalOutcome, QuotePolicy, Visibility
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.emojis import CustomEmoji


class Account(Entity):
    """A person, bot or group, of this server or another."""

    id: Id
    """Id on this server; the same account has another id elsewhere."""

    username: str
    """Name without the domain."""

    acct: str
    """Name to mention it by: ``username`` for local accounts, ``username@domain`` for remote ones."""

    url: str | None
    """Web page of the profile; ``None`` where the remote server gives none."""

    uri: str
    """ActivityPub identifier, the same on every server (since 4.2.0)."""

    display_name: str
    """Name to show; may be empty and may hold custom emoji shortcodes."""

    note: str
    """Biography as HTML."""

    avatar: str
    """URL of the picture, possibly animated."""

    avatar_static: str
    """URL of the picture without animation; equals ``avatar`` for still ones (since 1.1.2)."""

    avatar_description: str
    """Alternative text of the picture (since 4.6.0)."""

    header: str
    """URL of the banner, possibly animated."""

    header_static: str
    """URL of the banner without animation (since 1.1.2)."""

    header_description: str
    """Alternative text of the banner (since 4.6.0)."""

    locked: bool
    """Whether follows need to be approved by hand."""

    fields: list[AccountField]
    """Rows of the table on the profile (since 2.4.0)."""

    emojis: list[CustomEmoji]
    """Custom emoji used in the name, the biography and the fields (since 2.4.0)."""

    bot: bool
    """Whether it says of itself that it is automated (since 2.4.0)."""

    group: bool
    """Whether it stands for a group (since 3.1.0)."""

    discoverable: bool | None
    """Whether it wants to be recommended; ``None`` where it never chose (since 3.1.0)."""

    indexable: bool
    """Whether its public posts may be found by full-text search (since 4.3.0)."""

    noindex: bool | None
    """Whether search engines are asked to stay away; sent for local accounts only (since 4.0.0)."""

    moved: Account | None
    """The account that it moved to, if it did (since 2.1.0)."""

    memorial: bool | None
    """Whether its owner has died; sent only where true (since 4.2.0)."""

    suspended: bool | None
    """Whether it is suspended; sent only where true (since 3.3.0)."""

    limited: bool | None
    """Whether moderators limited it; sent only where true (since 3.5.3)."""

    created_at: datetime
    """When it was created, cut to midnight UTC from 3.4.0 on."""

    last_status_at: datetime | None
    """Day of its newest post (a time before 3.1.0); ``None`` where it never posted (since 3.0.0)."""

    statuses_count: int
    """Number of its posts that this server knows."""

    followers_count: int
    """Number of its followers, as far as its server says."""

    following_count: int
    """Number of accounts it follows, as far as its server says."""

    hide_collections: bool | None
    """Whether it hides whom it follows and who follows it; ``None`` where unknown (since 4.3.0)."""

    show_media: bool
    """Whether the profile has a tab with its media (since 4.6.0)."""

    show_media_replies: bool
    """Whether the media tab includes those of replies (since 4.6.0)."""

    show_featured: bool
    """Whether the profile has a tab with what it features (since 4.6.0)."""

    roles: list[AccountRole] | None
    """Roles to show beside the name; not sent for remote accounts (since 4.1.0)."""

    feature_approval: FeatureApproval
    """Who may put it into a collection (since 4.6.0)."""

    email_subscriptions: bool | None
    """Whether one can subscribe to it by e-mail; sent only where the server offers that."""

    invalid_handle: bool | None
    """Whether its handle can no longer be resolved; sent only where true (since 4.7.0)."""


class CredentialAccount(Account):
    """The account of the access token, with what only its owner sees. Since 2.4.0."""

    source: CredentialAccountSource
    """Its texts as they were typed, and its defaults for posting."""

    role: Role
    """What it may do on this server (since 4.0.0)."""

    state: CredentialAccountState | None
    """Whether it can be used yet; sent by few servers."""


class CredentialAccountSource(Entity):
    """An own account's settings, and its profile as it was typed. Since 1.5.0."""

    attribution_domains: list[str]
    """Domains whose pages may name it as their author (since 4.4.0)."""

    note: str
    """Biography as plain text."""

    fields: list[AccountField]
    """Rows of the table on the profile, as plain text (since 2.4.0)."""

    privacy: Visibility | str
    """Visibility of new posts unless said otherwise."""

    sensitive: bool
    """Whether media of new posts are marked sensitive unless said otherwise."""

    language: str | None
    """Language of new posts (ISO 639-1); ``None``: that of the user interface (since 2.4.2)."""

    follow_requests_count: int
    """Number of follow requests that wait for an answer (since 3.0.0)."""

    hide_collections: bool | None
    """Whether the lists of followers and followed accounts are hidden (since 4.1.0)."""

    discoverable: bool | None
    """Whether it wants to be recommended; ``None`` where it never chose (since 3.1.0)."""

    indexable: bool
    """Whether its public posts may be found by full-text search (since 4.3.0)."""

    quote_policy: QuotePolicy | str
    """Who may quote new posts unless said otherwise (since 4.5.0)."""


class CredentialAccountState(Entity):
    """What keeps an own account from being used."""

    functional: bool
    """Whether it can be used now."""

    confirmed: bool
    """Whether its e-mail address is confirmed."""

    approved: bool
    """Whether moderators approved it."""

    error_code: str | None
    """What is missing, as a code; ``None`` where nothing is."""

    error: str | None
    """What is missing, in words; ``None`` where nothing is."""


class MutedAccount(Account):
    """An account on the own list of mutes. Since 3.3.0."""

    mute_expires_at: datetime | None
    """When the mute ends; ``None``: never."""


class PartialAccountWithAvatar(Entity):
    """The little of an account that drawing its picture needs. Since 4.3.0."""

    id: Id
    """Id on this server."""

    acct: str
    """``username`` for local accounts, ``username@domain`` for remote ones."""

    url: str
    """Web page of the profile."""

    avatar: str
    """URL of the picture, possibly animated."""

    avatar_static: str
    """URL of the picture without animation."""

    avatar_description: str
    """Alternative text of the picture (since 4.6.0)."""

    locked: bool
    """Whether follows need to be approved by hand."""

    bot: bool
    """Whether it says of itself that it is automated."""


class AccountField(Entity):
    """A row of the table on a profile. Since 2.4.0."""

    name: str
    """Left column."""

    value: str
    """Right column, as HTML (as plain text in ``CredentialAccount.source``)."""

    verified_at: datetime | None
    """When a link back was found; ``None`` where the row is not verified (since 2.6.0)."""


class AccountRole(Entity):
    """A role that is shown beside an account's name. Since 4.1.0."""

    id: Id
    """Id of the role."""

    name: str
    """Name to show."""

    color: str
    """Colour as ``#rrggbb``, or empty."""


class Role(Entity):
    """A role of this server, with what it allows. Since 4.0.0."""

    id: Id
    """Id of the role; ``-99`` is the role of everybody."""

    name: str
    """Name to show."""

    color: str
    """Colour as ``#rrggbb``, or empty."""

    permissions: str
    """Bit mask of what it allows, as a decimal number in text."""

    highlighted: bool
    """Whether it is shown beside the name."""

    collection_limit: int
    """How many collections its members may have (since 4.6.0)."""


class FeatureApproval(Entity):
    """Who may put an account into a collection. Since 4.6.0."""

    automatic: list[FeatureApprovalGroup | str]
    """Who may without being asked."""

    manual: list[FeatureApprovalGroup | str]
    """Whose request the account answers by hand."""

    current_user: FeatureApprovalOutcome | str
    """Which of these holds for the own account."""
