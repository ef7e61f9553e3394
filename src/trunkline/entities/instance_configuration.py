"""Limits and addresses of a server."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import TimelineAccess


class InstanceConfigurationV2(Entity):
    """Limits and addresses of a server. Since 4.0.0."""

    urls: InstanceURLsV2
    """Where its other services are."""

    vapid: InstanceVapidKey
    """Its key for Web Push (since 4.3.0)."""

    accounts: InstanceAccountConfiguration
    """Limits of profiles."""

    statuses: InstanceStatusConfiguration
    """Limits of posts."""

    media_attachments: InstanceMediaConfiguration
    """Limits of media."""

    polls: InstancePollConfiguration
    """Limits of polls."""

    translation: InstanceTranslationConfiguration
    """Whether it translates."""

    timelines_access: InstanceTimelinesAccessConfiguration
    """Who may read its timelines (since 4.5.0)."""

    limited_federation: bool
    """Whether it talks only to servers that it chose (since 4.4.0)."""


class InstanceURLsV2(Entity):
    """Where a server's other services are. Since 4.0.0."""

    streaming: str
    """Streaming, a ``wss:`` address."""

    status: str | None
    """Page about outages (since 4.1.0)."""

    about: str
    """Page about the server (since 4.4.0)."""

    privacy_policy: str | None
    """Privacy policy; ``None`` where there is none (since 4.4.0)."""

    terms_of_service: str | None
    """Terms of service; ``None`` where there are none (since 4.4.0)."""


class InstanceVapidKey(Entity):
    """A server's key for Web Push. Since 4.3.0."""

    public_key: str
    """Public key, in URL-safe Base64."""


class InstanceAccountConfiguration(Entity):
    """Limits of profiles. Since 4.0.0."""

    max_display_name_length: int
    """Characters of the name (since 4.6.0)."""

    max_note_length: int
    """Characters of the biography (since 4.6.0)."""

    max_avatar_description_length: int
    """Characters of the picture's alternative text (since 4.6.0)."""

    max_header_description_length: int
    """Characters of the banner's alternative text (since 4.6.0)."""

    max_featured_tags: int
    """Featured hashtags."""

    max_pinned_statuses: int
    """Pinned posts (since 4.3.0)."""

    max_profile_fields: int
    """Rows of the table (since 4.6.0)."""

    profile_field_name_limit: int
    """Characters of a row's left column (since 4.6.0)."""

    profile_field_value_limit: int
    """Characters of a row's right column (since 4.6.0)."""


class InstanceStatusConfiguration(Entity):
    """Limits of posts. Since 4.0.0."""

    max_characters: int
    """Characters of text and content warning."""

    max_media_attachments: int
    """Media."""

    characters_reserved_per_url: int
    """Characters that each link counts as."""


class InstanceMediaConfiguration(Entity):
    """Limits of media. Since 4.0.0."""

    supported_mime_types: list[str]
    """Types that may be uploaded."""

    description_limit: int
    """Characters of the alternative text (since 4.4.0)."""

    image_size_limit: int
    """Bytes of an image."""

    image_matrix_limit: int
    """Pixels of an image."""

    video_size_limit: int
    """Bytes of a video or sound."""

    video_frame_rate_limit: int
    """Frames per second of a video."""

    video_matrix_limit: int
    """Pixels of a video's frame."""


class InstancePollConfiguration(Entity):
    """Limits of polls. Since 4.0.0."""

    max_options: int
    """Choices."""

    max_characters_per_option: int
    """Characters of a choice."""

    min_expiration: int
    """Shortest time, in seconds."""

    max_expiration: int
    """Longest time, in seconds."""


class InstanceTranslationConfiguration(Entity):
    """Whether a server translates posts. Since 4.0.0."""

    enabled: bool
    """Whether it does."""


class InstanceTimelinesAccessConfiguration(Entity):
    """Who may read a server's timelines. Since 4.5.0."""

    live_feeds: InstanceTimelinesAccessFeedConfiguration
    """The public timelines."""

    hashtag_feeds: InstanceTimelinesAccessFeedConfiguration
    """Timelines of hashtags."""

    trending_link_feeds: InstanceTimelinesAccessFeedConfiguration
    """Timelines of trending links."""


class InstanceTimelinesAccessFeedConfiguration(Entity):
    """Who may read one kind of timeline. Since 4.5.0."""

    local: TimelineAccess | str
    """Its posts of this server."""

    remote: TimelineAccess | str
    """Its posts of other servers."""
