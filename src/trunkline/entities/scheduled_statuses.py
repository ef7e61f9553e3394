"""Posts that wait for their time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuotePolicy, Visibility
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.media import MediaAttachment


class ScheduledStatus(Entity):
    """A post that will appear later. Since 2.7.0."""

    id: Id
    """Id of the plan; the post gets another."""

    scheduled_at: datetime
    """When it will appear."""

    params: ScheduledStatusParams
    """What will be posted."""

    media_attachments: list[MediaAttachment]
    """Media that will be attached."""


class ScheduledStatusParams(Entity):
    """What a scheduled post was given. Since 2.7.0."""

    text: str
    """Text."""

    poll: ScheduledStatusParamsPoll | None
    """Poll to attach (since 2.8.0)."""

    media_ids: list[Id] | None
    """Ids of the media to attach."""

    sensitive: bool | str | None
    """Whether media will be hidden; servers repeat the form value (``"0"``, ``"1"``) as they got it."""

    spoiler_text: str | None
    """Content warning."""

    visibility: Visibility | str | None
    """Who may see it; ``None``: the default of the account."""

    in_reply_to_id: Id | None
    """Post that it answers."""

    language: str | None
    """Language (ISO 639-1)."""

    application_id: Id
    """Program that scheduled it (deprecated)."""

    scheduled_at: datetime | None
    """Always ``None``: the time stands in ``ScheduledStatus.scheduled_at``."""

    idempotency: str | None
    """Key that kept it from being scheduled twice."""

    with_rate_limit: bool
    """Whether it counts towards the rate limit of posting (deprecated)."""

    quoted_status_id: Id | None
    """Post that it quotes."""

    quote_approval_policy: QuotePolicy | str | None
    """Who may quote it."""

    allowed_mentions: list[Id] | None
    """Accounts that it may mention; ``None``: all."""


class ScheduledStatusParamsPoll(Entity):
    """The poll of a scheduled post. Since 2.8.0."""

    options: list[str]
    """Texts of the choices."""

    expires_in: int
    """How long it will run, in seconds."""

    multiple: bool | None
    """Whether several choices may be taken."""

    hide_totals: bool | None
    """Whether votes stay hidden until the end."""
