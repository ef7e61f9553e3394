"""Accounts, in their public form and in that of their owner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import FeatureApprovalGroup, FeatureApprovalOutcome, QuotePolicy, Visibility
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.emojis import CustomEmoji


class Account(Entity):
    """A person, bot or group, of this server or another."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"mute_expires_at", "role", "source", "state"})

    id: Id
    """Id on this server; the same account has another id elsewhere."""

    username: str
    """Name without the domain."""

    acct: str
    """Name for mentions: ``username`` for local accounts, ``username@domain`` for remote ones."""

    url: str | None
    """Web page of the profile; ``None`` if the remote server states none."""

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
    """True if follow requests are approved by hand."""

    fields: list[AccountField]
    """Rows of the table on the profile (since 2.4.0)."""

    emojis: list[CustomEmoji]
    """Custom emoji used in the name, the biography and the fields (since 2.4.0)."""

    bot: bool
    """True if the account is a bot (since 2.4.0)."""

    group: bool
    """True if the account is a group (since 3.1.0)."""

    discoverable: bool | None
    """True if the account may be recommended; ``None`` if never chosen (since 3.1.0)."""

    indexable: bool
    """True if the public statuses may be found by full-text search (since 4.3.0)."""

    noindex: bool | None
    """True if search engines are asked not to index the account; sent for local accounts only (since 4.0.0)."""

    moved: Account | None
    """New account of an account that has moved (since 2.1.0)."""

    memorial: bool | None
    """True if the owner has died; sent only if true (since 4.2.0)."""

    suspended: bool | None
    """True if the account is suspended; sent only if true (since 3.3.0)."""

    limited: bool | None
    """True if the account is limited; sent only if true (since 3.5.3)."""

    created_at: datetime
    """Date of creation; from 3.4.0 on always midnight UTC."""

    last_status_at: datetime | None
    """Date of the newest status (a time before 3.1.0); ``None`` without any (since 3.0.0)."""

    statuses_count: int
    """Number of statuses known to this server."""

    followers_count: int
    """Number of followers, as stated by the account's own server."""

    following_count: int
    """Number of followed accounts, as stated by the account's own server."""

    hide_collections: bool | None
    """True if the lists of followers and followed accounts are hidden; ``None`` if unknown (since 4.3.0)."""

    show_media: bool
    """True if the profile has a media tab (since 4.6.0)."""

    show_media_replies: bool
    """True if the media tab includes media of replies (since 4.6.0)."""

    show_featured: bool
    """True if the profile has a tab of featured content (since 4.6.0)."""

    roles: list[AccountRole] | None
    """Roles shown beside the name; not sent for remote accounts (since 4.1.0)."""

    feature_approval: FeatureApproval
    """Accounts that may put this one into a collection (since 4.6.0)."""

    email_subscriptions: bool | None
    """True if the account can be subscribed to by e-mail; sent only by servers that offer it."""

    invalid_handle: bool | None
    """True if the handle can no longer be resolved; sent only if true (since 4.7.0)."""


class CredentialAccount(Account):
    """The account of the access token, with the fields that only its owner sees. Since 2.4.0."""

    source: CredentialAccountSource
    """Texts as they were typed, and defaults for posting."""

    role: Role
    """Role on this server (since 4.0.0)."""

    state: CredentialAccountState | None
    """State of an account that is not usable yet; few servers send it."""


class CredentialAccountSource(Entity):
    """An own account's settings, and its profile as it was typed. Since 1.5.0."""

    attribution_domains: list[str]
    """Domains whose pages may name the account as their author (since 4.4.0)."""

    note: str
    """Biography as plain text."""

    fields: list[AccountField]
    """Rows of the table on the profile, as plain text (since 2.4.0)."""

    privacy: Visibility | str
    """Default visibility of new statuses."""

    sensitive: bool
    """True if media of new statuses are marked sensitive by default."""

    language: str | None
    """Default language of new statuses (ISO 639-1); ``None``: that of the user interface (since 2.4.2)."""

    follow_requests_count: int
    """Number of pending follow requests (since 3.0.0)."""

    hide_collections: bool | None
    """True if the lists of followers and followed accounts are hidden (since 4.1.0)."""

    discoverable: bool | None
    """True if the account may be recommended; ``None`` if never chosen (since 3.1.0)."""

    indexable: bool
    """True if the public statuses may be found by full-text search (since 4.3.0)."""

    quote_policy: QuotePolicy | str
    """Accounts that may quote new statuses, by default (since 4.5.0)."""


class CredentialAccountState(Entity):
    """State of an own account that is not usable yet."""

    functional: bool
    """True if the account can be used."""

    confirmed: bool
    """True if the e-mail address is confirmed."""

    approved: bool
    """True if moderators approved the account."""

    error_code: str | None
    """Code of the missing step; ``None`` if none is missing."""

    error: str | None
    """Description of the missing step; ``None`` if none is missing."""


class MutedAccount(Account):
    """A muted account. Since 3.3.0."""

    mute_expires_at: datetime | None
    """End of the mute; ``None``: no end."""


class PartialAccountWithAvatar(Entity):
    """Reduced form of an account, enough to show its picture. Since 4.3.0."""

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
    """True if follow requests are approved by hand."""

    bot: bool
    """True if the account is a bot."""


class AccountField(Entity):
    """A row of the table on a profile. Since 2.4.0."""

    name: str
    """Left column."""

    value: str
    """Right column, as HTML (as plain text in ``CredentialAccount.source``)."""

    verified_at: datetime | None
    """Time at which a link back was found; ``None`` if the row is not verified (since 2.6.0)."""


class AccountRole(Entity):
    """A role shown beside an account's name. Since 4.1.0."""

    id: Id
    """Id of the role."""

    name: str
    """Name to show."""

    color: str
    """Colour as ``#rrggbb``, or empty."""


class Role(Entity):
    """A role of this server, with its permissions. Since 4.0.0."""

    id: Id
    """Id of the role; ``-99`` is the default role."""

    name: str
    """Name to show."""

    color: str
    """Colour as ``#rrggbb``, or empty."""

    permissions: str
    """Bit mask of the permissions, as a decimal number in text."""

    highlighted: bool
    """True if the role is shown beside the name."""

    collection_limit: int
    """Maximum number of collections of a member (since 4.6.0)."""


class FeatureApproval(Entity):
    """Accounts that may put an account into a collection. Since 4.6.0."""

    automatic: list[FeatureApprovalGroup | str]
    """Groups that need no approval."""

    manual: list[FeatureApprovalGroup | str]
    """Groups whose requests the account approves by hand."""

    current_user: FeatureApprovalOutcome | str
    """Rule that applies to the own account."""
