"""Decoding, scaling and encoding of images."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from typing import Any

import blurhash
from PIL import Image, ImageOps

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.media.kinds import GIF_MATRIX_LIMIT, IMAGE_MATRIX_LIMIT, File

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb (IMAGE_STYLES)
ORIGINAL_PIXELS = 8_294_400
SMALL_PIXELS = 230_400
_BLURHASH_PIXELS = 32 * 32
_UNVERIFIED = "File type of uploaded media could not be verified"
# What Pillow raises for a broken file, warnings included where a program makes errors of them.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, ArithmeticError, LookupError, EOFError, struct.error,
    Image.DecompressionBombError, Warning,
)  # fmt: skip
_PILLOW_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
_READABLE = (*_PILLOW_FORMATS.values(), "AVIF")


def check_pixels(width: int, height: int, content_type: str) -> None:
    """Check the size of an image.

    Raises:
        ApiError: it is too large.
    """
    limit = GIF_MATRIX_LIMIT if content_type == "image/gif" else IMAGE_MATRIX_LIMIT
    if width * height > limit:
        raise ApiError(422, f"{width}x{height} images are not supported, must be below {limit} sqpx")


@contextmanager
def open_image(data: bytes) -> Iterator[Image.Image]:
    """Open the image in `data`, the header of which was checked.

    Raises:
        ApiError: the image is larger than its first header said, or broken, even if that shows only while it is used.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_READABLE) as image:
            check_pixels(image.width, image.height, Image.MIME.get(image.format or "", ""))
            yield image
    except _BROKEN as error:
        raise ApiError(422, _UNVERIFIED) from error


def stored_image(data: bytes, content_type: str, image: Image.Image, name: str) -> File:
    """Return the image as it is stored: upright, without EXIF, scaled down, in a web format."""
    fits = image.width * image.height <= ORIGINAL_PIXELS
    if fits and not image.getexif() and content_type in _PILLOW_FORMATS:
        return File(data, content_type, name)
    upright = ImageOps.exif_transpose(image)
    return encode_image(shrink(upright, ORIGINAL_PIXELS), content_type, name)


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


def encode_image(image: Image.Image, content_type: str, name: str = "") -> File:
    """Encode `image`; types that browsers may not show become JPEG."""
    target = content_type if content_type in _PILLOW_FORMATS else "image/jpeg"
    if target == "image/jpeg" and image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, _PILLOW_FORMATS[target])
    return File(buffer.getvalue(), target, name)


def dimensions(image: Image.Image) -> dict[str, Any]:
    """Return width, height and aspect ratio as in `MediaAttachment.meta`."""
    size = {"width": image.width, "height": image.height, "size": f"{image.width}x{image.height}"}
    return {**size, "aspect": image.width / image.height}


def blurhash_of(image: Image.Image) -> str:
    """Return the blurhash of a very small copy of `image`, which equals that of the original."""
    tiny = shrink(image.convert("RGB"), _BLURHASH_PIXELS)
    rows = [[tiny.getpixel((x, y)) for x in range(tiny.width)] for y in range(tiny.height)]
    return str(blurhash.encode(rows, components_x=4, components_y=4))
