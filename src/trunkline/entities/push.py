"""Web Push."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import NotificationType, PushPolicy
from trunkline.ids import Id


class WebPushSubscription(Entity):
    """A Web Push subscription. Since 2.4.0."""

    id: Id
    """Id of the subscription."""

    endpoint: str
    """URL to which the server posts."""

    standard: bool
    """True if messages are encrypted by RFC 8291 rather than its draft (since 4.4.0)."""

    server_key: str
    """Public key of the server (VAPID), in URL-safe Base64."""

    alerts: WebPushSubscriptionAlerts
    """Types of notifications that are pushed."""

    policy: PushPolicy | str
    """Accounts whose notifications are pushed."""


class WebPushSubscriptionAlerts(Entity):
    """Types of notifications that are pushed; types never set are not sent. Since 2.4.0."""

    json_names: ClassVar[Mapping[str, str]] = {
        "admin_sign_up": "admin.sign_up",
        "admin_report": "admin.report",
    }

    mention: bool | None
    """True for mentions of the account."""

    status: bool | None
    """True for new statuses of accounts followed with ``notify`` (since 3.3.0)."""

    reblog: bool | None
    """True for boosts of own statuses."""

    follow: bool | None
    """True for new followers."""

    follow_request: bool | None
    """True for follow requests (since 3.1.0)."""

    favourite: bool | None
    """True for favourites of own statuses."""

    poll: bool | None
    """True for the end of polls, own or voted in (since 2.8.0)."""

    update: bool | None  # type: ignore[assignment]
    """True for edits of boosted statuses (since 3.5.0)."""

    quote: bool | None
    """True for quotes of own statuses (since 4.5.0)."""

    quoted_update: bool | None
    """True for edits of quoted statuses (since 4.5.0)."""

    severed_relationships: bool | None
    """True for severed relationships with accounts of a server (since 4.3.0)."""

    moderation_warning: bool | None
    """True for warnings of moderators (since 4.3.0)."""

    annual_report: bool | None
    """True for annual reports that are ready."""

    added_to_collection: bool | None
    """True for additions of the account to collections (since 4.6.0)."""

    collection_update: bool | None
    """True for changes of collections that the account is in (since 4.6.0)."""

    admin_sign_up: bool | None
    """True for sign-ups, for moderators (since 3.5.0)."""

    admin_report: bool | None
    """True for reports, for moderators (since 4.0.0)."""


class PushNotification(Entity):
    """Decrypted content of a push message."""

    secrets: ClassVar[frozenset[str]] = frozenset({"access_token"})

    access_token: str
    """Access token of the receiving account."""

    body: str
    """Beginning of the text."""

    icon: str
    """URL of the avatar of the causing account."""

    notification_id: Id
    """Id of the notification."""

    notification_type: NotificationType | str
    """Type of the notification."""

    preferred_locale: str
    """Language of the account (ISO 639-1)."""

    title: str
    """Title, one line."""
