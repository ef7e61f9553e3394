"""Images, videos and sounds."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import MediaType
from trunkline.ids import Id


class MediaAttachment(Entity):
    """A file of a post."""

    id: Id
    """Id of the file."""

    type: MediaType | str
    """What it is; ``gifv`` is a video without sound that loops."""

    url: str | None
    """Where it is; ``None`` while it is being processed."""

    preview_url: str | None
    """Where a small image of it is; ``None`` where there is none."""

    remote_url: str | None
    """Where the original is, for media of other servers."""

    meta: MediaAttachmentMetadataContainer | None
    """Sizes, lengths and the like; ``None`` where nothing is known yet (since 1.5.0)."""

    description: str | None
    """Alternative text; ``None`` where its author wrote none (since 2.0.0)."""

    blurhash: str | None
    """Short text that paints a blurred preview; ``None`` for sounds and unprocessed files (since 2.8.1)."""

    text_url: str | None
    """Short link that posts used to hold (removed in 3.5.0)."""

    preview_remote_url: str | None
    """Where the original preview is, for media of other servers."""


class MediaAttachmentMetadataContainer(Entity):
    """What is known of a file and its preview."""

    focus: MediaAttachmentFocusPoint | None
    """The point to keep when cropping."""

    original: MediaAttachmentImageMetadata | MediaAttachmentVideoMetadata | MediaAttachmentAudioMetadata | None
    """What is known of the file."""

    small: MediaAttachmentImageMetadata | None
    """What is known of the preview."""

    colors: MediaAttachmentColors | None
    """Colours of the cover, for sounds."""

    length: str | None
    """Length as ``h:mm:ss.ff``; old servers only, as everything below."""

    duration: float | None
    """Length in seconds."""

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
    """Format of the sound."""

    audio_bitrate: str | None
    """Data rate of the sound."""

    audio_channels: str | None
    """Channels of the sound."""


class MediaAttachmentImageMetadata(Entity):
    """Sizes of an image."""

    width: int
    """Width in pixels."""

    height: int
    """Height in pixels."""

    size: str
    """Size as ``WIDTHxHEIGHT``."""

    aspect: float
    """Width divided by height."""


class MediaAttachmentVideoMetadata(Entity):
    """Sizes and length of a video."""

    width: int
    """Width in pixels."""

    height: int
    """Height in pixels."""

    frame_rate: str
    """Frames per second, as a fraction such as ``30/1``."""

    duration: float
    """Length in seconds."""

    bitrate: int
    """Bits per second."""


class MediaAttachmentAudioMetadata(Entity):
    """Length of a sound."""

    duration: float
    """Length in seconds."""

    bitrate: int
    """Bits per second."""


class MediaAttachmentFocusPoint(Entity):
    """The point of an image to keep when cropping; the centre is (0, 0)."""

    x: float | None
    """From -1 (left) to 1 (right)."""

    y: float | None
    """From -1 (bottom) to 1 (top)."""


class MediaAttachmentColors(Entity):
    """Colours that suit the cover of a sound."""

    background: str | None
    """Background as ``#rrggbb``."""

    foreground: str | None
    """Text as ``#rrggbb``."""

    accent: str | None
    """Highlights as ``#rrggbb``."""
