"""Translations of statuses."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.ids import Id


class Translation(Entity):
    """A status in another language. Since 4.0.0."""

    content: str
    """Text as HTML."""

    spoiler_text: str
    """Content warning (since 4.2.0)."""

    language: str
    """Language of the translation (ISO 639-1)."""

    poll: TranslationPoll | None
    """Translated poll; ``None`` without one (since 4.2.0)."""

    media_attachments: list[TranslationAttachment]
    """Translated alternative texts of the media (since 4.2.0)."""

    detected_source_language: str
    """Language of the original (ISO 639-1)."""

    provider: str
    """Name of the translation service."""


class TranslationPoll(Entity):
    """A poll in another language. Since 4.2.0."""

    id: Id
    """Id of the poll."""

    options: list[TranslationPollOption]
    """Choices."""


class TranslationPollOption(Entity):
    """A choice of a poll in another language. Since 4.2.0."""

    title: str
    """Text of the choice."""


class TranslationAttachment(Entity):
    """A medium's alternative text in another language. Since 4.2.0."""

    id: Id
    """Id of the medium."""

    description: str
    """Alternative text."""
