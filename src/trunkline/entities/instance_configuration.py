"""Limits and addresses of a server."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import TimelineAccess


class InstanceConfigurationV2(Entity):
    """Limits and addresses of a server. Since 4.0.0."""

    urls: InstanceURLsV2
    """URLs of other services."""

    vapid: InstanceVapidKey
    """Key for Web Push (since 4.3.0)."""

    accounts: InstanceAccountConfiguration
    """Limits of profiles."""

    statuses: InstanceStatusConfiguration
    """Limits of statuses."""

    media_attachments: InstanceMediaConfiguration
    """Limits of media."""

    polls: InstancePollConfiguration
    """Limits of polls."""

    translation: InstanceTranslationConfiguration
    """Translation settings."""

    timelines_access: InstanceTimelinesAccessConfiguration
    """Access to the timelines (since 4.5.0)."""

    limited_federation: bool
    """True if the server federates only with allowed servers (since 4.4.0)."""


class InstanceURLsV2(Entity):
    """URLs of a server's other services. Since 4.0.0."""

    streaming: str
    """URL of the streaming API (``wss:``)."""

    status: str | None
    """URL of the status page (since 4.1.0)."""

    about: str
    """URL of the about page (since 4.4.0)."""

    privacy_policy: str | None
    """URL of the privacy policy; ``None`` without one (since 4.4.0)."""

    terms_of_service: str | None
    """URL of the terms of service; ``None`` without any (since 4.4.0)."""


class InstanceVapidKey(Entity):
    """A server's key for Web Push. Since 4.3.0."""

    public_key: str
    """Public key, in URL-safe Base64."""


class InstanceAccountConfiguration(Entity):
    """Limits of profiles. Since 4.0.0."""

    max_display_name_length: int
    """Maximum characters of the display name (since 4.6.0)."""

    max_note_length: int
    """Maximum characters of the biography (since 4.6.0)."""

    max_avatar_description_length: int
    """Maximum characters of the avatar's alternative text (since 4.6.0)."""

    max_header_description_length: int
    """Maximum characters of the header's alternative text (since 4.6.0)."""

    max_featured_tags: int
    """Maximum number of featured hashtags."""

    max_pinned_statuses: int
    """Maximum number of pinned statuses (since 4.3.0)."""

    max_profile_fields: int
    """Maximum rows of the table (since 4.6.0)."""

    profile_field_name_limit: int
    """Maximum characters of a row's name (since 4.6.0)."""

    profile_field_value_limit: int
    """Maximum characters of a row's value (since 4.6.0)."""


class InstanceStatusConfiguration(Entity):
    """Limits of statuses. Since 3.4.2."""

    max_characters: int
    """Maximum characters of text and content warning together."""

    max_media_attachments: int
    """Maximum number of media."""

    characters_reserved_per_url: int
    """Characters that each link counts as."""


class InstanceMediaConfiguration(Entity):
    """Limits of media. Since 3.4.2."""

    supported_mime_types: list[str]
    """MIME types that may be uploaded."""

    description_limit: int
    """Maximum characters of the alternative text (since 4.4.0)."""

    image_size_limit: int
    """Maximum size of an image, in bytes."""

    image_matrix_limit: int
    """Maximum size of an image, in pixels (width times height)."""

    video_size_limit: int
    """Maximum size of a video or audio file, in bytes."""

    video_frame_rate_limit: int
    """Maximum frame rate of a video, per second."""

    video_matrix_limit: int
    """Maximum size of a video frame, in pixels (width times height)."""


class InstancePollConfiguration(Entity):
    """Limits of polls. Since 3.4.2."""

    max_options: int
    """Choices."""

    max_characters_per_option: int
    """Maximum characters of a choice."""

    min_expiration: int
    """Minimum duration in seconds."""

    max_expiration: int
    """Maximum duration in seconds."""


class InstanceTranslationConfiguration(Entity):
    """Translation settings of a server. Since 4.0.0."""

    enabled: bool
    """True if the server translates statuses."""


class InstanceTimelinesAccessConfiguration(Entity):
    """Access to a server's timelines. Since 4.5.0."""

    live_feeds: InstanceTimelinesAccessFeedConfiguration
    """Access to the public timelines."""

    hashtag_feeds: InstanceTimelinesAccessFeedConfiguration
    """Access to the timelines of hashtags."""

    trending_link_feeds: InstanceTimelinesAccessFeedConfiguration
    """Access to the timelines of trending links."""


class InstanceTimelinesAccessFeedConfiguration(Entity):
    """Access to one kind of timeline. Since 4.5.0."""

    local: TimelineAccess | str
    """Access to statuses of this server."""

    remote: TimelineAccess | str
    """Access to statuses of other servers."""
