"""Processing of uploads: type, dimensions, preview and blurhash."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import blurhash
from PIL import Image, ImageOps

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.media.containers import StreamInfo, read_stream_info
from trunkline.sandbox.media.kinds import (
    AUDIO_TYPES,
    EXTENSIONS,
    IMAGE_MATRIX_LIMIT,
    IMAGE_SIZE_LIMIT,
    IMAGE_TYPES,
    VIDEO_SIZE_LIMIT,
    recognise,
)
from trunkline.sandbox.store.database import Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb (IMAGE_STYLES)
ORIGINAL_PIXELS = 8_294_400
SMALL_PIXELS = 230_400
_BLURHASH_PIXELS = 32 * 32
_MEGABYTE = 1024 * 1024
_UNVERIFIED = "File type of uploaded media could not be verified"
_PILLOW_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}


@dataclass(frozen=True, slots=True)
class File:
    """A file to be served."""

    data: bytes
    content_type: str

    @property
    def extension(self) -> str:
        """Extension of the file's name."""
        return EXTENSIONS[self.content_type]


@dataclass(frozen=True, slots=True)
class Processed:
    """A processed upload. `type` is Mastodon's: image, gifv, video, audio."""

    type: str
    original: File
    small: File | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    blurhash: str | None = None


def media_type(content_type: str) -> str:
    """Return Mastodon's type of a file that has not been processed yet."""
    if content_type in IMAGE_TYPES:
        return "image"
    return "audio" if content_type in AUDIO_TYPES else "video"


def check_upload(data: bytes) -> str:
    """Return the MIME type of an upload.

    Raises:
        ApiError: the file is of an unknown kind or too large.
    """
    content_type = recognise(data)
    if content_type is None:
        raise ApiError(422, _UNVERIFIED)
    limit = IMAGE_SIZE_LIMIT if content_type in IMAGE_TYPES else VIDEO_SIZE_LIMIT
    if len(data) > limit:
        raise validation_message(f"File file size must be less than {limit // _MEGABYTE} MB")
    return content_type


def process(data: bytes, content_type: str) -> Processed:
    """Process an upload that `check_upload` accepted. Slow: call it in a thread."""
    if content_type not in IMAGE_TYPES:
        return _process_stream(data, content_type)
    with open_image(data) as image:
        return _process_image(data, content_type, image)


@contextmanager
def open_image(data: bytes) -> Iterator[Image.Image]:
    """Open the image in `data`.

    Raises:
        ApiError: the image is broken, even if that shows only while it is used.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield image
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ApiError(422, _UNVERIFIED) from error


def _process_image(data: bytes, content_type: str, image: Image.Image) -> Processed:
    if image.width * image.height > IMAGE_MATRIX_LIMIT:
        size = f"{image.width}x{image.height}"
        raise validation_message(f"{size} images are not supported, must be below {IMAGE_MATRIX_LIMIT} sqpx")
    if getattr(image, "is_animated", False) and content_type == "image/gif":
        return _process_animation(data, image)
    original = _original(data, content_type, image)
    with Image.open(io.BytesIO(original.data)) as final:
        small = shrink(final, SMALL_PIXELS)
        meta = {"original": dimensions(final), "small": dimensions(small)}
        return Processed("image", original, encode_image(small, original.content_type), meta, blurhash_of(small))


def _original(data: bytes, content_type: str, image: Image.Image) -> File:
    """Return the image as it is stored: upright, without EXIF, scaled down, in a web format."""
    fits = image.width * image.height <= ORIGINAL_PIXELS
    if fits and not image.getexif() and content_type in _PILLOW_FORMATS:
        return File(data, content_type)
    upright = ImageOps.exif_transpose(image)
    return encode_image(shrink(upright, ORIGINAL_PIXELS), content_type)


def _process_animation(data: bytes, image: Image.Image) -> Processed:
    """Process an animated GIF.

    Mastodon converts it to a silent video; the sandbox keeps the GIF and reports the same metadata.
    """
    frames = getattr(image, "n_frames", 1)
    milliseconds = 0
    for frame in range(frames):
        image.seek(frame)
        milliseconds += image.info.get("duration", 100) or 100
    image.seek(0)
    seconds = milliseconds / 1000
    small = shrink(image.convert("RGB"), SMALL_PIXELS)
    original = {
        "width": image.width,
        "height": image.height,
        "frame_rate": f"{max(1, round(frames / seconds))}/1",
        "duration": seconds,
        "bitrate": round(len(data) * 8 / seconds),
    }
    meta = {"original": original, "small": dimensions(small)}
    return Processed("gifv", File(data, "image/gif"), encode_image(small, "image/png"), meta, blurhash_of(small))


def _process_stream(data: bytes, content_type: str) -> Processed:
    """Process sound or video without decoding it."""
    kind = media_type(content_type)
    facts = read_stream_info(data, content_type)
    original = _stream_facts(facts, len(data))
    if kind == "audio":
        return Processed("audio", File(data, content_type), meta={"original": original})
    small = shrink(Image.new("RGB", (facts.width or 640, facts.height or 360), "#1f232b"), SMALL_PIXELS)
    meta = {"original": original, "small": dimensions(small)}
    return Processed("video", File(data, content_type), encode_image(small, "image/png"), meta, blurhash_of(small))


def _stream_facts(facts: StreamInfo, size: int) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if facts.width and facts.height:
        known |= {"width": facts.width, "height": facts.height}
    if facts.duration:
        known |= {"duration": facts.duration, "bitrate": round(size * 8 / facts.duration)}
    return known


def shrink(image: Image.Image, pixels: int) -> Image.Image:
    """Scale `image` down to at most `pixels` pixels."""
    area = image.width * image.height
    if area <= pixels:
        return image
    scale = sqrt(pixels / area)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.convert("RGBA" if image.mode in ("P", "LA", "PA") else image.mode).resize(size)


def encode_image(image: Image.Image, content_type: str) -> File:
    """Encode `image`; types that browsers may not show become JPEG."""
    target = content_type if content_type in _PILLOW_FORMATS else "image/jpeg"
    if target == "image/jpeg" and image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, _PILLOW_FORMATS[target])
    return File(buffer.getvalue(), target)


def dimensions(image: Image.Image) -> dict[str, Any]:
    """Return width, height and aspect ratio as in `MediaAttachment.meta`."""
    size = {"width": image.width, "height": image.height, "size": f"{image.width}x{image.height}"}
    return {**size, "aspect": image.width / image.height}


def blurhash_of(image: Image.Image) -> str:
    """Return the blurhash of a very small copy of `image`, which equals that of the original."""
    tiny = shrink(image.convert("RGB"), _BLURHASH_PIXELS)
    rows = [[tiny.getpixel((x, y)) for x in range(tiny.width)] for y in range(tiny.height)]
    return str(blurhash.encode(rows, components_x=4, components_y=4))


def save_file(store: Store, folder: str, row_id: int, style: str, file: File) -> str:
    """Store `file` below /system and return its path."""
    digits = f"{row_id:018d}"
    parts = "/".join(digits[start : start + 3] for start in range(0, len(digits), 3))
    path = f"/system/{folder}/{parts}/{style}/{secrets.token_hex(8)}.{file.extension}"
    store.insert("files", {"path": path, "content_type": file.content_type, "data": file.data})
    return path


def save_processed(store: Store, media_id: int, result: Processed) -> None:
    """Store the result of `process` in the row `media_id`, which keeps its focus and custom thumbnail."""
    folder = "media_attachments/files"
    with store.transaction():
        row = store.row("SELECT meta, preview_path, blurhash FROM media_attachments WHERE id = ?", (media_id,))
        if row is None:
            return
        known = json.loads(row["meta"] or "{}")
        changes: dict[str, Any] = {
            "type": result.type,
            "processing": "complete",
            "path": save_file(store, folder, media_id, "original", result.original),
            "meta": json.dumps({**result.meta, **known}),
        }
        if result.small is not None and row["preview_path"] is None:
            changes["preview_path"] = save_file(store, folder, media_id, "small", result.small)
            changes["blurhash"] = result.blurhash
        store.update("media_attachments", media_id, changes)
