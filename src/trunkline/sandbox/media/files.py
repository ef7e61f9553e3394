"""Processing of uploads: type, dimensions, preview and blurhash."""

from __future__ import annotations

import io
import json
import secrets
import struct
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
    GIF_MATRIX_LIMIT,
    IMAGE_MATRIX_LIMIT,
    IMAGE_SIZE_LIMIT,
    IMAGE_TYPES,
    VIDEO_FRAME_RATE_LIMIT,
    VIDEO_MATRIX_LIMIT,
    VIDEO_SIZE_LIMIT,
    recognise,
)
from trunkline.sandbox.media.sizes import image_size
from trunkline.sandbox.store.database import Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb (IMAGE_STYLES)
ORIGINAL_PIXELS = 8_294_400
SMALL_PIXELS = 230_400
_BLURHASH_PIXELS = 32 * 32
_MEGABYTE = 1024 * 1024
_UNVERIFIED = "File type of uploaded media could not be verified"
_UNKNOWN_TYPE = "File content type is invalid, File is invalid"
# What Pillow raises for a broken file, warnings included where a program makes errors of them.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, ArithmeticError, LookupError, EOFError, struct.error,
    Image.DecompressionBombError, Warning,
)  # fmt: skip
_PILLOW_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
_READABLE = (*_PILLOW_FORMATS.values(), "AVIF")


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
    """Return the MIME type of an upload. Its headers are read, and nothing is decoded.

    Raises:
        ApiError: the file is of an unknown kind, or is or claims to be too large.
    """
    content_type = recognise(data)
    if content_type is None:
        raise validation_message(_UNKNOWN_TYPE)
    limit = IMAGE_SIZE_LIMIT if content_type in IMAGE_TYPES else VIDEO_SIZE_LIMIT
    if len(data) > limit:
        raise validation_message(f"File file size must be less than {limit // _MEGABYTE} MB")
    if content_type in IMAGE_TYPES:
        _check_pixels(*image_size(data, content_type), content_type)
    else:
        _check_video(read_stream_info(data, content_type))
    return content_type


def _check_pixels(width: int, height: int, content_type: str) -> None:
    limit = GIF_MATRIX_LIMIT if content_type == "image/gif" else IMAGE_MATRIX_LIMIT
    if width * height > limit:
        raise ApiError(422, f"{width}x{height} images are not supported, must be below {limit} sqpx")


def _check_video(facts: StreamInfo) -> None:
    if (facts.width or 0) * (facts.height or 0) > VIDEO_MATRIX_LIMIT:
        raise ApiError(422, f"{facts.width}x{facts.height} videos are not supported")
    if facts.frame_rate and int(facts.frame_rate) > VIDEO_FRAME_RATE_LIMIT:
        raise ApiError(422, f"{int(facts.frame_rate)}fps videos are not supported")


def process(data: bytes, content_type: str) -> Processed:
    """Process an upload that `check_upload` accepted. Slow: call it in a thread."""
    if content_type not in IMAGE_TYPES:
        return _process_stream(data, content_type)
    with open_image(data) as image:
        return _process_image(data, content_type, image)


@contextmanager
def open_image(data: bytes) -> Iterator[Image.Image]:
    """Open the image in `data`, which `check_upload` accepted.

    Raises:
        ApiError: the image is larger than its first header said, or broken, even if that shows only while it is used.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_READABLE) as image:
            _check_pixels(image.width, image.height, Image.MIME.get(image.format or "", ""))
            yield image
    except _BROKEN as error:
        raise ApiError(422, _UNVERIFIED) from error


def _process_image(data: bytes, content_type: str, image: Image.Image) -> Processed:
    if content_type == "image/gif":
        facts = read_stream_info(data, content_type)
        if facts.duration:
            return _process_animation(data, image, facts)
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


def _process_animation(data: bytes, image: Image.Image, facts: StreamInfo) -> Processed:
    """Process an animated GIF.

    Mastodon converts it to a silent video; the sandbox keeps the GIF and reports the same metadata.
    """
    small = shrink(image.convert("RGB"), SMALL_PIXELS)
    original = {
        "width": image.width,
        "height": image.height,
        "frame_rate": f"{max(1, round(facts.frame_rate or 1))}/1",
        **_times(facts, len(data)),
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
    small = Image.new("RGB", shrunk(facts.width or 640, facts.height or 360, SMALL_PIXELS), "#1f232b")
    meta = {"original": original, "small": dimensions(small)}
    return Processed("video", File(data, content_type), encode_image(small, "image/png"), meta, blurhash_of(small))


def _stream_facts(facts: StreamInfo, size: int) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if facts.width and facts.height:
        known |= {"width": facts.width, "height": facts.height}
    return known | _times(facts, size)


def _times(facts: StreamInfo, size: int) -> dict[str, Any]:
    if not facts.duration:
        return {}
    return {"duration": facts.duration, "bitrate": round(size * 8 / facts.duration)}


def shrink(image: Image.Image, pixels: int) -> Image.Image:
    """Scale `image` down to at most `pixels` pixels."""
    size = shrunk(image.width, image.height, pixels)
    if size == image.size:
        return image
    return image.convert("RGBA" if image.mode in ("P", "LA", "PA") else image.mode).resize(size)


def shrunk(width: int, height: int, pixels: int) -> tuple[int, int]:
    """Return the size of a picture after it was scaled down to at most `pixels` pixels."""
    scale = min(1.0, sqrt(pixels / (width * height)))
    return min(pixels, max(1, round(width * scale))), min(pixels, max(1, round(height * scale)))


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
