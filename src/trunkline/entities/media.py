"""Media attachments."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import MediaType
from trunkline.ids import Id


class MediaAttachment(Entity):
    """A media file of a status. Since 0.6.0."""

    id: Id
    """Id of the file."""

    type: MediaType | str
    """Kind of the file; ``gifv`` is a looping video without sound."""

    url: str | None
    """URL; ``None`` while the file is being processed."""

    preview_url: str | None
    """URL of the preview image; ``None`` without one."""

    remote_url: str | None
    """URL of the original, for media of other servers."""

    meta: MediaAttachmentMetadataContainer | None
    """Dimensions, duration and so on; ``None`` while unknown (since 1.5.0)."""

    description: str | None
    """Alternative text; ``None`` without one (since 2.0.0)."""

    blurhash: str | None
    """BlurHash of a blurred preview; ``None`` for audio and unprocessed files (since 2.8.1)."""

    text_url: str | None
    """Short link formerly put into the text of statuses (removed in 3.5.0)."""

    preview_remote_url: str | None
    """URL of the original preview, for media of other servers."""


class MediaAttachmentMetadataContainer(Entity):
    """Metadata of a file and its preview."""

    focus: MediaAttachmentFocusPoint | None
    """Focal point, kept when cropping (since 2.3.0)."""

    original: MediaAttachmentImageMetadata | MediaAttachmentVideoMetadata | MediaAttachmentAudioMetadata | None
    """Metadata of the file."""

    small: MediaAttachmentImageMetadata | None
    """Metadata of the preview."""

    colors: MediaAttachmentColors | None
    """Colours of the cover, for audio."""

    length: str | None
    """Duration as ``h:mm:ss.ff``; sent by old servers only, as all fields below."""

    duration: float | None
    """Duration in seconds."""

    fps: int | None
    """Frames per second."""

    size: str | None
    """Size as ``WIDTHxHEIGHT``."""

    width: int | None
    """Width in pixels."""

    height: int | None
    """Height in pixels."""

    aspect: float | None
    """Width divided by height."""

    audio_encode: str | None
    """Format of the audio."""

    audio_bitrate: str | None
    """Bit rate of the audio."""

    audio_channels: str | None
    """Channels of the audio."""


class MediaAttachmentImageMetadata(Entity):
    """Dimensions of an image."""

    width: int
    """Width in pixels."""

    height: int
    """Height in pixels."""

    size: str
    """Size as ``WIDTHxHEIGHT``."""

    aspect: float
    """Width divided by height."""


class MediaAttachmentVideoMetadata(Entity):
    """Dimensions and duration of a video."""

    width: int
    """Width in pixels."""

    height: int
    """Height in pixels."""

    frame_rate: str
    """Frames per second, as a fraction such as ``30/1``."""

    duration: float
    """Duration in seconds."""

    bitrate: int
    """Bits per second."""


class MediaAttachmentAudioMetadata(Entity):
    """Duration of an audio file."""

    duration: float
    """Duration in seconds."""

    bitrate: int
    """Bits per second."""


class MediaAttachmentFocusPoint(Entity):
    """Focal point of an image; the centre is (0, 0)."""

    x: float | None
    """From -1 (left) to 1 (right)."""

    y: float | None
    """From -1 (bottom) to 1 (top)."""


class MediaAttachmentColors(Entity):
    """Colours taken from the cover of an audio file."""

    background: str | None
    """Background as ``#rrggbb``."""

    foreground: str | None
    """Text as ``#rrggbb``."""

    accent: str | None
    """Highlights as ``#rrggbb``."""
