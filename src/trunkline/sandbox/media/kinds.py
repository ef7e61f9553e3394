"""Accepted media types, their limits, files of these types, and recognition from the first bytes."""

from __future__ import annotations

from dataclasses import dataclass

# Source of limits and types: https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb and
# https://github.com/mastodon/mastodon/blob/main/app/models/concerns/attachmentable.rb
IMAGE_SIZE_LIMIT = 16 * 1024 * 1024
VIDEO_SIZE_LIMIT = 99 * 1024 * 1024
IMAGE_MATRIX_LIMIT = 33_177_600
GIF_MATRIX_LIMIT = 921_600
VIDEO_MATRIX_LIMIT = 8_294_400
VIDEO_FRAME_RATE_LIMIT = 120
DESCRIPTION_LIMIT = 10_000
# Of avatars and headers: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/account/avatar.rb
PICTURE_SIZE_LIMIT = 8 * 1024 * 1024
PICTURE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")

IMAGE_TYPES = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/webp": "webp",
    "image/avif": "avif",
}
VIDEO_TYPES = {"video/webm": "webm", "video/mp4": "mp4", "video/quicktime": "mov", "video/ogg": "ogv"}
AUDIO_TYPES = {
    "audio/wave": "wav",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/x-pn-wave": "wav",
    "audio/vnd.wave": "wav",
    "audio/ogg": "ogg",
    "audio/vorbis": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/webm": "webm",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/m4a": "m4a",
    "audio/x-m4a": "m4a",
    "audio/mp4": "m4a",
    "audio/3gpp": "3gp",
    "video/x-ms-asf": "asf",
}
SUPPORTED_TYPES = (*IMAGE_TYPES, *VIDEO_TYPES, *AUDIO_TYPES)
_EXTENSIONS = {**IMAGE_TYPES, **VIDEO_TYPES, **AUDIO_TYPES}

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
)
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp4": "audio/3gpp",
    b"3gp5": "audio/3gpp",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to be served. `name` is what the client called it."""

    data: bytes
    content_type: str
    name: str = ""

    @property
    def extension(self) -> str:
        """Extension of the address: that of the content, for which `jpg` stays `jpg`."""
        if self.content_type == "image/jpeg" and self.name.endswith(".jpg"):
            return "jpg"
        return _EXTENSIONS[self.content_type]


def recognise(data: bytes) -> str | None:
    """Return the MIME type of `data` from its first bytes alone, `None` if it is unknown."""
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if data[:4] == b"OggS" and b"theora" in data[:256]:
        return "video/ogg"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
