"""Posts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

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
    """A post or a boost."""

    id: Id
    """Id on this server; sorts by time."""

    uri: str
    """ActivityPub identifier, the same on every server."""

    created_at: datetime
    """When it was posted."""

    account: Account
    """Its author."""

    content: str
    """Text as HTML; empty in a boost, not sent (``None``) in the answer to deleting, which has ``text``."""

    visibility: Visibility | str
    """Who may see it (since 0.9.9)."""

    sensitive: bool
    """Whether media are hidden until asked for (since 0.9.9)."""

    spoiler_text: str
    """Content warning; empty: none (since 1.0.0)."""

    media_attachments: list[MediaAttachment]
    """Images, videos and sounds (since 0.6.0)."""

    application: StatusApplication | None
    """The program that posted it; ``None`` for remote posts and authors who hide it (since 0.9.9)."""

    mentions: list[StatusMention]
    """Accounts that it mentions (since 0.6.0)."""

    tags: list[ShallowTag]
    """Hashtags in it (since 0.6.0)."""

    emojis: list[CustomEmoji]
    """Custom emoji in it (since 2.0.0)."""

    reblogs_count: int
    """Number of boosts."""

    favourites_count: int
    """Number of favourites."""

    quotes_count: int
    """Number of accepted quotes (since 4.5.0)."""

    replies_count: int
    """Number of replies (since 2.5.0)."""

    url: str | None
    """Web page; ``None`` where the remote server gives none."""

    in_reply_to_id: Id | None
    """Post that it answers."""

    in_reply_to_account_id: Id | None
    """Author of the post that it answers."""

    reblog: Status | None
    """The boosted post, where this is a boost."""

    poll: Poll | None
    """Its poll (since 2.8.0)."""

    card: PreviewCard | None
    """Preview of the first link in it (since 2.6.0)."""

    language: str | None
    """Language (ISO 639-1); ``None`` where unknown (since 1.4.0)."""

    text: str | None
    """Text as it was typed; sent only when an own post is deleted, to be written again (since 2.9.0)."""

    edited_at: datetime | None
    """When it was last edited; ``None``: never (since 3.5.0)."""

    quote: Quote | ShallowQuote | None
    """The post that it quotes, whole or by its id (since 4.4.0)."""

    quote_approval: QuoteApproval
    """Who may quote it (since 4.5.0)."""

    favourited: bool | None
    """Whether the own account favours it; not sent without a token, as the next four."""

    reblogged: bool | None
    """Whether the own account boosted it."""

    muted: bool | None
    """Whether notifications of its thread are muted (since 1.4.0)."""

    bookmarked: bool | None
    """Whether the own account bookmarked it (since 3.1.0)."""

    pinned: bool | None
    """Whether the own profile features it; sent only where it could (since 1.6.0)."""

    filtered: list[FilterResult] | None
    """Own filters that match, and why (since 4.0.0)."""

    tagged_collections: list[Collection]
    """Collections that it links to (since 4.6.0)."""


class Quote(Entity):
    """A quote, with the quoted post. Since 4.4.0."""

    state: QuoteState | str
    """Whether the quoted author agrees, and what hides the post otherwise."""

    quoted_status: Status | None
    """The post; ``None`` unless the quote is accepted and it may be seen."""


class StatusApplication(Entity):
    """The program that a post was written with."""

    name: str
    """Name of the program."""

    website: str | None
    """Its web page."""


class StatusMention(Entity):
    """An account that a text mentions."""

    id: Id
    """Id of the account."""

    username: str
    """Name without the domain."""

    url: str
    """Web page of the profile."""

    acct: str
    """``username`` for local accounts, ``username@domain`` for remote ones."""


class Context(Entity):
    """The thread around a post."""

    ancestors: list[Status]
    """What it answers, oldest first."""

    descendants: list[Status]
    """What answers it, directly or not."""


class StatusSource(Entity):
    """An own post as it was typed, to be edited. Since 3.5.0."""

    id: Id
    """Id of the post."""

    text: str
    """Text."""

    spoiler_text: str
    """Content warning; empty: none."""
