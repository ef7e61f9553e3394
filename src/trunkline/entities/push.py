"""Web Push."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import NotificationType, PushPolicy
from trunkline.ids import Id


class WebPushSubscription(Entity):
    """Where notifications are pushed to. Since 2.4.0."""

    id: Id
    """Id of the subscription."""

    endpoint: str
    """URL that the server posts to."""

    standard: bool
    """Whether it encrypts by the final standard (RFC 8291) rather than the draft (since 4.4.0)."""

    server_key: str
    """Public key of the server (VAPID), in URL-safe Base64."""

    alerts: WebPushSubscriptionAlerts
    """Which types are pushed."""

    policy: PushPolicy | str
    """Whose notifications are pushed."""


class WebPushSubscriptionAlerts(Entity):
    """Which types of notification are pushed; types that were never set are not sent. Since 2.4.0."""

    json_names: ClassVar[Mapping[str, str]] = {
        "admin_sign_up": "admin.sign_up",
        "admin_report": "admin.report",
    }

    mention: bool | None
    """Somebody mentions the account."""

    status: bool | None
    """An account with notifications on posts (since 3.3.0)."""

    reblog: bool | None
    """Somebody boosts an own post."""

    follow: bool | None
    """Somebody follows the account."""

    follow_request: bool | None
    """Somebody asks to follow the account (since 3.1.0)."""

    favourite: bool | None
    """Somebody favours an own post."""

    poll: bool | None
    """A poll of one's own, or that one voted in, ends (since 2.8.0)."""

    update: bool | None  # type: ignore[assignment]
    """A post that one boosted is edited (since 3.5.0)."""

    quote: bool | None
    """Somebody quotes an own post (since 4.5.0)."""

    quoted_update: bool | None
    """A post that one quoted is edited (since 4.5.0)."""

    admin_sign_up: bool | None
    """Somebody signs up, for moderators (since 3.5.0)."""

    admin_report: bool | None
    """Somebody reports, for moderators (since 4.0.0)."""


class PushNotification(Entity):
    """What a push message says once it is decrypted."""

    secrets: ClassVar[frozenset[str]] = frozenset({"access_token"})

    access_token: str
    """Token of the account that it is for."""

    body: str
    """Beginning of the text."""

    icon: str
    """URL of the picture of who caused it."""

    notification_id: Id
    """Id of the notification."""

    notification_type: NotificationType | str
    """What happened."""

    preferred_locale: str
    """Language of the account (ISO 639-1)."""

    title: str
    """One line that says what happened."""
