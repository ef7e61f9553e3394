"""Statuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuoteState, Visibility
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.cards import PreviewCard
    from trunkline.entities.collection import Collection
    from trunkline.entities.emojis import CustomEmoji
    from trunkline.entities.filters import FilterResult
    from trunkline.entities.media import MediaAttachment
    from trunkline.entities.polls import Poll
    from trunkline.entities.quotes import QuoteApproval, ShallowQuote
    from trunkline.entities.tags import ShallowTag


class Status(Entity):
    """A status or a boost."""

    id: Id
    """Id on this server; sorts by time."""

    uri: str
    """ActivityPub identifier, the same on every server."""

    created_at: datetime
    """Time of creation."""

    account: Account
    """Author."""

    content: str
    """Text as HTML; empty in a boost, not sent (``None``) in the answer to a deletion, which has ``text``."""

    visibility: Visibility | str
    """Visibility (since 0.9.9)."""

    sensitive: bool
    """True if media are hidden until clicked (since 0.9.9)."""

    spoiler_text: str
    """Content warning; empty: none (since 1.0.0)."""

    media_attachments: list[MediaAttachment]
    """Images, videos and sounds (since 0.6.0)."""

    application: StatusApplication | None
    """Application used for posting; ``None`` for remote statuses and authors who hide it (since 0.9.9)."""

    mentions: list[StatusMention]
    """Mentioned accounts (since 0.6.0)."""

    tags: list[ShallowTag]
    """Hashtags in the text (since 0.6.0)."""

    emojis: list[CustomEmoji]
    """Custom emoji in the text (since 2.0.0)."""

    reblogs_count: int
    """Number of boosts."""

    favourites_count: int
    """Number of favourites."""

    quotes_count: int
    """Number of accepted quotes (since 4.5.0)."""

    replies_count: int
    """Number of replies (since 2.5.0)."""

    url: str | None
    """Web page; ``None`` if the remote server states none."""

    in_reply_to_id: Id | None
    """Id of the status replied to."""

    in_reply_to_account_id: Id | None
    """Id of the account replied to."""

    reblog: Status | None
    """Boosted status; ``None`` unless this is a boost."""

    poll: Poll | None
    """Poll (since 2.8.0)."""

    card: PreviewCard | None
    """Preview of the first link in the text (since 2.6.0)."""

    language: str | None
    """Language (ISO 639-1); ``None`` where unknown (since 1.4.0)."""

    text: str | None
    """Text as it was typed; sent only in the answer to the deletion of an own status (since 2.9.0)."""

    edited_at: datetime | None
    """Time of the last edit; ``None`` if never edited (since 3.5.0)."""

    quote: Quote | ShallowQuote | None
    """Quote, with the quoted status or its id (since 4.4.0)."""

    quote_approval: QuoteApproval
    """Accounts that may quote the status (since 4.5.0)."""

    favourited: bool | None
    """True if the own account favourited the status; not sent without a token, as the next four."""

    reblogged: bool | None
    """True if the own account boosted the status."""

    muted: bool | None
    """True if notifications of the thread are muted (since 1.4.0)."""

    bookmarked: bool | None
    """True if the own account bookmarked the status (since 3.1.0)."""

    pinned: bool | None
    """True if pinned to the own profile; sent only for statuses that can be pinned (since 1.6.0)."""

    filtered: list[FilterResult] | None
    """Matches of own filters (since 4.0.0)."""

    tagged_collections: list[Collection]
    """Linked collections (since 4.6.0)."""


class Quote(Entity):
    """A quote, with the quoted status. Since 4.4.0."""

    state: QuoteState | str
    """State of the quote: accepted, or the reason for hiding the status."""

    quoted_status: Status | None
    """Quoted status; ``None`` unless the quote is accepted and the status visible."""


class StatusApplication(Entity):
    """Application used for posting a status. Since 0.9.9."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"id", "redirect_uri", "redirect_uris", "scopes", "vapid_key"})

    name: str
    """Name of the application."""

    website: str | None
    """Web page."""


class StatusMention(Entity):
    """An account mentioned in a text."""

    id: Id
    """Id of the account."""

    username: str
    """Name without the domain."""

    url: str
    """Web page of the profile."""

    acct: str
    """``username`` for local accounts, ``username@domain`` for remote ones."""


class Context(Entity):
    """Thread around a status. Since 0.6.0."""

    ancestors: list[Status]
    """Statuses replied to, oldest first."""

    descendants: list[Status]
    """Direct and indirect replies."""


class StatusSource(Entity):
    """Text of an own status as it was typed, to be edited. Since 3.5.0."""

    id: Id
    """Id of the status."""

    text: str
    """Text."""

    spoiler_text: str
    """Content warning; empty: none."""
