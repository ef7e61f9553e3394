"""Scheduled statuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuotePolicy, Visibility
from trunkline.entities.statuses import Status
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.media import MediaAttachment


class ScheduledStatus(Entity):
    """A scheduled status. Since 2.7.0.

    A server that does not schedule (Takahe, Hollo) posts at once: its answer becomes a `Status`.
    """

    id: Id
    """Id of the scheduled status; the published status gets another."""

    scheduled_at: datetime | None
    """Time of publication; ``None`` after it was set to what is no time, so that it is never published."""

    params: ScheduledStatusParams
    """Parameters of the status."""

    media_attachments: list[MediaAttachment]
    """Media to attach."""

    @classmethod
    def wrap(cls, value: Any) -> Any:
        """Return a JSON object as this entity, or as a `Status` if it is one."""
        if isinstance(value, dict) and "scheduled_at" not in value and "uri" in value:
            return Status.wrap(value)
        return super().wrap(value)


class ScheduledStatusParams(Entity):
    """Parameters of a scheduled status. Since 2.7.0."""

    text: str
    """Text."""

    poll: ScheduledStatusParamsPoll | None
    """Poll to attach (since 2.8.0)."""

    media_ids: list[Id] | None
    """Ids of the media to attach."""

    sensitive: bool | str | None
    """True if media will be hidden; servers repeat the form value (``"0"``, ``"1"``) as received."""

    spoiler_text: str | None
    """Content warning."""

    visibility: Visibility | str | None
    """Visibility; ``None``: the default of the account."""

    in_reply_to_id: Id | None
    """Id of the status replied to."""

    language: str | None
    """Language (ISO 639-1)."""

    application_id: Id
    """Id of the application that scheduled the status (deprecated)."""

    scheduled_at: datetime | None
    """Always ``None``: the time stands in ``ScheduledStatus.scheduled_at``."""

    idempotency: str | None
    """Idempotency key of the request."""

    with_rate_limit: bool
    """True if the status counts towards the rate limit of posting (deprecated)."""

    quoted_status_id: Id | None
    """Id of the quoted status."""

    quote_approval_policy: QuotePolicy | str | None
    """Accounts that may quote the status."""

    allowed_mentions: list[Id] | None
    """Ids of the accounts that may be mentioned; ``None``: all."""


class ScheduledStatusParamsPoll(Entity):
    """Poll of a scheduled status. Since 2.8.0."""

    options: list[str]
    """Texts of the choices."""

    expires_in: int
    """Duration in seconds."""

    multiple: bool | None
    """True if several choices may be taken."""

    hide_totals: bool | None
    """True if votes are hidden until the end."""
